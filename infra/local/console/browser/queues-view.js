import { badge, element, json, link, showList, time } from './dom.js';
import { post, store } from './store.js';

/*
 * The queues with their depth, and the dead letters with their reason.
 */

/** Shows the view. @returns its update function */
export function showQueues(container) {
  const queues = element('tbody', {});
  const deadLetters = element('div', { class: 'cards' });
  const head = ['Queue', 'Visible', 'In flight', 'Delayed'].map((name) =>
    element('th', { scope: 'col' }, name),
  );
  container.replaceChildren(
    element('header', { class: 'head' }, element('h1', {}, 'Queues')),
    element(
      'div',
      { class: 'page', tabindex: '0' },
      element('table', {}, element('thead', {}, element('tr', {}, ...head)), queues),
      element('h2', {}, 'Dead letters'),
      deadLetters,
    ),
  );
  return () => {
    const shown = store.state.queues.filter(({ role }) => role !== 'dead-letter');
    showList(
      queues,
      shown.map((queue) => ({ key: queue.name, data: queue, draw: () => queueRow(queue) })),
      '',
    );
    const all = store.state.queues.flatMap(({ name, messages = [] }) =>
      messages.map((deadLetter) => ({ ...deadLetter, queue: name })),
    );
    showList(
      deadLetters,
      all.map((deadLetter) => ({
        key: `${deadLetter.queue}/${deadLetter.id}`,
        data: deadLetter,
        draw: () => deadLetterCard(deadLetter),
      })),
      'No dead letter. Every message was processed.',
    );
  };
}

function queueRow({ name, role, visible, inFlight, delayed }) {
  const number = (value) => element('td', { class: value > 0 ? 'strong number' : 'quiet number' }, value);
  return element(
    'tr',
    {},
    element(
      'td',
      {},
      name,
      role === 'open' && element('span', { class: 'quiet' }, ' for other systems to consume'),
    ),
    number(visible),
    number(inFlight),
    number(delayed),
  );
}

function deadLetterCard(deadLetter) {
  const { queue, id, errorCode, errorDetail, sentAt, body } = deadLetter;
  const problem = element('span', { class: 'problem', role: 'alert' });
  const act = async (action) => {
    problem.textContent = (await post('/_local/dead-letters', { queue, messageId: id, action })) ?? '';
  };
  let isSure = false;
  const discard = element(
    'button',
    {
      type: 'button',
      class: 'danger',
      click: () => {
        if (isSure) return act('discard');
        isSure = true;
        discard.textContent = 'Click again to delete it';
        return null;
      },
    },
    'Discard',
  );
  return element(
    'article',
    { class: 'card' },
    element(
      'p',
      { class: 'row-top' },
      element('strong', {}, queue),
      badge(errorCode ?? 'refused'),
      time(sentAt),
    ),
    element('p', {}, errorDetail ?? 'SQS moved the message after its last receive.'),
    element('details', {}, element('summary', {}, 'Message'), json(pretty(body))),
    element(
      'p',
      { class: 'buttons' },
      element(
        'button',
        { type: 'button', click: () => act('redrive') },
        `Redrive to ${queue.replace(/-dlq$/, '')}`,
      ),
      link(['send', 'dead-letter', queue, id], 'Edit and send', { class: 'button' }),
      discard,
      problem,
    ),
  );
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
