import { showAlarms, showLogs, showOutcomes } from './activity-views.js';
import { showCases } from './cases-view.js';
import { element } from './dom.js';
import { showEvents } from './events-view.js';
import { showMails } from './mails-view.js';
import { showQueues } from './queues-view.js';
import { showSend } from './send-view.js';
import { poll, post, store, subscribe } from './store.js';

/*
 * The console's frame: it reads the address, shows the view it names, and keeps the clock and the navigation up to date.
 */

/** Each view draws its frame once and returns a function that updates it, or nothing. */
const VIEWS = {
  events: showEvents,
  cases: showCases,
  mails: showMails,
  queues: showQueues,
  outcomes: showOutcomes,
  alarms: showAlarms,
  logs: showLogs,
  send: showSend,
};

const container = document.getElementById('view');
const activity = document.getElementById('activity');
const nav = document.getElementById('nav');
let current = { name: '', update: null };

function route() {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [name = '', ...parts] = path.split('/').map(decodeURIComponent);
  const known = Object.hasOwn(VIEWS, name) ? name : 'events';
  const wasDetail = container.dataset.detail === 'true';
  container.dataset.detail = String(parts.length > 0);
  if (known !== current.name) {
    current = { name: known, update: VIEWS[known](container) };
    container.scrollTo?.(0, 0);
  }
  current.parts = parts;
  current.query = new URLSearchParams(query);
  for (const item of nav.children) {
    if (item.getAttribute('href') === `#/${known}`) item.setAttribute('aria-current', 'page');
    else item.removeAttribute('aria-current');
  }
  update();
  if (parts.length > 0 && !wasDetail && matchMedia('(max-width: 52rem)').matches) window.scrollTo(0, 0);
  const selected = container.querySelector('[aria-current="true"]');
  selected?.scrollIntoView({ block: 'nearest' });
}

function update() {
  if (store.state) current.update?.(current.parts, current.query);
}

function showClock() {
  const { now, queues } = store.state;
  const works = queues.some(
    (queue) => queue.role === 'source' && queue.visible + queue.inFlight + queue.delayed > 0,
  );
  say(works ? 'wait' : 'good', works ? 'working' : 'idle');
  document.getElementById('now').textContent = now.slice(0, 16).replace('T', ' ');
  const deadLetters = queues.reduce((sum, { messages = [] }) => sum + messages.length, 0);
  const alarms = store.state.alarms.filter(({ state }) => state === 'ALARM').length;
  count('#/queues', deadLetters, 'dead letters');
  count('#/alarms', alarms, 'in alarm');
}

function count(href, number, label) {
  const item = nav.querySelector(`[href="${href}"]`);
  item.querySelector('.pill')?.remove();
  if (number > 0) item.append(element('span', { class: 'pill', title: `${number} ${label}` }, number));
}

function say(tone, text) {
  if (activity.textContent !== text) activity.textContent = text;
  activity.className = `badge ${tone}`;
}

for (const button of document.querySelectorAll('button[data-advance]')) {
  button.addEventListener('click', async () => {
    button.disabled = true;
    const message = await post('/_local/clock', { advance: button.dataset.advance }).catch(String);
    if (message) say('bad', message);
    button.disabled = false;
  });
}

document.addEventListener('keydown', (event) => {
  const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === '/' && !isTyping) {
    const search = container.querySelector('input[type=search]');
    if (search) event.preventDefault();
    search?.focus();
  } else if (event.key === 'Escape') {
    if (isTyping) event.target.blur();
    else if (current.parts.length > 0)
      location.hash = `#/${current.name}${location.hash.includes('?') ? `?${location.hash.split('?')[1]}` : ''}`;
  } else if (
    (event.key === 'ArrowDown' || event.key === 'ArrowUp') &&
    event.target.classList?.contains('row')
  ) {
    event.preventDefault();
    const next =
      event.key === 'ArrowDown' ? event.target.nextElementSibling : event.target.previousElementSibling;
    next?.focus();
  }
});

window.addEventListener('hashchange', route);
subscribe(() => {
  showClock();
  update();
});
if (!location.hash) history.replaceState(null, '', '#/events');
route();
await poll(() => say('bad', 'the stack does not answer'));
