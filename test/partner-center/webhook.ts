import { type KeyObject, sign, X509Certificate } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { WebhookDependencies } from '../../functions/partner-center-webhook/accept-notification.ts';
import { handleDelivery } from '../../functions/partner-center-webhook/accept-notification.ts';
import {
  type CertificateHost,
  startCertificateHost,
} from '../../infra/local/partner-center/certificate-host.ts';
import {
  authority,
  type IssuedCertificate,
  issueCertificate,
} from '../../infra/local/partner-center/certificates.ts';
import type { DownloadLimits, TrustPolicy } from '../../shared/partner-center/certificates.ts';
import { Certificates } from '../../shared/partner-center/certificates.ts';
import { HttpProblem } from '../../shared/runtime/http.ts';
import type { MetricValue } from '../../shared/runtime/metric-catalogue.ts';
import { TtlCache } from '../../shared/runtime/ttl-cache.ts';
import { startTable } from '../store/start-table.ts';

export const NOW = Date.parse('2026-11-22T12:00:00Z');
export const MICROSOFT = 'Microsoft Corporation';

type QueueName = keyof WebhookDependencies['queues'];

/** An event or outcome as it was queued. */
export interface Queued {
  readonly queue: QueueName;
  readonly message: Record<string, unknown> & { readonly id: string };
}

/** A delivery without its body. */
export interface DeliveryOptions {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly base64?: boolean;
  readonly key?: KeyObject;
}

/** Starts the webhook with a real table and certificate host in this process. Its queues record what they get. */
export async function startWebhook() {
  const host = await startCertificateHost();
  const store = await startTable();
  const root = authority({ organization: MICROSOFT, commonName: 'Root' });
  const signer = issueCertificate({
    name: { commonName: 'signer.example' },
    issuer: root,
    hosts: ['signer.example'],
  });
  const certificateUrl = host.serve('/signer.cer', signer.der);
  const queued: Queued[] = [];
  const reasons: string[] = [];
  const counts: string[] = [];
  const meter = { add: (...values: MetricValue[]) => void counts.push(...values.map(({ name }) => name)) };
  let counted = new TtlCache(86_400_000, 1_000);
  let down: QueueName | null = null;
  let now = NOW;

  const queue = (name: QueueName): WebhookDependencies['queues'][QueueName] => ({
    async sendAll(messages) {
      if (down === name) return new Set(messages.map(({ owner }) => owner));
      queued.push(...messages.map(({ body }) => ({ queue: name, message: JSON.parse(body) })));
      return new Set();
    },
  });
  const queues = {
    'relationship-events': queue('relationship-events'),
    'azure-events': queue('azure-events'),
    outcomes: queue('outcomes'),
  };
  let certificates = trusting(host, root);
  const logger = {
    info: () => {},
    warn: (_: unknown, ...extra: unknown[]) => void reasons.push(String(Object(extra[0]).code)),
  };

  const headersFor = (body: Buffer, { headers = {}, key = signer.key }: DeliveryOptions = {}) => ({
    'content-type': 'application/json',
    authorization: `Signature ${sign('sha256', body, key).toString('base64')}`,
    'x-ms-certificate-url': certificateUrl,
    'x-ms-signature-algorithm': 'rsa-sha256',
    ...headers,
  });

  /** Posts bytes with headers. @returns the response, and the reason of a refusal from the log */
  const post = async (
    body: Buffer,
    headers: DeliveryOptions['headers'],
    { query, base64 = false }: DeliveryOptions = {},
  ) => {
    const event = {
      headers,
      body: body.toString(base64 ? 'base64' : 'utf8'),
      isBase64Encoded: base64,
      ...(query && { queryStringParameters: query }),
    } as unknown as APIGatewayProxyEventV2;
    const dependencies = { certificates, table: store.table, queues, now: () => now, meter, counted };
    reasons.length = 0;
    try {
      const {
        statusCode,
        headers: responseHeaders,
        body: text,
      } = await handleDelivery(event, dependencies, logger);
      return {
        status: statusCode,
        headers: responseHeaders,
        body: JSON.parse(text ?? ''),
        reason: reasons[0],
      };
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error;
      return { status: error.problem.status, body: error.problem };
    }
  };

  return {
    host,
    store,
    root,
    signer,
    certificateUrl,
    queued,
    /** Names of the metrics that were added. */
    counts,
    headersFor,
    post,
    /** Signs a body and posts it, as Partner Center does. */
    deliver(body: unknown, options: DeliveryOptions = {}) {
      const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
      return post(bytes, headersFor(bytes, options), options);
    },
    /** Forgets all certificates and uses another trust policy. */
    trust(trust: Partial<TrustPolicy>, limits: Partial<DownloadLimits> = {}) {
      certificates = trusting(host, root, trust, limits);
    },
    at(time: number) {
      now = time;
    },
    /** Makes a queue fail; `null` repairs it. */
    takeDown(name: QueueName | null) {
      down = name;
    },
    reset() {
      queued.length = 0;
      counts.length = 0;
      counted = new TtlCache(86_400_000, 1_000);
      host.asked.length = 0;
      now = NOW;
      down = null;
      certificates = trusting(host, root);
    },
    async close() {
      await Promise.all([host.close(), store.close()]);
    },
  };
}

function trusting(
  { host, tlsCa }: CertificateHost,
  root: IssuedCertificate,
  trust: Partial<TrustPolicy> = {},
  limits: Partial<DownloadLimits> = {},
): Certificates {
  return new Certificates(
    { hosts: ['certificates.example', host], milliseconds: 5_000, tlsCa, ...limits },
    { roots: [new X509Certificate(root.der)], issuerOrganization: MICROSOFT, ...trust },
  );
}
