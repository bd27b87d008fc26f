import {
  badge,
  element,
  facts,
  hashOf,
  json,
  link,
  masterDetail,
  section,
  showDetail,
  showList,
  time,
} from './dom.js';
import { customerName, eventName, fileOf, findEvent, get, mailIdsOf, store } from './store.js';

/*
 * Every event, and one event in detail: what it did, which rule decided and why, and the mails it caused.
 */

const LIMIT = 300;

/** Shows the view. @returns its update function */
export function showEvents(container) {
  const view = masterDetail(container, {
    title: 'Events',
    search: 'Search events ( / )',
    filters: { type: 'Any type', result: 'Any result', rule: 'Any rule', partner: 'Any partner' },
  });
  let parts = [];
  const update = () => {
    const events = store.events;
    view.offer(
      'type',
      events.map(({ type }) => type),
    );
    view.offer(
      'result',
      events.map(({ result }) => result),
    );
    view.offer(
      'rule',
      events.map(({ entry }) => entry?.rule),
    );
    view.offer(
      'partner',
      events.map(({ partnerId }) => partnerId),
    );
    const found = events.filter(
      (event) =>
        isChosen('type', event.type) &&
        isChosen('result', event.result) &&
        isChosen('rule', event.entry?.rule) &&
        isChosen('partner', event.partnerId) &&
        view.matches(searchText(event)),
    );
    view.count.textContent =
      found.length === events.length ? events.length : `${found.length} of ${events.length}`;
    const entries = found.slice(0, LIMIT).map((event) => ({
      key: eventName(event),
      data: [
        event.result,
        event.at,
        event.entry?.rule,
        customerName(fileOf(event)),
        eventName(event) === parts[0],
        location.hash.split('?')[1],
      ],
      draw: () => row(event, eventName(event) === parts[0]),
    }));
    showList(view.list, entries, events.length === 0 ? 'No event yet. Send one.' : 'No event matches.');
    const event = parts[0] && findEvent(parts[0]);
    const file = event && fileOf(event);
    showDetail(view.detail, [parts[0], event, file?.mails], () =>
      event
        ? detail(event, file)
        : element(
            'p',
            { class: 'empty' },
            parts[0] ? 'The stack does not know this event (yet).' : 'Select an event.',
          ),
    );
  };
  const isChosen = (name, value) => view.chosen(name) === '' || view.chosen(name) === value;
  view.onChange(update);
  return (newParts) => {
    parts = newParts;
    update();
  };
}

function searchText(event) {
  const file = fileOf(event);
  const { entry } = event;
  return [
    event.type,
    event.id,
    event.source,
    event.partnerId,
    event.tenantId,
    customerName(file),
    entry?.rule,
    entry?.reason,
    entry?.subscriptionId,
  ]
    .filter(Boolean)
    .join(' ');
}

function row(event, isSelected) {
  const { type, result, at, entry } = event;
  return element(
    'a',
    { class: 'row', href: rowAddress(event), 'aria-current': isSelected ? 'true' : null },
    element('span', { class: 'row-top' }, element('strong', {}, type), badge(result)),
    element(
      'span',
      { class: 'row-bottom quiet' },
      element(
        'span',
        { class: 'cut' },
        [event.partnerId, event.tenantId && customerName(fileOf(event)), entry?.rule]
          .filter(Boolean)
          .join(' · '),
      ),
      time(at),
    ),
  );
}

function rowAddress(event) {
  const query = location.hash.split('?')[1];
  return `${hashOf(['events', eventName(event)])}${query ? `?${query}` : ''}`;
}

function detail(event, file) {
  const { entry, deadLetter } = event;
  return element(
    'article',
    {},
    element('p', {}, link(['events'], '← Events', { class: 'back' })),
    element('h2', {}, event.type, ' ', badge(event.result)),
    facts([
      ['Customer', event.tenantId && link(['cases', event.partnerId, event.tenantId], customerName(file))],
      ['Partner', event.partnerId],
      ['Subscription', entry?.subscriptionId],
      ['Happened', entry && time(entry.at)],
      ['Processed', entry && time(entry.recordedAt)],
      ['Source', event.source && element('code', {}, event.source)],
      ['Id', event.id && element('code', {}, event.id)],
      ['Delivered', event.deliveries && `${event.deliveries} × on ${event.queue}`],
    ]),
    deadLetter &&
      section(
        'Refused',
        element('p', {}, badge(deadLetter.errorCode ?? 'refused'), ' ', deadLetter.errorDetail),
        element('p', {}, link(['queues'], 'See the dead letters')),
      ),
    entry && decisionSection(event, entry),
    entry && entry.changes.length > 0 && section('Changes', changeList(entry.changes)),
    entry && file && mailsSection(entry, file),
    event.deliveries && section('Message', messageArea(event)),
  );
}

function decisionSection(event, entry) {
  const { rule, chain, reason, decisions } = entry;
  const why = element('div', { class: 'why' });
  const asks = event.deliveries && /^(subscription\.ingested|azure-onboarding\.requested)$/.test(event.type);
  return section(
    'Decision',
    rule
      ? element(
          'p',
          {},
          element('code', {}, rule),
          chain && ' → ',
          chain && element('code', {}, chain),
          reason && ` (${reason})`,
        )
      : element(
          'p',
          { class: 'quiet' },
          reason ? `No rule was evaluated: ${reason}` : 'No rule was evaluated.',
        ),
    decisions.length > 0 &&
      element(
        'ul',
        { class: 'plain' },
        ...decisions
          .slice(0, 50)
          .map((decision) =>
            element(
              'li',
              {},
              element('strong', {}, decision.subscriptionId),
              ' ',
              decision.previousStatus && badge(decision.previousStatus),
              decision.previousStatus && ' → ',
              badge(decision.status),
              ' by ',
              element('code', {}, decision.rule),
            ),
          ),
      ),
    asks &&
      element(
        'button',
        { type: 'button', click: () => explain(event, why) },
        'Why this rule, and why not the others?',
      ),
    why,
  );
}

/** Asks `POST /decisions`, which explains the event as if it arrived now. */
async function explain(event, place) {
  try {
    const { body } = await get(
      `/_local/event?${new URLSearchParams({ source: event.source, id: event.id })}`,
    );
    const response = await fetch('/decisions', {
      method: 'POST',
      body: JSON.stringify({ event: JSON.parse(body) }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.title);
    const hit = answer.rule
      ? [
          element(
            'p',
            {},
            'If it arrived now: ',
            element('code', {}, answer.rule),
            ' hits, because ',
            answer.because.join('; ') || 'no earlier row does',
            '.',
          ),
        ]
      : [element('p', {}, 'If it arrived now, no rule would be evaluated.')];
    place.replaceChildren(
      ...hit,
      element(
        'table',
        {},
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            element('th', { scope: 'col' }, 'Earlier row'),
            element('th', { scope: 'col' }, 'does not hit, because'),
          ),
        ),
        element(
          'tbody',
          {},
          ...answer.missed.map((miss) =>
            element(
              'tr',
              {},
              element('td', {}, element('code', {}, miss.rule)),
              element('td', {}, miss.because.join('; ')),
            ),
          ),
        ),
      ),
    );
  } catch (error) {
    place.replaceChildren(element('p', { class: 'problem', role: 'alert' }, String(error.message ?? error)));
  }
}

function changeList(changes) {
  return element('ul', { class: 'plain' }, ...changes.map((change) => element('li', {}, changeText(change))));
}

/** A change in words. */
export function changeText(change) {
  switch (change.kind) {
    case 'relationship':
      return `Relationship: ${change.previousStatus} → ${change.status}${change.scope ? ` (${change.scope})` : ''}`;
    case 'invitation-opened':
      return `Invitation opened for ${change.scope}`;
    case 'answered':
      return `Answer: ${change.answer}${change.byLink ? ' by the link' : ''}`;
    case 'invitation-ended':
      return `Invitation ended: ${change.end}`;
    case 'reminded':
      return `Reminder ${change.reminder}`;
    case 'step-due':
      return `Step due: ${change.step}`;
    case 'onboarding-started':
      return `Onboarding started: ${change.chain}`;
    case 'onboarding-completed':
      return 'Onboarding completed';
    case 'onboarding-failed':
      return `Onboarding failed: ${change.detail ?? change.reason}`;
    case 'onboarding-refused':
    case 'refused':
      return `Refused: ${change.reason}`;
    case 'erased':
      return 'Customer erased';
    default:
      return change.kind;
  }
}

function mailsSection(entry, file) {
  const mails = file.mails.filter(({ id }) => mailIdsOf(entry, file).includes(id));
  if (mails.length === 0) return null;
  return section(
    'Mails',
    element(
      'ul',
      { class: 'plain' },
      ...mails.map(({ id, kind, status }) =>
        element('li', {}, link(['mails', id], kind), ' ', badge(status)),
      ),
    ),
  );
}

function messageArea(event) {
  const area = element('div', {});
  const show = async () => {
    const { body } = await get(
      `/_local/event?${new URLSearchParams({ source: event.source, id: event.id })}`,
    );
    area.replaceChildren(json(pretty(body)));
  };
  show().catch(() =>
    area.replaceChildren(element('p', { class: 'quiet' }, 'The stack no longer has the message.')),
  );
  return element(
    'div',
    {},
    element('p', {}, link(['send', event.source, event.id], 'Edit and send again', { class: 'button' })),
    area,
  );
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
