import {
  badge,
  element,
  facts,
  hashOf,
  link,
  masterDetail,
  section,
  showDetail,
  showList,
  time,
} from './dom.js';
import { changeText } from './events-view.js';
import { customerName, eventName, mailIdsOf, store } from './store.js';

/*
 * Every case, and one case as a timeline that links to its events and mails.
 */

/** Shows the view. @returns its update function */
export function showCases(container) {
  const view = masterDetail(container, {
    title: 'Cases',
    search: 'Search cases ( / )',
    filters: { relationship: 'Any relationship', status: 'Any subscription status', partner: 'Any partner' },
  });
  let parts = [];
  const update = () => {
    const files = [...store.files.values()].map(({ file }) => file).sort(newestFirst);
    view.offer(
      'relationship',
      files.map(({ relationship }) => relationship.status),
    );
    view.offer(
      'status',
      files.flatMap(({ subscriptions }) => subscriptions.map(({ status }) => status)),
    );
    view.offer(
      'partner',
      files.map(({ partnerId }) => partnerId),
    );
    const found = files.filter(
      (file) =>
        isChosen('relationship', [file.relationship.status]) &&
        isChosen(
          'status',
          file.subscriptions.map(({ status }) => status),
        ) &&
        isChosen('partner', [file.partnerId]) &&
        view.matches(searchText(file)),
    );
    view.count.textContent =
      found.length === files.length ? files.length : `${found.length} of ${files.length}`;
    const isSelected = (file) => parts[0] === file.partnerId && parts[1] === file.customer.tenantId;
    const entries = found.map((file) => ({
      key: `${file.partnerId}/${file.customer.tenantId}`,
      data: [
        file.relationship.status,
        file.customer.name,
        file.subscriptions.map(({ status }) => status),
        file.timeline[0]?.recordedAt,
        isSelected(file),
        location.hash.split('?')[1],
      ],
      draw: () => row(file, isSelected(file)),
    }));
    showList(view.list, entries, files.length === 0 ? 'No case yet. Send an event.' : 'No case matches.');
    const file = store.files.get(`${parts[0]}/${parts[1]}`)?.file;
    showDetail(view.detail, [parts, file], () =>
      file
        ? detail(file)
        : element('p', { class: 'empty' }, parts[0] ? 'There is no such case (yet).' : 'Select a case.'),
    );
  };
  const isChosen = (name, values) => view.chosen(name) === '' || values.includes(view.chosen(name));
  view.onChange(update);
  return (newParts) => {
    parts = newParts;
    update();
  };
}

function newestFirst(a, b) {
  return (a.timeline[0]?.recordedAt ?? '') < (b.timeline[0]?.recordedAt ?? '') ? 1 : -1;
}

function searchText({ partnerId, customer, subscriptions, relationship }) {
  return [
    partnerId,
    ...Object.values(customer),
    relationship.status,
    ...subscriptions.flatMap(({ id, name, rule, status }) => [id, name, rule, status]),
  ]
    .filter(Boolean)
    .join(' ');
}

function row(file, isSelected) {
  const { partnerId, customer, relationship, subscriptions } = file;
  const counts = Map.groupBy(subscriptions, ({ status }) => status);
  const summary = [...counts].map(([status, all]) => `${all.length} ${status}`).join(', ');
  const query = location.hash.split('?')[1];
  return element(
    'a',
    {
      class: 'row',
      href: `${hashOf(['cases', partnerId, customer.tenantId])}${query ? `?${query}` : ''}`,
      'aria-current': isSelected ? 'true' : null,
    },
    element(
      'span',
      { class: 'row-top' },
      element('strong', { class: 'cut' }, customerName(file)),
      badge(relationship.status),
    ),
    element(
      'span',
      { class: 'row-bottom quiet' },
      element('span', { class: 'cut' }, [partnerId, summary].filter(Boolean).join(' · ')),
      time(file.timeline[0]?.recordedAt),
    ),
  );
}

function detail(file) {
  const { partnerId, customer, relationship, subscriptions, timeline } = file;
  const { invitation } = relationship;
  return element(
    'article',
    {},
    element('p', {}, link(['cases'], '← Cases', { class: 'back' })),
    element('h2', {}, customerName(file), ' ', badge(relationship.status)),
    facts([
      ['Partner', partnerId],
      ['Tenant', element('code', {}, customer.tenantId)],
      ['Contact', customer.contactEmail],
      ['Country', [customer.country, customer.locale].filter(Boolean).join(', ')],
      ['Scope', relationship.scope],
      ['Erased', customer.erasedAt && time(customer.erasedAt)],
      [
        'Invitation',
        invitation &&
          element(
            'span',
            {},
            link(['mails', `${invitation.id}-invitation`], invitation.scope),
            ' ',
            badge(invitation.status),
            ` until `,
            time(invitation.expiresAt),
            `, ${invitation.reminders} reminders, mail `,
            badge(invitation.mail),
          ),
      ],
      ['Comment', invitation?.comment],
    ]),
    subscriptions.length > 0 &&
      section('Subscriptions', ...subscriptions.map((subscription) => subscriptionCard(subscription, file))),
    section(
      `Timeline`,
      element('ol', { class: 'timeline' }, ...timeline.map((entry) => timelineEntry(entry, file))),
    ),
    file.timelineCursor && element('p', { class: 'quiet' }, 'Older entries are in the case file of the API.'),
  );
}

function subscriptionCard(subscription, { timeline }) {
  const { id, name, billing, channel, status, rule, reason, path, earliestMoveDate, onboarding } =
    subscription;
  const decidedBy = timeline.find(({ decisions }) =>
    decisions.some((decision) => decision.subscriptionId === id),
  );
  return element(
    'div',
    { class: 'card' },
    element('p', { class: 'row-top' }, element('strong', {}, name ?? id), badge(status)),
    element(
      'p',
      { class: 'quiet' },
      [billing, channel, path, earliestMoveDate && `may move ${earliestMoveDate.slice(0, 10)}`]
        .filter(Boolean)
        .join(' · '),
    ),
    element(
      'p',
      {},
      element('code', {}, rule ?? ''),
      reason && ` (${reason})`,
      decidedBy && ' by ',
      decidedBy && link(['events', eventName(decidedBy)], decidedBy.type),
    ),
    onboarding &&
      element(
        'ol',
        { class: 'steps' },
        ...onboarding.steps.map((step) => element('li', {}, badge(step.status), ' ', step.name)),
      ),
    onboarding?.parked && element('p', { class: 'quiet' }, 'An onboarding is parked.'),
    onboarding?.lastFailure &&
      element(
        'p',
        { class: 'quiet' },
        `Last failure: ${onboarding.lastFailure.detail ?? onboarding.lastFailure.reason}`,
      ),
  );
}

function timelineEntry(entry, file) {
  const { type, result, rule, chain, reason, at, decisions, changes } = entry;
  const mails = file.mails.filter(({ id }) => mailIdsOf(entry, file).includes(id));
  return element(
    'li',
    {},
    element(
      'p',
      { class: 'row-top' },
      link(['events', eventName(entry)], type, { class: 'strong' }),
      badge(result),
      time(at),
    ),
    (rule || reason) &&
      element(
        'p',
        {},
        rule && element('code', {}, rule),
        rule && chain && ' → ',
        chain && element('code', {}, chain),
        reason && ` ${rule ? `(${reason})` : reason}`,
      ),
    decisions.length > 0 &&
      element(
        'ul',
        { class: 'plain' },
        ...decisions
          .slice(0, 10)
          .map((decision) =>
            element(
              'li',
              {},
              `${decision.subscriptionId}: `,
              badge(decision.status),
              decision.rule !== rule && element('code', {}, ` ${decision.rule}`),
            ),
          ),
      ),
    decisions.length > 10 && element('p', { class: 'quiet' }, `and ${decisions.length - 10} more decisions`),
    changes.length > 0 &&
      element(
        'ul',
        { class: 'plain quiet' },
        ...changes.map((change) => element('li', {}, changeText(change))),
      ),
    mails.length > 0 &&
      element(
        'p',
        { class: 'links' },
        ...mails.flatMap(({ id, kind, status }) => [
          link(['mails', id], `✉ ${kind}`),
          ' ',
          badge(status),
          ' ',
        ]),
      ),
  );
}
