/*
 * What the console knows: the stack's state, the case files and the events. It asks once a second and tells the views when
 * something changed.
 */

const POLL_MILLISECONDS = 1000;

export const store = {
  /** The answer of `GET /_local/state`. */
  state: null,
  /** Case files by `partner/tenant`. */
  files: new Map(),
  /** Every event: delivered by a queue, or in the timeline of a case; the newest first. */
  events: [],
};

let delivered = [];
let last = '';
const listeners = new Set();

/** Calls back after each change. */
export function subscribe(listener) {
  listeners.add(listener);
}

/** Reads everything again. */
export async function refresh() {
  const [state, events] = await Promise.all([get('/_local/state'), get('/_local/events')]);
  const stamps = JSON.stringify(state.cases);
  await Promise.all(state.cases.map(readCaseFile));
  delivered = events;
  store.state = state;
  store.events = joinEvents();
  const print = JSON.stringify([state, stamps, events]);
  if (print === last) return;
  last = print;
  for (const listener of listeners) listener();
}

/** Refreshes for as long as the page is visible. */
export async function poll(onError) {
  for (;;) {
    if (!document.hidden) await refresh().catch(onError);
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}

/** Sends a request to the stack. @returns an error message, or `null` */
export async function post(path, body) {
  const response = await fetch(path, { method: 'POST', body: JSON.stringify(body) });
  const message = response.ok ? null : (await response.json()).message;
  await refresh();
  return message;
}

export async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

/** The key of an event, as the product computes it. Ids of mails begin with it. */
export async function eventKey(source, id) {
  const bytes = new TextEncoder().encode(JSON.stringify([source, id]));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).slice(0, 16);
  return btoa(String.fromCharCode(...hash))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** The name of an event in addresses of the console. */
export function eventName({ source, id }) {
  return `${source} ${id}`;
}

/** Finds an event by its name. */
export function findEvent(name) {
  return store.events.find((event) => eventName(event) === name);
}

/** The case file of an event or mail; `undefined` if there is none. */
export function fileOf({ partnerId, tenantId }) {
  return store.files.get(`${partnerId}/${tenantId}`)?.file;
}

/** The name of a customer, as far as it is known. */
export function customerName(file) {
  return (
    file?.customer.name ?? (file?.customer.erasedAt ? 'Erased customer' : (file?.customer.tenantId ?? '–'))
  );
}

/** The ids of the mails that an entry of a timeline caused. */
export function mailIdsOf({ key, changes }, file) {
  const invitations = changes.flatMap((change) =>
    change.kind === 'invitation-opened'
      ? [`${change.invitationId}-invitation`]
      : change.kind === 'reminded'
        ? [`${change.invitationId}-reminder-${change.reminder}`]
        : [],
  );
  return file.mails.map(({ id }) => id).filter((id) => invitations.includes(id) || id.startsWith(`${key}-`));
}

async function readCaseFile({ partnerId, tenantId, stamp }) {
  const name = `${partnerId}/${tenantId}`;
  if (store.files.get(name)?.stamp === stamp) return;
  const path = `/partners/${encodeURIComponent(partnerId)}/customers/${encodeURIComponent(tenantId)}`;
  const file = await get(path);
  for (const entry of file.timeline) entry.key = await eventKey(entry.source, entry.id);
  store.files.set(name, { stamp, file });
}

function joinEvents() {
  const events = new Map();
  for (const event of delivered)
    events.set(eventName(event), { ...event, at: event.receivedAt, result: 'processing' });
  for (const { file } of store.files.values()) {
    for (const entry of file.timeline) {
      const { source, id, type, result } = entry;
      const known = events.get(eventName(entry));
      const { partnerId, customer } = file;
      events.set(eventName(entry), {
        ...known,
        source,
        id,
        type,
        result,
        at: entry.recordedAt,
        partnerId,
        tenantId: customer.tenantId,
        entry,
      });
    }
  }
  for (const queue of store.state.queues) {
    for (const deadLetter of queue.messages ?? []) {
      const event = parsed(deadLetter.body);
      const known = event && events.get(`${event.source} ${event.id}`);
      if (known && !known.entry)
        Object.assign(known, { result: 'dead-letter', deadLetter: { ...deadLetter, queue: queue.name } });
    }
  }
  for (const event of events.values()) {
    if (event.type === 'partner.registered' && event.result === 'processing') event.result = 'applied';
  }
  return [...events.values()].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
