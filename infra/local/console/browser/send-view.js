import { element, link } from './dom.js';
import { eventName, get, refresh, store } from './store.js';

/*
 * A form that sends an event: an example of any type, or one that was published or refused before.
 */

/** Shows the view. @returns its update function */
export function showSend(container) {
  const types = element('select', { id: 'type' });
  const summary = element('p', { class: 'quiet', id: 'type-summary' });
  const area = element('textarea', {
    id: 'body',
    spellcheck: 'false',
    rows: 24,
    'aria-describedby': 'answer',
  });
  const answer = element('div', { id: 'answer', role: 'status' });
  const freshId = element(
    'button',
    { type: 'button', click: () => edit((event) => ({ ...event, id: newId(), time: store.state.now })) },
    'New id and time',
  );
  const form = element(
    'form',
    {
      class: 'page form',
      submit: (event) => {
        event.preventDefault();
        send(area.value, answer);
      },
    },
    element('label', { for: 'type' }, 'Start from an example'),
    types,
    summary,
    element('label', { for: 'body' }, 'CloudEvent'),
    area,
    element(
      'p',
      { class: 'buttons' },
      element('button', { type: 'submit', class: 'strong' }, 'Send'),
      freshId,
      element('span', { class: 'quiet' }, 'The same source and id again is a repeat: it changes nothing.'),
    ),
    answer,
  );
  container.replaceChildren(element('header', { class: 'head' }, element('h1', {}, 'Send an event')), form);
  let catalogue = [];
  let shown = null;
  const edit = (change) => {
    try {
      area.value = JSON.stringify(change(JSON.parse(area.value)), null, 2);
    } catch {
      answer.replaceChildren(element('p', { class: 'problem' }, 'This is not JSON.'));
    }
  };
  const showExample = () => {
    const chosen = catalogue.find(({ type }) => type === types.value);
    if (!chosen) return;
    summary.textContent = `${chosen.summary} It goes to ${chosen.queue}.`;
    const event = {
      specversion: '1.0',
      id: newId(),
      source: '/console',
      type: chosen.type,
      time: store.state.now,
      data: chosen.example,
    };
    area.value = JSON.stringify(event, null, 2);
    answer.replaceChildren();
  };
  types.addEventListener('input', showExample);
  return async (parts) => {
    const wanted = parts.join('\n');
    if (shown === wanted) return;
    shown = wanted;
    if (catalogue.length === 0) {
      catalogue = await get('/_local/event-types');
      types.replaceChildren(...catalogue.map(({ type }) => element('option', { value: type }, type)));
      types.value = 'subscription.ingested';
    }
    if (parts.length === 0) return showExample();
    area.value = pretty(await formerBody(parts));
    summary.textContent = 'An earlier message. Send it unchanged, or give it a new id and time.';
    return null;
  };
}

async function formerBody([source, id, messageId]) {
  if (source === 'dead-letter' && messageId) {
    const queue = store.state.queues.find(({ name }) => name === id);
    return queue?.messages?.find((deadLetter) => deadLetter.id === messageId)?.body ?? '';
  }
  return (await get(`/_local/event?${new URLSearchParams({ source, id })}`)).body;
}

async function send(text, answer) {
  const response = await fetch('/events', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: text,
  });
  const result = await response.json();
  if (response.ok) {
    const { source, id, type } = JSON.parse(text);
    answer.replaceChildren(
      element(
        'p',
        { class: 'success' },
        'Accepted. ',
        link(['events', eventName({ source, id })], `See ${type}`),
      ),
    );
    await refresh();
    return;
  }
  const faults = result.faults ?? [];
  answer.replaceChildren(
    element(
      'p',
      { class: 'problem' },
      `${result.title ?? 'Refused'}${result.detail && faults.length === 0 ? `: ${result.detail}` : ''}`,
    ),
    faults.length > 0 &&
      element(
        'table',
        {},
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            element('th', { scope: 'col' }, 'Path'),
            element('th', { scope: 'col' }, 'Problem'),
          ),
        ),
        element(
          'tbody',
          {},
          ...faults.map(({ path, problem }) =>
            element('tr', {}, element('td', {}, element('code', {}, path)), element('td', {}, problem)),
          ),
        ),
      ),
  );
}

function newId() {
  return `console-${crypto.randomUUID().slice(0, 8)}`;
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
