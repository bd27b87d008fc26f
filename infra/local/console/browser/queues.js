import { badge, element, showList, when } from './dom.js';

/** Shows how full each queue is: visible, in flight, delayed. */
export function showQueues(list, queues) {
  const depths = queues.map(({ messages, ...depth }) => depth);
  showList(list, [{ key: 'queues', data: depths, draw: () => table(depths) }], '');
}

function table(queues) {
  const rows = queues
    .filter((queue) => queue.role !== 'dead-letter')
    .map((queue) => {
      const dead = queues.find((one) => one.name === `${queue.name}-dlq`);
      const numbers = [queue.visible, queue.inFlight, queue.delayed, dead ? dead.visible : '–'];
      return element(
        'tr',
        {},
        element('td', {}, queue.name),
        ...numbers.map((number) =>
          element('td', { class: number ? 'number' : 'number zero' }, String(number)),
        ),
      );
    });
  const head = ['Queue', 'Now', 'Taken', 'Later', 'Dead'].map((name, index) =>
    element('th', { scope: 'col', class: index > 0 && 'number' }, name),
  );
  const body = element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows),
  );
  return element('div', { class: 'card' }, body);
}

/** Shows what lies in dead-letter queues, with the error it was put there for. */
export function showFailures(list, queues) {
  const entries = queues.flatMap((queue) =>
    (queue.messages ?? []).map((message) => ({
      key: message.id,
      data: message,
      draw: () =>
        element(
          'article',
          { class: 'card' },
          element(
            'p',
            { class: 'row' },
            element('span', { class: 'badge bad' }, message.errorCode ?? 'received too often'),
            element('code', {}, queue.name),
            when(message.sentAt),
          ),
          element('p', {}, message.errorDetail ?? `received ${message.receiveCount} times without success`),
          element(
            'details',
            { 'data-name': message.id },
            element('summary', {}, 'Message'),
            element('pre', {}, message.body),
          ),
        ),
    })),
  );
  showList(list, entries, 'None.');
}

/** Shows the events published for others, newest first. */
export function showOutcomes(list, outcomes) {
  const entries = outcomes.map((outcome, index) => ({
    key: `${outcome.id ?? ''} ${outcomes.length - index}`,
    data: outcome.id ?? outcome,
    draw: () => {
      const { data = {}, type = 'not an event', time } = outcome;
      return element(
        'article',
        { class: 'card' },
        element(
          'p',
          { class: 'row' },
          element('strong', {}, type),
          data.status && badge(data.status),
          when(time),
        ),
        element(
          'p',
          { class: 'quiet' },
          [data.rule, data.reason, data.previousStatus && `was ${data.previousStatus}`]
            .filter(Boolean)
            .join(' · '),
        ),
        element(
          'details',
          { 'data-name': outcome.id },
          element('summary', {}, 'Event'),
          element('pre', {}, JSON.stringify(outcome, null, 2)),
        ),
      );
    },
  }));
  showList(list, entries, 'Nothing published yet.');
}

/** Shows the newest log lines, newest first. */
export function showLogs(list, logs) {
  const text = logs
    .map((line) => `${line.at.slice(11, 19)}  ${line.function}  ${line.line}`)
    .reverse()
    .join('\n');
  const draw = () =>
    element(
      'div',
      { class: 'card' },
      element(
        'details',
        { 'data-name': 'log' },
        element('summary', {}, `Last ${logs.length} lines`),
        element('pre', { tabindex: '0' }, text),
      ),
    );
  showList(list, [{ key: 'log', data: text, draw }], '');
}
