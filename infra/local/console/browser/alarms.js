import { element, showList } from './dom.js';

/** Shows which alarms would ring now, and beneath how the others stand. */
export function showAlarms(list, alarms) {
  const ringing = alarms.filter(({ state }) => state === 'ALARM');
  const entries = ringing.map((alarm) => ({ key: alarm.name, data: alarm, draw: () => rung(alarm) }));
  const others = alarms.filter(({ state }) => state !== 'ALARM');
  // Readings change all the time; the list is drawn anew only when somebody would see it.
  const isOpen = list.querySelector('details[open]') !== null;
  const data = isOpen ? others : others.map(({ name, state }) => [name, state]);
  entries.push({ key: 'others', data, draw: () => quiet(others, ringing.length) });
  showList(list, entries, '');
}

function rung({ name, meaning, reason, runbook }) {
  return element(
    'article',
    { class: 'card' },
    element(
      'p',
      { class: 'row' },
      element('span', { class: 'badge bad' }, 'rings'),
      element('strong', {}, name),
    ),
    element('p', {}, meaning),
    element('p', { class: 'quiet' }, reason),
    element('p', { class: 'quiet' }, element('code', {}, runbook)),
  );
}

function quiet(alarms, ringing) {
  const well = alarms.filter(({ state }) => state === 'OK');
  const unknown = alarms.filter(({ state }) => state === 'NOT_RUN');
  const reasons = Map.groupBy(unknown, ({ reason }) => reason);
  const first = ringing === 0 ? 'None rings' : `${ringing} would ring`;
  return element(
    'div',
    { class: 'card' },
    element('p', {}, `${first}; ${well.length} well, ${unknown.length} not run here.`),
    listed(
      'Well',
      well.map(({ name, reason }) => [name, reason]),
    ),
    listed(
      'Not run here',
      [...reasons].map(([reason, of]) => [of.map(({ name }) => name).join(', '), reason]),
    ),
  );
}

function listed(title, rows) {
  return element(
    'details',
    { 'data-name': title },
    element('summary', {}, title),
    element(
      'ol',
      { class: 'timeline' },
      ...rows.map(([name, reason]) => element('li', {}, name, element('p', { class: 'quiet' }, reason))),
    ),
  );
}
