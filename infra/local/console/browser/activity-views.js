import { badge, element, hashOf, json, link, masterDetail, showDetail, showList, time } from './dom.js';
import { customerName, eventName, fileOf, store } from './store.js';

/*
 * The outcomes that other systems get, the alarms, and the functions' logs.
 */

/** Shows the outcomes. @returns the view's update function */
export function showOutcomes(container) {
  const view = masterDetail(container, {
    title: 'Outcomes',
    search: 'Search outcomes ( / )',
    filters: { type: 'Any type' },
  });
  let parts = [];
  const update = () => {
    const { outcomes } = store.state;
    view.offer(
      'type',
      outcomes.map(({ type }) => type),
    );
    const found = outcomes.filter(
      (outcome) =>
        (view.chosen('type') === '' || outcome.type === view.chosen('type')) &&
        view.matches(JSON.stringify(outcome)),
    );
    view.count.textContent =
      found.length === outcomes.length ? outcomes.length : `${found.length} of ${outcomes.length}`;
    const entries = found.map((outcome, index) => ({
      key: `${outcome.id}/${index}`,
      data: [outcome.id, outcome.id === parts[0]],
      draw: () => outcomeRow(outcome, outcome.id === parts[0]),
    }));
    showList(view.list, entries, outcomes.length === 0 ? 'No outcome on the queue.' : 'No outcome matches.');
    const outcome = outcomes.find(({ id }) => id === parts[0]);
    showDetail(view.detail, [parts, outcome], () =>
      outcome ? outcomeDetail(outcome) : element('p', { class: 'empty' }, 'Select an outcome.'),
    );
  };
  view.onChange(update);
  return (newParts) => {
    parts = newParts;
    update();
  };
}

function outcomeRow({ id, type, time: at, data = {} }, isSelected) {
  const file = fileOf({ partnerId: data.partnerId, tenantId: data.customer?.tenantId });
  return element(
    'a',
    {
      class: 'row',
      href: hashOf(['outcomes', id]),
      'aria-current': isSelected ? 'true' : null,
    },
    element('span', { class: 'row-top' }, element('strong', {}, type), data.status && badge(data.status)),
    element(
      'span',
      { class: 'row-bottom quiet' },
      element(
        'span',
        { class: 'cut' },
        [data.partnerId, file && customerName(file), data.subscriptionId].filter(Boolean).join(' · '),
      ),
      time(at),
    ),
  );
}

function outcomeDetail(outcome) {
  const { type, causationid, data = {} } = outcome;
  const cause = store.events.find(
    ({ id, tenantId }) => id === causationid && tenantId === data.customer?.tenantId,
  );
  return element(
    'article',
    {},
    element('p', {}, link(['outcomes'], '← Outcomes', { class: 'back' })),
    element('h2', {}, type),
    element(
      'p',
      { class: 'links' },
      cause && link(['events', eventName(cause)], `Caused by ${cause.type}`),
      ' ',
      data.customer && link(['cases', data.partnerId, data.customer.tenantId], 'Case'),
    ),
    json(outcome),
  );
}

/** Shows the alarms. @returns the view's update function */
export function showAlarms(container) {
  const list = element('div', { class: 'cards' });
  container.replaceChildren(
    element('header', { class: 'head' }, element('h1', {}, 'Alarms')),
    element('div', { class: 'page', tabindex: '0' }, list),
  );
  const order = ['ALARM', 'OK', 'NOT_RUN'];
  return () => {
    const alarms = [...store.state.alarms].sort(
      (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || (a.name < b.name ? -1 : 1),
    );
    showList(
      list,
      alarms.map((alarm) => ({ key: alarm.name, data: alarm, draw: () => alarmCard(alarm) })),
      'The template has no alarms.',
    );
  };
}

function alarmCard({ name, state, reason, description }) {
  return element(
    'article',
    { class: 'card' },
    element(
      'p',
      { class: 'row-top' },
      element('strong', {}, name),
      badge(state === 'NOT_RUN' ? 'not measured here' : state),
    ),
    description && element('p', {}, description),
    reason && element('p', { class: 'quiet' }, reason),
  );
}

/** Shows the logs. @returns the view's update function */
export function showLogs(container) {
  const view = masterDetail(container, {
    title: 'Logs',
    search: 'Search logs ( / )',
    filters: { function: 'Any function' },
    hasDetail: false,
  });
  const update = () => {
    const { logs } = store.state;
    view.offer(
      'function',
      logs.map((line) => line.function),
    );
    const found = logs.filter(
      (line) =>
        (view.chosen('function') === '' || line.function === view.chosen('function')) &&
        view.matches(line.line),
    );
    view.count.textContent = `${found.length} lines`;
    const entries = found.toReversed().map((line, index) => ({
      key: `${index}`,
      data: line,
      draw: () =>
        element(
          'div',
          { class: 'log' },
          element('span', { class: 'quiet' }, line.function),
          ' ',
          element('code', {}, line.line),
        ),
    }));
    showList(view.list, entries, 'No line matches.');
  };
  view.onChange(update);
  return update;
}
