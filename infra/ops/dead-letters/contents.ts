import { holdsAddress } from '../../../shared/case/erasure.ts';
import { faultLine } from '../../../shared/events/faults.ts';
import { parseEvent } from '../../../shared/events/parse-event.ts';
import { EVENT_QUEUES } from '../../../shared/events/vocabulary.ts';
import { parseDueMessage } from '../../../shared/intake/due-message.ts';
import { parseSesEvent } from '../../../shared/mail/feedback.ts';
import { parseMailCommand } from '../../../shared/mail/send/mail-command.ts';
import { codeOf, RefusedInput } from '../../../shared/runtime/errors.ts';

/** What a message is, as far as it may be shown: ids and kinds, nothing that names a person. */
export interface MessageContents {
  /** The event's type, or what else the message is. */
  readonly type: string | null;
  readonly id: string | null;
  readonly source: string | null;
  readonly partnerId: string | null;
  readonly tenantId: string | null;
  /** The mail that an order or a notice is about. */
  readonly mailId: string | null;
  /** Why its queue's function would refuse it now; `null` for a message it would take. */
  readonly refusal: { readonly code: string; readonly detail: string } | null;
}

const NOTHING = { type: null, id: null, source: null, partnerId: null, tenantId: null, mailId: null };

/** Looks into a message with the very checks of the function that consumes its queue. */
export function readContents(queue: string, body: string): MessageContents {
  const told = toldBy(body);
  const eventQueue = EVENT_QUEUES.find((name) => name === queue);
  if (eventQueue) {
    const parsed = parseEvent(body, eventQueue);
    const refusal = parsed.ok ? null : { code: parsed.code, detail: faultLine(parsed.faults) };
    return { ...told, refusal };
  }
  switch (queue) {
    case 'due-cases': {
      const due = parseDueMessage(body);
      const refusal = due instanceof RefusedInput ? { code: due.code, detail: due.message } : null;
      return { ...told, type: 'due case', refusal };
    }
    case 'mail':
      return { ...told, type: told.type ?? 'mail order', refusal: refusalOf(() => parseMailCommand(body)) };
    case 'mail-feedback':
      return { ...told, type: 'SES notice', refusal: refusalOf(() => parseSesEvent(body)) };
    default:
      return { ...told, refusal: null };
  }
}

function refusalOf(check: () => unknown): MessageContents['refusal'] {
  try {
    check();
    return null;
  } catch (error) {
    return { code: codeOf(error), detail: error instanceof Error ? error.message : '' };
  }
}

/** What a message says of itself, whether or not it may be believed; each word only if it looks as such a word must. */
function toldBy(body: string): Omit<MessageContents, 'refusal'> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return NOTHING;
  }
  const data = at(value, 'data');
  const source = nameless(like(at(value, 'source'), /^\S{1,512}$/));
  const kind = like(at(value, 'kind'), /^[a-z-]{1,40}$/);
  const [ownPartner] = source?.startsWith('/multichannel-support/') ? [source.split('/')[2]] : [];
  const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
  return {
    type: like(at(value, 'type'), /^[a-z][a-z.-]{0,63}$/) ?? (kind === null ? null : `mail order (${kind})`),
    id: nameless(like(at(value, 'id'), /^\S{1,256}$/)),
    source,
    partnerId: like(at(data, 'partnerId') ?? at(value, 'partnerId') ?? ownPartner, /^[A-Za-z0-9-]{1,64}$/),
    tenantId:
      like(at(at(data, 'customer'), 'tenantId') ?? at(value, 'tenantId'), guid)?.toLowerCase() ?? null,
    mailId: like(
      at(value, 'mailId') ?? at(at(at(at(value, 'mail'), 'tags'), 'mailId'), '0'),
      /^[\w.-]{1,128}$/,
    ),
  };
}

function at(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

/** A word, unless it holds a mail address. */
function nameless(word: string | null): string | null {
  return word === null || word.includes('@') || holdsAddress(word) ? null : word;
}

function like(value: unknown, pattern: RegExp): string | null {
  return typeof value === 'string' && pattern.test(value) ? value : null;
}
