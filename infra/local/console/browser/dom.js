/**
 * Makes an element. Children are elements or text; text is never read as HTML, so that no name can break out.
 * @param {string} tag
 * @param {Record<string, unknown>} attributes `class`, `href`, … ; a function is a click listener
 * @param {...(Node | string | null | undefined | false)} children
 */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') made.addEventListener(name, value);
    else made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.filter((child) => child || child === 0));
  return made;
}

const good = [
  'active',
  'supported',
  'onboarded',
  'done',
  'applied',
  'approved',
  'delivered',
  'ready-to-onboard',
  'idle',
];
const bad = [
  'rejected',
  'declined',
  'removed',
  'undeliverable',
  'failed',
  'refused',
  'not-permitted',
  'expired',
];
const plain = ['none', 'ignored', 'not-applicable', 'ended', 'stale', 'waiting'];

/** A status as a word on a colour; the word alone says it all. */
export function badge(status) {
  const text = String(status ?? 'none');
  const tone = good.includes(text) ? 'good' : bad.includes(text) ? 'bad' : plain.includes(text) ? '' : 'wait';
  return element('span', { class: `badge ${tone}` }, text);
}

/** A time as people read it, with the exact one behind it. */
export function when(text) {
  if (!text) return element('span', { class: 'quiet' }, '–');
  const date = new Date(text);
  const shown = Number.isNaN(date.getTime()) ? text : date.toISOString().slice(0, 16).replace('T', ' ');
  return element('time', { class: 'quiet', datetime: text, title: text }, shown);
}

/**
 * Shows a list with as little change to the page as possible: an entry whose data did not change keeps its element, so
 * that nothing flickers and what a reader opened stays open.
 * @param {HTMLElement} list
 * @param {{key: string, data: unknown, draw: () => HTMLElement}[]} entries
 * @param {string} empty what to say when there are none
 */
export function showList(list, entries, empty) {
  const kept = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const wanted = entries.map(({ key, data, draw }) => {
    const print = JSON.stringify(data);
    const old = kept.get(key);
    if (old?.dataset.print === print) return old;
    const made = draw();
    made.dataset.key = key;
    made.dataset.print = print;
    keepOpen(old, made);
    return made;
  });
  if (wanted.length === 0) wanted.push(kept.get('empty') ?? nothing(empty));
  if (wanted.length === list.children.length && wanted.every((one, index) => one === list.children[index]))
    return;
  list.replaceChildren(...wanted);
}

function nothing(text) {
  const made = element('p', { class: 'quiet' }, text);
  made.dataset.key = 'empty';
  return made;
}

function keepOpen(old, made) {
  for (const open of old?.querySelectorAll('details[open]') ?? []) {
    const same = made.querySelector(`details[data-name="${CSS.escape(open.dataset.name ?? '')}"]`);
    if (same) same.open = true;
  }
}
