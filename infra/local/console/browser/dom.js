/**
 * Creates an element. Children are nodes or text; text is never parsed as HTML, because everything shown is untrusted.
 * @param {string} tag
 * @param {Record<string, unknown>} attributes `class`, `href`, …; a function is an event listener
 * @param {...(Node | string | number | null | undefined | false)} children
 */
export function element(tag, attributes, ...children) {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') created.addEventListener(name, value);
    else created.setAttribute(name, value === true ? '' : String(value));
  }
  created.append(...children.filter((child) => child || child === 0));
  return created;
}

const TONES = {
  good: 'active supported onboarded done applied approved delivered sent ready-to-onboard idle OK',
  bad: 'rejected declined removed undeliverable failed refused not-permitted expired bounced complained dead-letter ALARM',
  wait: 'invited consented awaiting-approval onboarding deferred parked due under-way queued sending open working processing',
};

/** A status as a word with a colour. The word alone says everything. */
export function badge(status) {
  const text = String(status ?? 'none');
  const tone = Object.keys(TONES).find((name) => TONES[name].split(' ').includes(text)) ?? '';
  return element('span', { class: `badge ${tone}` }, text);
}

/** A time to the minute, with the exact time as its title. */
export function time(text) {
  if (!text) return element('span', { class: 'quiet' }, '–');
  const date = new Date(text);
  const shown = Number.isNaN(date.getTime()) ? text : date.toISOString().slice(0, 16).replace('T', ' ');
  return element('time', { class: 'quiet nowrap', datetime: text, title: text }, shown);
}

/** A link to a view of the console. */
export function link(parts, text, attributes = {}) {
  return element('a', { href: hashOf(parts), ...attributes }, text);
}

/** The address of a view: `#/cases/contoso/…`. */
export function hashOf(parts) {
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}

/** A definition list of facts. Facts without a value are left out. */
export function facts(entries) {
  const rows = entries.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return element(
    'dl',
    { class: 'facts' },
    ...rows.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  );
}

/** A titled part of a detail pane. */
export function section(title, ...children) {
  return element('section', {}, element('h3', {}, title), ...children);
}

/** JSON, indented. */
export function json(value) {
  return element('pre', { tabindex: 0 }, typeof value === 'string' ? value : JSON.stringify(value, null, 2));
}

/**
 * Shows a list with as few changes as possible. An entry whose data did not change keeps its element, so focus and scroll
 * position stay.
 * @param {HTMLElement} list
 * @param {{key: string, data: unknown, draw: () => HTMLElement}[]} entries
 * @param {string} empty text for an empty list
 */
export function showList(list, entries, empty) {
  const known = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const children = entries.map(({ key, data, draw }) => {
    const print = JSON.stringify(data);
    const old = known.get(key);
    if (old?.dataset.print === print) return old;
    const created = draw();
    created.dataset.key = key;
    created.dataset.print = print;
    if (old?.contains(document.activeElement)) queueMicrotask(() => created.focus());
    return created;
  });
  if (children.length === 0) {
    const nothing = known.get('empty') ?? element('p', { class: 'empty' }, empty);
    nothing.dataset.key = 'empty';
    nothing.textContent = empty;
    children.push(nothing);
  }
  // An element that moves loses the focus, so only new and reordered elements are inserted.
  const kept = new Set(children);
  for (const child of [...list.children]) if (!kept.has(child)) child.remove();
  children.forEach((child, at) => {
    if (list.children[at] !== child) list.insertBefore(child, list.children[at] ?? null);
  });
}

/** Shows one element in a pane. It is drawn again only if its data changed. */
export function showDetail(pane, data, draw) {
  const print = JSON.stringify(data);
  if (pane.dataset.print === print) return;
  pane.dataset.print = print;
  pane.replaceChildren(draw());
}

/**
 * A master list with a search field, filters and a detail pane.
 * @param {{title: string, search: string, filters: Record<string, string>, hasDetail?: boolean}} options `filters`: parameter to label
 */
export function masterDetail(container, { title, search, filters, hasDetail = true }) {
  const count = element('span', { class: 'count', role: 'status' });
  const query = new URLSearchParams(location.hash.split('?')[1] ?? '');
  const input = element('input', { type: 'search', placeholder: search, 'aria-label': search });
  input.value = query.get('text') ?? '';
  const selects = Object.entries(filters).map(([name, label]) => {
    const select = element('select', { 'aria-label': label, 'data-name': name });
    select.append(element('option', { value: '' }, label));
    return select;
  });
  const list = element('div', { class: 'list' });
  const detail = element('div', { class: 'detail' });
  container.replaceChildren(
    element(
      'header',
      { class: 'head' },
      element('h1', {}, title, ' ', count),
      element('div', { class: 'filters' }, input, ...selects),
    ),
    element(
      'div',
      hasDetail ? { class: 'split' } : { class: 'whole', tabindex: '0' },
      list,
      hasDetail && detail,
    ),
  );
  const parameters = () =>
    [['text', input.value], ...selects.map((select) => [select.dataset.name, select.value])].filter(
      ([, value]) => value,
    );
  const remember = () => {
    const text = new URLSearchParams(parameters()).toString();
    history.replaceState(null, '', `${location.hash.split('?')[0]}${text ? `?${text}` : ''}`);
  };
  const onChange = (update) => {
    for (const field of [input, ...selects]) {
      field.addEventListener('input', () => {
        remember();
        update();
      });
    }
  };
  /** Offers the values that occur, and keeps the selected one. */
  const offer = (name, values) => {
    const select = selects.find((one) => one.dataset.name === name);
    const sorted = [...new Set(values.filter(Boolean))].sort();
    const print = sorted.join('\n');
    if (select.dataset.print === print) return;
    const selected = select.value || query.get(name) || '';
    select.dataset.print = print;
    select.replaceChildren(select.firstChild, ...sorted.map((value) => element('option', { value }, value)));
    select.value = sorted.includes(selected) ? selected : '';
  };
  const chosen = (name) => selects.find((one) => one.dataset.name === name)?.value ?? '';
  const words = () => input.value.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (text) => words().every((word) => text.toLowerCase().includes(word));
  return { list, detail, count, offer, chosen, matches, onChange };
}
