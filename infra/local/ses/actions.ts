import { randomUUID } from 'node:crypto';
import type { Plan } from '../template/plan.ts';
import type { StoredMail } from './mailbox.ts';
import { decodeHeader, parseRawMail } from './mime.ts';
import { type Form, members } from './query.ts';

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
export function acceptMail(form: Form, settings: SesSettings, now: Date): StoredMail {
  const draft = readRequest(form);
  const recipients = [...draft.to, ...draft.cc, ...draft.bcc];
  if (recipients.length === 0) throw new SesError('InvalidParameterValue', 'Missing destination.');
  if (recipients.length > 50) throw new SesError('InvalidParameterValue', 'Recipient count exceeds 50.');
  if ([draft.from, draft.subject, ...recipients, ...draft.replyTo].some((value) => /[\r\n]/.test(value))) {
    throw new SesError('InvalidParameterValue', 'Header contains a line break.');
  }
  if (draft.html === '' && draft.text === '')
    throw new SesError('InvalidParameterValue', 'Missing message body.');
  const address = /<([^>]+)>\s*$/.exec(draft.from)?.[1] ?? draft.from.trim();
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
  const from = decodeHeader(draft.from);
  const ids = { messageId, id: tags.mailId ?? messageId, kind: tags.kind ?? '' };
  return { ...ids, ...draft, from, at: now.toISOString(), tags, configurationSet };
}

type Draft = Pick<StoredMail, 'from' | 'to' | 'cc' | 'bcc' | 'replyTo' | 'subject' | 'html' | 'text'>;

function readRequest(form: Form): Draft {
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

function readRawEmail(form: Form): Draft {
  const { headers, html, text } = parseRawMail(
    Buffer.from(form['RawMessage.Data'] ?? '', 'base64').toString('utf8'),
  );
  const list = (name: string) =>
    (headers.get(name) ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean);
  const destinations = members(form, 'Destinations');
  return {
    from: form.Source ?? headers.get('from') ?? '',
    to: destinations.length > 0 ? destinations : list('to'),
    cc: destinations.length > 0 ? [] : list('cc'),
    bcc: destinations.length > 0 ? [] : list('bcc'),
    replyTo: list('reply-to'),
    subject: decodeHeader(headers.get('subject') ?? ''),
    html,
    text,
  };
}

function readTags(form: Form): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let index = 1; ; index += 1) {
    const name = form[`Tags.member.${index}.Name`];
    if (name === undefined) return tags;
    const value = form[`Tags.member.${index}.Value`] ?? '';
    // SES's own rule; a tag with other characters is refused by AWS, so it must be refused here.
    if (!/^[\w-]{1,255}$/.test(name) || !/^[\w.@-]{1,255}$/.test(value)) {
      throw new SesError('InvalidParameterValue', `Invalid message tag ${name}`);
    }
    tags[name] = value;
  }
}
