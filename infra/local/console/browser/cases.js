import { badge, element, showList, when } from './dom.js';

const files = new Map();

/**
 * Shows the case files. They come from the product's own API; one is asked for again only when its stamp changed.
 * @param {HTMLElement} list
 * @param {{partnerId: string, tenantId: string, stamp: string}[]} cases
 */
export async function showCases(list, cases) {
  const shown = (await Promise.all(cases.map(caseFile))).toSorted(newestFirst);
  const entries = shown.map(({ key, file, problem }) => ({
    key,
    data: file ?? problem,
    draw: () => (file ? card(file) : element('article', { class: 'card' }, element('h3', {}, key), problem)),
  }));
  showList(list, entries, 'No case yet. Publish an event to see one.');
}

/** What happened last is what one looks for. */
function newestFirst(a, b) {
  const last = ({ file }) => file?.timeline?.[0]?.recordedAt ?? '';
  return last(a) < last(b) ? 1 : -1;
}

async function caseFile({ partnerId, tenantId, stamp }) {
  const key = `${partnerId}/${tenantId}`;
  const known = files.get(key);
  if (known?.stamp === stamp) return known;
  const path = `/partners/${encodeURIComponent(partnerId)}/customers/${encodeURIComponent(tenantId)}`;
  const response = await fetch(path);
  if (!response.ok) return { key, problem: `${path} answered ${response.status}` };
  const entry = { key, stamp, file: await response.json() };
  files.set(key, entry);
  return entry;
}

function card(file) {
  const { customer = {}, relationship = {}, subscriptions = [], timeline = [] } = file;
  return element(
    'article',
    { class: 'card' },
    element(
      'div',
      {},
      element(
        'p',
        { class: 'row' },
        element('h3', {}, customer.name ?? (customer.erasedAt ? 'erased customer' : 'unknown customer')),
        badge(relationship.status),
      ),
      element(
        'p',
        { class: 'quiet' },
        [file.partnerId, customer.tenantId, customer.country].filter(Boolean).join(' · '),
      ),
    ),
    relationshipLine(relationship),
    subscriptions.length > 0 && subscriptionTable(subscriptions),
    ...subscriptions.filter((one) => one.onboarding).map(onboarding),
    timelineOf(timeline, `${file.partnerId}/${customer.tenantId}`),
  );
}

function relationshipLine({ scope, invitation }) {
  const open = invitation
    ? [`Invitation `, badge(invitation.status), ` for ${invitation.scope} · mail `, badge(invitation.mail)]
    : ['No invitation'];
  return element(
    'p',
    { class: 'row' },
    ...open,
    scope && element('span', { class: 'quiet' }, `scope ${scope}`),
    invitation &&
      element(
        'span',
        { class: 'quiet' },
        `${invitation.reminders} reminders · until `,
        when(invitation.expiresAt),
      ),
  );
}

function subscriptionTable(subscriptions) {
  const rows = subscriptions.map((one) =>
    element(
      'tr',
      {},
      element('td', {}, one.name, element('div', { class: 'quiet' }, `${one.billing} · ${one.channel}`)),
      element('td', {}, badge(one.status), one.path && element('div', { class: 'quiet' }, one.path)),
      element(
        'td',
        {},
        element('code', {}, one.rule ?? ''),
        element(
          'div',
          { class: 'quiet' },
          one.reason ?? '',
          one.earliestMoveDate ? ' until ' : '',
          one.earliestMoveDate && when(one.earliestMoveDate),
        ),
      ),
    ),
  );
  const head = ['Subscription', 'Status', 'Rule and reason'].map((name) =>
    element('th', { scope: 'col' }, name),
  );
  return element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows),
  );
}

function onboarding(subscription) {
  const { chain, status, steps = [], lastFailure } = subscription.onboarding;
  const items = steps.map((step) => element('li', {}, badge(step.status), ' ', step.name));
  return element(
    'div',
    {},
    element(
      'p',
      { class: 'row' },
      element('strong', {}, subscription.name),
      element('code', {}, chain ?? ''),
      badge(status),
    ),
    element('ol', { class: 'steps' }, ...items),
    lastFailure && element('p', { class: 'quiet' }, `last failure: ${JSON.stringify(lastFailure)}`),
  );
}

function timelineOf(timeline, name) {
  const items = timeline.map((entry) =>
    element(
      'li',
      {},
      element(
        'div',
        { class: 'row' },
        badge(entry.result),
        element('strong', {}, entry.type),
        when(entry.at),
      ),
      element(
        'div',
        { class: 'quiet' },
        [entry.rule, entry.chain, entry.reason].filter(Boolean).join(' → '),
        element('div', { class: 'mono' }, `${entry.source} ${entry.id}`),
      ),
    ),
  );
  const title = element('summary', {}, `Timeline (${timeline.length})`);
  return element(
    'details',
    { 'data-name': name, open: true },
    title,
    element('ol', { class: 'timeline' }, ...items),
  );
}
