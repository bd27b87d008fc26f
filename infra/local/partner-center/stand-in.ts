import { sign } from 'node:crypto';
import { startCertificateHost } from './certificate-host.ts';
import { authority, issueCertificate } from './certificates.ts';

/** What Partner Center tells of a customer of a partner, by their Microsoft tenants. */
export interface PartnerCenterNotification {
  readonly eventName: string;
  readonly partnerTenantId: string;
  readonly customerTenantId: string;
  readonly at: Date;
}

/** Partner Center for this machine: its own root, a signing certificate served over https, and signed deliveries. */
export type PartnerCenterStandIn = Awaited<ReturnType<typeof startPartnerCenter>>;

/** Starts it on the loopback interface. A stack that is synthesized with its `settings` trusts it. */
export async function startPartnerCenter() {
  const host = await startCertificateHost();
  const root = authority({ organization: 'Microsoft Corporation', commonName: 'Local stand-in root' });
  const signer = issueCertificate({ name: { commonName: 'partner-center.local.example' }, issuer: root });
  const certificate = host.serve('/signer.cer', signer.der);
  return {
    /** Setting `partnerCenter` of the stage. */
    settings: { certificateHosts: [host.host], rootCertificate: root.pem, tlsCa: host.tlsCa },
    /** Delivers to a stack's webhook as Partner Center does (docs/references.md, webhook). @returns the answer's status */
    async deliver(api: string, delivery: PartnerCenterNotification): Promise<number> {
      const body = JSON.stringify(bodyOf(delivery));
      const signature = sign('sha256', Buffer.from(body), signer.key).toString('base64');
      const response = await fetch(`${api}/webhooks/partner-center`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Signature ${signature}`,
          'x-ms-certificate-url': certificate,
          'x-ms-signature-algorithm': 'rsa-sha256',
        },
        body,
      });
      return response.status;
    },
    close: () => host.close(),
  };
}

function bodyOf({ eventName, partnerTenantId, customerTenantId, at }: PartnerCenterNotification) {
  const short = eventName.replaceAll('-', '');
  const ticks = BigInt(at.getTime()) * 10_000n + 621_355_968_000_000_000n;
  const audit = `${partnerTenantId}_${customerTenantId}_${short}_${ticks}`;
  return {
    EventName: eventName,
    ResourceUri: `https://api.partnercenter.microsoft.com/v1/customers/${customerTenantId}`,
    ResourceName: 'Customer',
    AuditUri: `https://api.partnercenter.microsoft.com/auditactivity/v1/auditrecords/${audit}`,
    ResourceChangeUtcDate: at.toISOString().replace('Z', '+00:00'),
  };
}
