import { X509Certificate } from 'node:crypto';
import * as z from 'zod';
import { ROLES } from '../../shared/events/vocabulary.ts';

/** A setting is missing or wrong. The message names each one and says how to fix it. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code = 'settings-invalid';
}

/**
 * Receives of a message before SQS moves it to its dead-letter queue, at every stage. With the usual back-off (5 s, doubled up to 15 minutes)
 * they take 5.6 hours: messages outlast an outage of an AWS service. A message that waiting does not help is given up by its function
 * much sooner, after the stage's `maxReceiveCount`.
 */
export const queueMaxReceives = 30;

/** A DNS name of two labels or more, in lower case. */
const domainName = z
  .string()
  .max(253, 'must have at most 253 characters')
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/,
    'must be a domain name in lower case, for example support.your-domain.example',
  );

/** The addresses of a stage. {@link StageSettings} describes each one. */
const addresses = {
  senderAddress: z.email(
    'must be the mail address this stage sends from: give -c sender=<address>, or set it in stages.json under the stage’s name',
  ),
  senderDomain: domainName.optional(),
  publicBaseUrl: z
    .string()
    .refine(
      isBaseUrl,
      'must be an https URL without query and slash at its end, for example https://support.example',
    )
    .optional(),
  domain: z
    .strictObject({
      name: domainName,
      certificateArn: z
        .string()
        .regex(
          /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[A-Za-z0-9-]+$/,
          'must be the ARN of a certificate of AWS Certificate Manager, in the region of the stage',
        ),
    })
    .optional(),
  alarmAddress: z.email('must be a mail address; leave it out if nobody is to be mailed alarms').optional(),
};

type Addresses = z.output<z.ZodObject<typeof addresses>>;

/** Whether SES's identity for the domain covers the sender: the domain itself or a subdomain. */
function isSenderInDomain({ senderAddress, senderDomain }: Addresses): boolean {
  const [, host = ''] = senderAddress.toLowerCase().split('@');
  return senderDomain === undefined || host === senderDomain || host.endsWith(`.${senderDomain}`);
}

/** Whether at most one setting decides the base URL of links. */
function hasOneBaseUrl({ publicBaseUrl, domain }: Addresses): boolean {
  return publicBaseUrl === undefined || domain === undefined;
}

function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return protocol === 'https:' && `${username}${password}${search}${hash}` === '' && !/[/?#]$/.test(text);
}

/** The most publishers of each kind: an SQS policy may have 8 KB, and an entry takes about 100 bytes. */
const maxPublishers = 20;

const account = z.string().regex(/^\d{12}$/, 'must be the 12 digits of an AWS account, as text');

const role = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
    'must be the ARN of an IAM role, arn:aws:iam::<account>:role/<name>, without wildcards',
  );

const eventRule = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:rule\/[\w./-]+$/,
    'must be the ARN of an EventBridge rule, arn:aws:events:<region>:<account>:rule/<name>, without wildcards',
  );

const publishers = z.strictObject({
  accounts: publisherList(account, 'accounts'),
  roles: publisherList(role, 'roles'),
  eventRules: publisherList(eventRule, 'rules'),
});

function publisherList(publisher: z.ZodString, kind: string) {
  return z
    .array(publisher)
    .max(maxPublishers, `must name at most ${maxPublishers} ${kind} (the size of a queue’s policy)`)
    .refine((all) => new Set(all).size === all.length, `must name each of the ${kind} once`)
    .default([]);
}

/** Name -> who may read the cases of which partner. */
const caseReaders = z
  .record(
    z.string(),
    z.strictObject({
      partnerId: z
        .string()
        .regex(/^[A-Za-z0-9-]{1,64}$/, 'must be the ID of a partner: 1 to 64 of A-Z, a-z, 0-9 and -'),
      principals: z
        .array(role)
        .min(1, 'must name at least one role')
        .max(maxPublishers, `must name at most ${maxPublishers} roles`),
    }),
  )
  .refine((readers) => Object.keys(readers).every((name) => /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)), {
    message: 'must have names of a-z, 0-9 and hyphens',
  });

/** Lambda allows 4 KB of environment variables per function. The other variables need about 800 bytes. */
const maxPemLength = 2_500;
const maxPemsLength = 3_000;

/** A host as in a URL: lower case, with its port if it is not 443. */
const host = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/,
    'must be a host in lower case, with :port if not 443',
  );

const certificateAuthority = z
  .string()
  .max(maxPemLength, `must have at most ${maxPemLength} characters`)
  .refine(isCertificateAuthority, 'must be one certificate of an authority, in PEM');

const partnerCenter = z
  .strictObject({
    certificateHosts: z
      .array(host)
      .min(1, 'must name at least one host')
      .max(10, 'must name at most 10 hosts')
      .default(['3psostorageacct.blob.core.windows.net']),
    rootCertificate: certificateAuthority.optional(),
    issuerOrganization: z
      .string()
      .regex(/^[\x20-\x7e]{1,64}$/, 'must be 1 to 64 printable characters')
      .default('Microsoft Corporation'),
    subject: z
      .string()
      .regex(/^[a-z0-9.-]{1,253}$/, 'must be a host name in lower case')
      .optional(),
    tlsCa: certificateAuthority.optional(),
  })
  .refine(({ rootCertificate = '', tlsCa = '' }) => rootCertificate.length + tlsCa.length <= maxPemsLength, {
    path: ['tlsCa'],
    message: `must have at most ${maxPemsLength} characters together with rootCertificate (Lambda’s limit of variables)`,
  });

function isCertificateAuthority(pem: string): boolean {
  try {
    return pem.match(/-----BEGIN CERTIFICATE-----/g)?.length === 1 && new X509Certificate(pem).ca;
  } catch {
    return false;
  }
}

const days = z
  .int('must be a whole number of days')
  .min(1, 'must be at least 1 day')
  .max(365, 'must be at most 365 days');

const schema = z
  .strictObject({
    stage: z
      .string('is missing: give the stage with -c stage=<name>')
      .regex(/^[a-z][a-z0-9-]{0,15}$/, 'must be 1 to 16 of a-z, 0-9 and -, and start with a letter'),
    ...addresses,
    publishers: publishers.prefault({}),
    allowedRoles: z
      .array(z.enum(ROLES, `must be one of ${ROLES.join(', ')}`))
      .min(1, 'must name at least one role: nobody could request anything')
      .refine((roles) => new Set(roles).size === roles.length, 'must name each role once')
      .default(['global-admin', 'user-admin', 'sales-agent']),
    invitationDays: days.default(30),
    reminderDays: z.array(days).default([3, 10, 25]),
    declineBlockDays: days.default(30),
    retryBaseSeconds: z
      .int('must be a whole number of seconds')
      .min(1, 'must be at least 1 second')
      .max(900, 'must be at most 900 seconds')
      .default(5),
    // SQS can count a receive that no function got. With fewer than 5, messages could be given up without a try.
    maxReceiveCount: z
      .int('must be a whole number of receives')
      .min(5, 'must be at least 5 receives')
      .max(
        queueMaxReceives,
        `must be at most ${queueMaxReceives} receives: then the queue gives it up itself`,
      )
      .default(8),
    sweepMinutes: z
      .int('must be a whole number of minutes')
      .min(1, 'must be at least 1 minute')
      .max(60, 'must be at most 60 minutes')
      .default(5),
    mailsPerSecond: z
      .number('must be a number of mails a second')
      .min(1, 'must be at least 1 mail a second')
      .max(500, 'must be at most 500 mails a second: SES’s own limit of the account decides')
      .default(10),
    tlsPolicy: z.enum(['require', 'optional'], 'must be require or optional').default('require'),
    caseReaders: caseReaders.default({}),
    partnerCenter: partnerCenter.prefault({}),
  })
  .refine(({ reminderDays: d }) => d.every((day, i) => i === 0 || day > (d[i - 1] ?? 0)), {
    path: ['reminderDays'],
    message: 'must rise, for example [3, 10, 25]',
  })
  .refine(({ reminderDays, invitationDays }) => reminderDays.every((day) => day < invitationDays), {
    path: ['reminderDays'],
    message: 'must lie before the invitation expires: lower them or raise invitationDays',
  })
  .refine(isSenderInDomain, {
    path: ['senderDomain'],
    message: 'must be the domain of senderAddress, or one above it',
  })
  .refine(hasOneBaseUrl, {
    path: ['publicBaseUrl'],
    message: 'must be left out where domain is given, which decides it',
  });

/**
 * The checked settings of a stage. docs/deploy.md has them as a table.
 *
 * - `invitationDays`, `reminderDays` (after the invitation) and `declineBlockDays` are in days.
 * - `retryBaseSeconds` is the delay of the first retry; each further retry doubles it.
 * - `maxReceiveCount`: after so many receives a message that waiting does not help (an unknown partner, a defect) goes to its dead-letter
 *   queue. What an outage delays is retried for hours.
 * - `sweepMinutes` is the interval at which due cases are found. A reminder or an expiry is late by this much at most.
 * - `mailsPerSecond` is the highest sending rate. Keep it below the sending rate of the SES account (1 in the sandbox, usually 14 outside).
 * - `senderDomain` is a domain that you own. SES verifies it by DKIM (three DNS records, among the outputs). Without it, SES verifies the
 *   sender's address by a mail.
 * - `publicBaseUrl` is the base URL of links in mails (default: the API's own URL). `domain` gives the API a custom domain instead, with a
 *   certificate of the stage's region.
 * - `tlsPolicy`: `require` sends mail by TLS only; a server without TLS then gets no mail, and its customer counts as undeliverable.
 *   `optional` sends in plain text where TLS fails. The default is `require`: whoever reads the link on its way can approve.
 * - `caseReaders`: name -> `{partnerId, principals}`: a role that these roles may assume, to read the cases of this partner and no other.
 * - `publishers`: accounts, roles and EventBridge rules that may send to the three event queues.
 * - `alarmAddress` receives alarm mails.
 * - `allowedRoles`: roles of a partner's users that may request.
 * - `partnerCenter` decides which webhook notifications are accepted:
 *   - `rootCertificate` (PEM) is the authority that the signing certificate must chain to: the root itself or, because Microsoft's file may
 *     hold only the signing certificate, the authority that issued it. **Without it, the webhook answers 401 to everything.**
 *   - `certificateHosts` are the exact hosts from which the signing certificate may be downloaded.
 *   - `issuerOrganization` must be the organization of its issuer.
 *   - `subject` is the host name for which it must be issued (recommended: it rejects other certificates of Microsoft's authorities).
 *   - `tlsCa` (PEM) is for your own hosts, such as a mirror or a private endpoint, whose TLS certificates no public authority issued. It replaces
 *     the public authorities for these downloads and does not affect signatures.
 */
export type StageSettings = Readonly<z.output<typeof schema>>;

/** The settings that a caller gives: the stage, and what differs from the defaults. */
export type StageInput = { readonly stage: string } & {
  readonly [K in keyof Omit<StageSettings, 'stage'>]?: z.input<typeof schema>[K] | undefined;
};

/** Defaults of the local stage. It retries quickly: you can watch a message reach its dead-letter queue. */
const localDefaults = {
  senderAddress: 'support@multichannel.example',
  retryBaseSeconds: 1,
  maxReceiveCount: 5,
  mailsPerSecond: 500,
};

/**
 * The stage that is synthesized when no stage is given: for review, never for deployment. SES could not verify its sender, because
 * `.example` is reserved (RFC 2606).
 */
export const reviewStage = 'review';
const reviewDefaults = { senderAddress: 'support@review.example' };

const stageDefaults: ReadonlyMap<string, object> = new Map([
  ['local', localDefaults],
  [reviewStage, reviewDefaults],
]);

/**
 * Checks the settings of a stage and adds the defaults.
 *
 * @throws SettingsError with every setting that is missing, unknown or out of range
 */
export function stageSettings(input: StageInput): StageSettings {
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const result = schema.safeParse({ ...stageDefaults.get(input.stage), ...given });
  if (result.success) return result.data;
  const faults = result.error.issues.map(
    (issue) => `- ${issue.path.join('.') || 'settings'}: ${issue.message}`,
  );
  throw new SettingsError(`The settings of stage "${input.stage}" are not valid:\n${faults.join('\n')}`);
}

/** Returns the name of a resource in a stage: `<stage>-<name>`, and `<name>` on the local stack. */
export function stageName(settings: StageSettings, name: string): string {
  return settings.stage === 'local' ? name : `${settings.stage}-${name}`;
}
