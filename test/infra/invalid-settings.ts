import { authority, issueCertificate } from '../../infra/local/partner-center/certificates.ts';
import type { StageInput } from '../../infra/settings/stage-settings.ts';

const root = authority({ organization: 'Microsoft Corporation', commonName: 'Root' });
const dev = { stage: 'dev', senderAddress: 'support@example.org' };
const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/5c1e7f0a';

/** Title, settings and part of the error message. `sendr` is not a setting. */
export const invalidSettings: readonly (readonly [
  string,
  StageInput & { readonly sendr?: string },
  string,
])[] = [
  [
    'no sender',
    { stage: 'dev' },
    'senderAddress: must be the mail address this stage sends from: give -c sender=',
  ],
  [
    'a sender that is no address',
    { ...dev, senderAddress: 'support' },
    'senderAddress: must be the mail address',
  ],
  ['a stage that no name may begin with', { ...dev, stage: '1st' }, 'stage: must be 1 to 16 of a-z'],
  ['too long a stage', { ...dev, stage: 'a'.repeat(17) }, 'stage: must be 1 to 16 of a-z'],
  ['no days', { ...dev, invitationDays: 0 }, 'invitationDays: must be at least 1 day'],
  ['half days', { ...dev, declineBlockDays: 1.5 }, 'declineBlockDays: must be a whole number of days'],
  ['reminders that fall', { ...dev, reminderDays: [10, 3] }, 'reminderDays: must rise'],
  ['a reminder twice', { ...dev, reminderDays: [3, 3] }, 'reminderDays: must rise'],
  [
    'a reminder after the end',
    { ...dev, invitationDays: 25 },
    'reminderDays: must lie before the invitation expires',
  ],
  ['hasty retries', { ...dev, retryBaseSeconds: 0 }, 'retryBaseSeconds: must be at least 1 second'],
  ['too few receives', { ...dev, maxReceiveCount: 4 }, 'maxReceiveCount: must be at least 5 receives'],
  [
    'more receives than the queue allows',
    { ...dev, maxReceiveCount: 31 },
    'maxReceiveCount: must be at most 30 receives',
  ],
  ['sweeps without a pause', { ...dev, sweepMinutes: 0 }, 'sweepMinutes: must be at least 1 minute'],
  ['rare sweeps', { ...dev, sweepMinutes: 61 }, 'sweepMinutes: must be at most 60 minutes'],
  ['no mail', { ...dev, mailsPerSecond: 0 }, 'mailsPerSecond: must be at least 1 mail a second'],
  ['mails in a flood', { ...dev, mailsPerSecond: 501 }, 'mailsPerSecond: must be at most 500 mails a second'],
  [
    'an unknown TLS policy',
    // A file of settings may contain anything.
    { ...dev, tlsPolicy: 'sometimes' as 'require' },
    'tlsPolicy: must be require or optional',
  ],
  [
    'a reader of all partners',
    { ...dev, caseReaders: { all: { partnerId: '*', principals: ['arn:aws:iam::111122223333:role/r'] } } },
    'caseReaders.all.partnerId: must be the ID of a partner',
  ],
  [
    'a reader that is anybody',
    { ...dev, caseReaders: { all: { partnerId: 'contoso', principals: ['*'] } } },
    'caseReaders.all.principals.0: must be the ARN of an IAM role',
  ],
  [
    'a reader that is nobody',
    { ...dev, caseReaders: { all: { partnerId: 'contoso', principals: [] } } },
    'caseReaders.all.principals: must name at least one role',
  ],
  [
    'a reader without a name',
    {
      ...dev,
      caseReaders: { 'A B': { partnerId: 'contoso', principals: ['arn:aws:iam::111122223333:role/r'] } },
    },
    'caseReaders: must have names of a-z',
  ],
  [
    'no host for certificates',
    { ...dev, partnerCenter: { certificateHosts: [] } },
    'partnerCenter.certificateHosts: must name at least one host',
  ],
  [
    'a host that is an address',
    { ...dev, partnerCenter: { certificateHosts: ['https://example.org'] } },
    'partnerCenter.certificateHosts.0: must be a host',
  ],
  [
    'a host that its URL would not have so',
    { ...dev, partnerCenter: { certificateHosts: ['Example.org'] } },
    'partnerCenter.certificateHosts.0: must be a host in lower case',
  ],
  [
    'a root that is no certificate',
    { ...dev, partnerCenter: { rootCertificate: 'MIIB' } },
    'partnerCenter.rootCertificate: must be one certificate of an authority, in PEM',
  ],
  [
    'a root that is no authority',
    { ...dev, partnerCenter: { rootCertificate: issueCertificate({ name: { commonName: 'leaf' } }).pem } },
    'partnerCenter.rootCertificate: must be one certificate of an authority',
  ],
  [
    'two roots',
    { ...dev, partnerCenter: { rootCertificate: root.pem + root.pem } },
    'partnerCenter.rootCertificate: must be one certificate of an authority',
  ],
  [
    'more than fits into a function’s variables',
    {
      ...dev,
      partnerCenter: { rootCertificate: root.pem.padEnd(2_000), tlsCa: root.pem.padEnd(2_000) },
    },
    'partnerCenter.tlsCa: must have at most 3000 characters together',
  ],
  [
    'a sender of another domain',
    { ...dev, senderDomain: 'example.net' },
    'senderDomain: must be the domain of senderAddress, or one above it',
  ],
  [
    'a sender of a domain that ends the same',
    { ...dev, senderAddress: 'support@notexample.org', senderDomain: 'example.org' },
    'senderDomain: must be the domain of senderAddress',
  ],
  [
    'a domain that is an address',
    { ...dev, senderDomain: 'a@example.org' },
    'senderDomain: must be a domain name',
  ],
  [
    'a base in the clear',
    { ...dev, publicBaseUrl: 'http://example.org' },
    'publicBaseUrl: must be an https URL',
  ],
  [
    'a base with a slash',
    { ...dev, publicBaseUrl: 'https://example.org/' },
    'publicBaseUrl: must be an https URL',
  ],
  [
    'a base with a query',
    { ...dev, publicBaseUrl: 'https://example.org?a=b' },
    'publicBaseUrl: must be an https URL',
  ],
  ['a base that is none', { ...dev, publicBaseUrl: 'example.org' }, 'publicBaseUrl: must be an https URL'],
  [
    'a base beside a domain',
    { ...dev, publicBaseUrl: 'https://example.org', domain: { name: 'example.org', certificateArn } },
    'publicBaseUrl: must be left out where domain is given',
  ],
  [
    'a domain without a certificate of ACM',
    {
      ...dev,
      domain: { name: 'example.org', certificateArn: 'arn:aws:iam::111122223333:server-certificate/one' },
    },
    'domain.certificateArn: must be the ARN of a certificate',
  ],
  [
    'half an account',
    { ...dev, publishers: { accounts: ['1234'] } },
    'publishers.accounts.0: must be the 12 digits of an AWS account',
  ],
  [
    'all roles of an account',
    { ...dev, publishers: { roles: ['arn:aws:iam::111122223333:role/*'] } },
    'publishers.roles.0: must be the ARN of an IAM role',
  ],
  [
    'a rule that is none',
    { ...dev, publishers: { eventRules: ['arn:aws:events:us-east-1:111122223333:event-bus/default'] } },
    'publishers.eventRules.0: must be the ARN of an EventBridge rule',
  ],
  [
    'an account twice',
    { ...dev, publishers: { accounts: ['111122223333', '111122223333'] } },
    'publishers.accounts: must name each of the accounts once',
  ],
  [
    'more publishers than fit into a policy',
    { ...dev, publishers: { accounts: Array.from({ length: 21 }, (_, i) => String(100000000000 + i)) } },
    'publishers.accounts: must name at most 20 accounts',
  ],
  ['an alarm to nobody', { ...dev, alarmAddress: 'on-call' }, 'alarmAddress: must be a mail address'],
  ['no role', { ...dev, allowedRoles: [] }, 'allowedRoles: must name at least one role'],
  [
    'a role twice',
    { ...dev, allowedRoles: ['sales-agent', 'sales-agent'] },
    'allowedRoles: must name each role once',
  ],
  ['a setting nobody knows', { ...dev, sendr: 'x' }, 'sendr'],
];
