/*
 * The closed lists of words in the contract (§2).
 */

export const CLOUDS = ['commercial', 'us-government', 'china', 'germany'] as const;
export type Cloud = (typeof CLOUDS)[number];

export const PARTNER_KINDS = ['direct-bill', 'indirect-provider', 'indirect-reseller'] as const;
export type PartnerKind = (typeof PARTNER_KINDS)[number];

export const BILLINGS = ['license-based', 'usage-based'] as const;
export type Billing = (typeof BILLINGS)[number];

export const CHANNELS = [
  'microsoft-direct',
  'advisor',
  'open',
  'ea',
  'csp',
  'syndication',
  'third-party',
] as const;
export type Channel = (typeof CHANNELS)[number];

export const ROLES = [
  'global-admin',
  'user-admin',
  'sales-agent',
  'admin-agent',
  'helpdesk-agent',
  'billing-admin',
] as const;
export type Role = (typeof ROLES)[number];

/** The roles that may request, unless the stage sets others (contract §3.1). */
export const DEFAULT_ALLOWED_ROLES: readonly Role[] = ['global-admin', 'user-admin', 'sales-agent'];

export const SCOPES = ['reseller-only', 'delegated-admin'] as const;
export type Scope = (typeof SCOPES)[number];

export const ACCEPTANCES = ['link', 'partner-center'] as const;
export type Acceptance = (typeof ACCEPTANCES)[number];

/** What an approval on the page needs besides the button: nothing, or the reference that stands in the mail. */
export const CONFIRMATIONS = ['none', 'reference'] as const;
export type Confirmation = (typeof CONFIRMATIONS)[number];

export const APPROVAL_WAYS = ['customer-link', 'partner-center', 'upstream'] as const;

export const MAIL_KINDS = [
  'invitation',
  'reminder',
  'receipt',
  'inform-current-partner',
  'work-order',
  'notice',
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** The queues that events arrive on. */
export const EVENT_QUEUES = ['subscription-events', 'relationship-events', 'azure-events'] as const;
export type EventQueue = (typeof EVENT_QUEUES)[number];
