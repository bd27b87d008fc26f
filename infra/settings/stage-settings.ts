import { X509Certificate } from 'node:crypto';
import * as z from 'zod';
import { ROLES } from '../../shared/events/kinds.ts';
import { defaultStagesFile, readStages, stagesOf } from './settings-from-context.ts';

/** A setting is missing or wrong. The message names each one and says how to put it right. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code = 'settings-invalid';
}

/**
 * How often any message is received before SQS moves it to its dead-letter queue, at every stage. With the usual back-off (5 s, doubling
 * to 15 minutes) that is 5.6 hours: an outage of a service of AWS is over before the messages that met it are given up. What
 * waiting does not help is given up by its function much sooner, after the stage's `maxReceiveCount`.
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

/** Where customers reach this stage and where its mails come from. See {@link StageSettings} for what each one means. */
export const addressSettings = {
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

type Addresses = z.output<z.ZodObject<typeof addressSettings>>;

/** Whether SES's identity for the domain covers the sender: the domain itself, or one below it. */
export function senderIsOfDomain({ senderAddress, senderDomain }: Addresses): boolean {
  const [, host = ''] = senderAddress.toLowerCase().split('@');
  return senderDomain === undefined || host === senderDomain || host.endsWith(`.${senderDomain}`);
}

/** Whether the base of links is said once. */
export function baseIsSaidOnce({ publicBaseUrl, domain }: Addresses): boolean {
  return publicBaseUrl === undefined || domain === undefined;
}

function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return protocol === 'https:' && `${username}${password}${search}${hash}` === '' && !/[/?#]$/.test(text);
}

/** Most of each kind: an SQS policy may have 8 KB, and one entry takes some 100 bytes. */
const most = 20;

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

/** Who else may put events on the three event queues. See {@link StageSettings}. */
export const publisherSettings = z.strictObject({
  accounts: several(account, 'accounts'),
  roles: several(role, 'roles'),
  eventRules: several(eventRule, 'rules'),
});

function several(one: z.ZodString, what: string) {
  return z
    .array(one)
    .max(most, `must name at most ${most} ${what} (the size of a queue’s policy)`)
    .refine((all) => new Set(all).size === all.length, `must name each of the ${what} once`)
    .default([]);
}

/** Lambda takes at most 4 KB of variables a function; the others need some 800 bytes. */
const longestPem = 2_500;
const longestPems = 3_000;

/** A host as a URL has it: lower case, with its port where that is not 443. */
const host = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/,
    'must be a host in lower case, with :port if not 443',
  );

const authority = z
  .string()
  .max(longestPem, `must have at most ${longestPem} characters`)
  .refine(isAuthority, 'must be one certificate of an authority, in PEM');

/** See {@link StageSettings} for what each one means. */
export const partnerCenterSettings = z
  .strictObject({
    certificateHosts: z
      .array(host)
      .min(1, 'must name at least one host')
      .max(10, 'must name at most 10 hosts')
      .default(['3psostorageacct.blob.core.windows.net']),
    rootCertificate: authority.optional(),
    issuerOrganization: z
      .string()
      .regex(/^[\x20-\x7e]{1,64}$/, 'must be 1 to 64 printable characters')
      .default('Microsoft Corporation'),
    subject: z
      .string()
      .regex(/^[a-z0-9.-]{1,253}$/, 'must be a host name in lower case')
      .optional(),
    tlsCa: authority.optional(),
  })
  .refine(({ rootCertificate = '', tlsCa = '' }) => rootCertificate.length + tlsCa.length <= longestPems, {
    path: ['tlsCa'],
    message: `must have at most ${longestPems} characters together with rootCertificate (Lambda’s limit of variables)`,
  });

function isAuthority(pem: string): boolean {
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
    ...addressSettings,
    publishers: publisherSettings.prefault({}),
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
    // SQS can count a receive that nobody got, so fewer than 5 would park messages that were never tried.
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
    partnerCenter: partnerCenterSettings.prefault({}),
  })
  .refine(({ reminderDays: d }) => d.every((day, i) => i === 0 || day > (d[i - 1] ?? 0)), {
    path: ['reminderDays'],
    message: 'must rise, for example [3, 10, 25]',
  })
  .refine(({ reminderDays, invitationDays }) => reminderDays.every((day) => day < invitationDays), {
    path: ['reminderDays'],
    message: 'must lie before the invitation expires: lower them or raise invitationDays',
  })
  .refine(senderIsOfDomain, {
    path: ['senderDomain'],
    message: 'must be the domain of senderAddress, or one above it',
  })
  .refine(baseIsSaidOnce, {
    path: ['publicBaseUrl'],
    message: 'must be left out where domain is given, which decides it',
  });

/**
 * What one deployment may choose, checked. `invitationDays`, `reminderDays` (after the invitation was opened) and
 * `declineBlockDays` count days; `retryBaseSeconds` is the first retry's delay, doubled with every further one;
 * after `maxReceiveCount` receives a message that waiting does not help goes to its dead-letter queue (an unknown partner, a defect of
 * the program; what an outage keeps from being done is tried on for hours). Every `sweepMinutes` the cases are found for which
 * time has brought about something: a reminder or an expiry is late by so much at most. No more than `mailsPerSecond` are sent: keep
 * it under the sending rate of your SES account (1 in the sandbox, mostly 14 outside).
 *
 * `senderDomain`: a domain you own, which SES then verifies by DKIM (three records in its DNS, among the outputs) instead of the
 * one address by a mail. `publicBaseUrl` is how customers reach the API, for links in mails (default: the API's own URL); `domain`
 * gives the API a host of yours instead, with a certificate of its region. `publishers` of other accounts, roles and EventBridge rules may
 * put events on the three event queues. `alarmAddress` is mailed alarms. Partners' people in one of `allowedRoles` may request.
 *
 * `partnerCenter` says whose webhook deliveries are believed. `rootCertificate` (PEM) is the authority that the certificate
 * they are signed with must lead to: the root itself, or, because Microsoft's file may hold the signing certificate alone,
 * the authority that issued that one. **Without it the webhook answers 401 to everything.** `certificateHosts` are the hosts,
 * exact, that this certificate may be downloaded from; `issuerOrganization` must be its issuer's; `subject`, if given, is
 * the host name it must be made out to (recommended: other certificates under Microsoft's authorities then do not
 * count). `tlsCa` (PEM) is for hosts of your own, a mirror or private endpoint, whose TLS no public authority vouches for; it
 * replaces the public ones for these downloads and decides nothing about signatures.
 */
export type StageSettings = Readonly<z.output<typeof schema>>;

/** What a caller gives: the stage, and whatever differs from the defaults. */
export type StageInput = { readonly stage: string } & {
  readonly [K in keyof Omit<StageSettings, 'stage'>]?: z.input<typeof schema>[K] | undefined;
};

/** The stage that runs on this machine. It retries quickly, so that a person can watch a message reach its DLQ. */
const localDefaults = {
  senderAddress: 'support@multichannel.example',
  retryBaseSeconds: 1,
  maxReceiveCount: 5,
  mailsPerSecond: 500,
};

/**
 * The stage that is synthesized when none is given: to look at, never to deploy. Its sender can receive no mail, so
 * that SES would never prove it (`.example` is reserved, RFC 2606).
 */
export const reviewStage = 'review';
const reviewDefaults = { senderAddress: 'support@review.example' };

const stageDefaults: ReadonlyMap<string, object> = new Map([
  ['local', localDefaults],
  [reviewStage, reviewDefaults],
]);

/**
 * Checks a stage's settings and fills in the defaults.
 *
 * @throws SettingsError naming every setting that is missing, unknown or out of range.
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

/**
 * Reads a stage's settings: which stage by the CDK context, `-c stage=<name> -c sender=<address>`; anything else from the settings file,
 * `-c settings=<file>` or else `stages.json` beside cdk.json, or from `context.stages` in cdk.json itself. The command line wins. With
 * neither stage, sender nor file named it is the stage for review.
 *
 * @param context looks up one context value, as `app.node.tryGetContext` does.
 * @param byDefault the settings file when none is named; it need not be there.
 * @throws SettingsError as {@link stageSettings}, and for a settings file that cannot be read.
 */
export function settingsFromContext(
  context: (key: string) => unknown,
  byDefault: string = defaultStagesFile,
): StageSettings {
  const [stage, sender, file] = ['stage', 'sender', 'settings'].map((key) => textOf(context(key), key));
  if (stage === undefined) {
    if (sender === undefined && file === undefined) return stageSettings({ stage: reviewStage });
    throw new SettingsError('No stage is given: say which with -c stage=<name>.');
  }
  const inFile = readStages(file, byDefault);
  if (file !== undefined && !Object.hasOwn(inFile, stage))
    throw new SettingsError(
      `The settings file ${file} has no stage "${stage}", only: ${Object.keys(inFile).join(', ')}.`,
    );
  const places = [inFile, stagesOf(context('stages') ?? {}, 'context.stages in cdk.json')].filter((stages) =>
    Object.hasOwn(stages, stage),
  );
  if (places.length > 1)
    throw new SettingsError(
      `Stage "${stage}" has settings in cdk.json and in a settings file: leave it in one.`,
    );
  return stageSettings({
    ...places[0]?.[stage],
    ...(sender === undefined ? {} : { senderAddress: sender }),
    stage,
  });
}

function textOf(value: unknown, key: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new SettingsError(`-c ${key}=… takes a text.`);
}

/** The name a resource has in a stage: `<stage>-<name>`, and the bare name on this machine. */
export function stageName(settings: StageSettings, name: string): string {
  return settings.stage === 'local' ? name : `${settings.stage}-${name}`;
}
