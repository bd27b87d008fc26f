import { randomUUID } from 'node:crypto';
import PostalMime, { type Address, decodeWords, type Email } from 'postal-mime';
import type { Plan } from '../template/plan.ts';
import type { StoredMail } from './mailbox.ts';

/** A request that SES refuses; `code` is SES's. */
export class SesError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** What SES knows of the deployment: who may send, and which configuration sets there are. */
export type SesSettings = Pick<Plan, 'identities' | 'configurationSets'>;

/**
 * Takes `SendEmail` and `SendRawEmail` of SES's API of 2010-12-01.
 * @throws SesError as SES would: unknown action, unverified sender, no recipient, no body, unknown configuration set
 */
export async function acceptMail(form: Form, settings: SesSettings, now: Date): Promise<StoredMail> {
  const draft = await readRequest(form);
  const recipients = [...draft.to, ...draft.cc, ...draft.bcc];
  if (recipients.length === 0) throw new SesError('InvalidParameterValue', 'Missing destination.');
  if (recipients.length > 50) throw new SesError('InvalidParameterValue', 'Recipient count exceeds 50.');
  if ([draft.from, draft.subject, ...recipients, ...draft.replyTo].some((value) => /[\r\n]/.test(value))) {
    throw new SesError('InvalidParameterValue', 'Header contains a line break.');
  }
  for (const address of [...recipients, ...draft.replyTo]) refuseAddress(address);
  refuseAddress(draft.from, SOURCE_LIMIT);
  if (size(draft) > MESSAGE_LIMIT) {
    throw new SesError('MessageRejected', `Message length is more than ${MESSAGE_LIMIT} bytes long`);
  }
  if (draft.html === '' && draft.text === '')
    throw new SesError('InvalidParameterValue', 'Missing message body.');
  const address = /<([^<>]+)>\s*$/.exec(draft.from)?.[1] ?? draft.from.trim();
  const identity = settings.identities.find(({ name }) => name === address || address.endsWith(`@${name}`));
  if (settings.identities.length > 0 && identity === undefined) {
    throw new SesError('MessageRejected', `Email address is not verified: ${address}`);
  }
  const configurationSet = form.ConfigurationSetName ?? identity?.configurationSet;
  if (configurationSet !== undefined && !settings.configurationSets.includes(configurationSet)) {
    throw new SesError(
      'ConfigurationSetDoesNotExist',
      `Configuration set <${configurationSet}> does not exist.`,
    );
  }
  const tags = readTags(form);
  const messageId = `0100${randomUUID()}-000000`;
  const from = decodeWords(draft.from);
  const ids = { messageId, id: tags.mailId ?? messageId, kind: tags.kind ?? '' };
  return { ...ids, ...draft, from, at: now.toISOString(), tags, configurationSet };
}

/** Characters of a sender: name, encoding and address (API reference of SendEmail, `Source`). */
const SOURCE_LIMIT = 320;
/** SES's limit of a message sent by its API of 2010-12-01, in bytes (quotas page). */
const MESSAGE_LIMIT = 10 * 1024 * 1024;
/** An address in ASCII: a dot-atom (RFC 5322 §3.2.3), `@`, and a domain of labels (RFC 1123 §2.1). */
const ADDRESS =
  /^[\w!#$%&'*+/=?^`{|}~-]{1,64}(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/**
 * Refuses an address that SES refuses: the local part in ASCII with at most 64 characters, the domain in Punycode, a name in
 * encoded words (API reference of Destination; RFC 2047).
 * @throws SesError
 */
function refuseAddress(header: string, longest = Number.POSITIVE_INFINITY): void {
  const address = /<([^<>]*)>\s*$/.exec(header)?.[1] ?? header.trim();
  const isAscii = /^[\x20-\x7e]*$/.test(header);
  if (!isAscii || header.length > longest || !ADDRESS.test(address) || address.indexOf('@') > 64)
    throw new SesError('InvalidParameterValue', 'Illegal address');
}

function size({ html, text, subject }: Draft): number {
  return Buffer.byteLength(html) + Buffer.byteLength(text) + Buffer.byteLength(subject);
}

type Draft = Pick<StoredMail, 'from' | 'to' | 'cc' | 'bcc' | 'replyTo' | 'subject' | 'html' | 'text'>;

async function readRequest(form: Form): Promise<Draft> {
  if (form.Action === 'SendEmail') {
    return {
      from: form.Source ?? '',
      to: members(form, 'Destination.ToAddresses'),
      cc: members(form, 'Destination.CcAddresses'),
      bcc: members(form, 'Destination.BccAddresses'),
      replyTo: members(form, 'ReplyToAddresses'),
      subject: form['Message.Subject.Data'] ?? '',
      html: form['Message.Body.Html.Data'] ?? '',
      text: form['Message.Body.Text.Data'] ?? '',
    };
  }
  if (form.Action === 'SendRawEmail') return readRawEmail(form);
  throw new SesError('InvalidAction', `Could not find operation ${form.Action ?? ''} for version 2010-12-01`);
}

async function readRawEmail(form: Form): Promise<Draft> {
  const email = await parseMime(Buffer.from(form['RawMessage.Data'] ?? '', 'base64'));
  const destinations = members(form, 'Destinations');
  const hasDestinations = destinations.length > 0;
  return {
    from: form.Source ?? addresses([email.from]).join(', '),
    to: hasDestinations ? destinations : addresses(email.to),
    cc: hasDestinations ? [] : addresses(email.cc),
    bcc: hasDestinations ? [] : addresses(email.bcc),
    replyTo: addresses(email.replyTo),
    subject: email.subject ?? '',
    html: email.html ?? '',
    text: email.text ?? '',
  };
}

/** @throws SesError for a message that cannot be parsed, such as one with too deeply nested parts */
async function parseMime(raw: Buffer): Promise<Email> {
  try {
    return await PostalMime.parse(raw);
  } catch (error) {
    throw new SesError('InvalidParameterValue', error instanceof Error ? error.message : String(error));
  }
}

/** Addresses as `name <address>`; the members of a group are listed one by one. */
function addresses(parsed: readonly (Address | undefined)[] = []): string[] {
  return parsed.flatMap((entry): string[] => {
    if (entry === undefined) return [];
    if (entry.group !== undefined) return addresses(entry.group);
    return [entry.name === '' ? entry.address : `${entry.name} <${entry.address}>`];
  });
}

function readTags(form: Form): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let index = 1; ; index += 1) {
    const name = form[`Tags.member.${index}.Name`];
    if (name === undefined) return tags;
    const value = form[`Tags.member.${index}.Value`] ?? '';
    // SES's own rule (API reference of MessageTag).
    if (!/^[\w-]{1,256}$/.test(name) || !/^[\w-]{1,256}$/.test(value)) {
      throw new SesError('InvalidParameterValue', `Invalid message tag ${name}`);
    }
    tags[name] = value;
  }
}

/** AWS's Query protocol: a form in, XML out. */
export type Form = Readonly<Record<string, string>>;

export function parseForm(body: string): Form {
  return Object.fromEntries(new URLSearchParams(body));
}

/** Values of `prefix.member.1`, `prefix.member.2`, … in order. */
export function members(form: Form, prefix: string): string[] {
  const values: string[] = [];
  for (let index = 1; ; index += 1) {
    const value = form[`${prefix}.member.${index}`];
    if (value === undefined) return values;
    values.push(value);
  }
}
