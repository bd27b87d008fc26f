import { badge, element, showList, when } from './dom.js';

/**
 * Shows the mails, newest first, each with its links and the answers SES could give.
 * @param {HTMLElement} list
 * @param {object[]} mails
 * @param {(mailId: string, type: string) => Promise<void>} feedback
 */
export function showMails(list, mails, feedback) {
  const entries = mails.map((mail, index) => ({
    // The same mail id twice would be a defect worth seeing, not one to hide.
    key: `${mail.id} ${mails.length - index}`,
    data: mail.id,
    draw: () => card(mail, feedback),
  }));
  showList(list, entries, 'No mail yet.');
}

function card(mail, feedback) {
  const view = `/_local/mails/${encodeURIComponent(mail.id)}.html`;
  return element(
    'article',
    { class: 'card' },
    element(
      'div',
      {},
      element(
        'p',
        { class: 'row' },
        badge(mail.kind || 'mail'),
        element('span', { class: 'push' }, when(mail.at)),
      ),
      element('h3', {}, mail.subject),
      element('p', { class: 'quiet' }, `${mail.from} → ${mail.to}`),
      mail.replyTo.length > 0 && element('p', { class: 'quiet' }, `answers go to ${mail.replyTo.join(', ')}`),
    ),
    element(
      'p',
      { class: 'buttons' },
      ...linksOf(mail.text).map((href) => opener(href, 'Open the link')),
      opener(view, 'Open the mail'),
    ),
    preview(mail, view),
    element(
      'details',
      { 'data-name': `text ${mail.id}` },
      element('summary', {}, 'Plain text'),
      element('pre', {}, mail.text),
    ),
    element(
      'p',
      { class: 'buttons', 'aria-label': 'What happens to this mail' },
      ...['delivery', 'bounce', 'complaint'].map((type) =>
        element(
          'button',
          { type: 'button', click: (event) => once(event, () => feedback(mail.id, type)) },
          type,
        ),
      ),
    ),
  );
}

/** The frame is loaded only when somebody looks. */
function preview(mail, view) {
  const details = element('details', { 'data-name': `html ${mail.id}` }, element('summary', {}, 'Preview'));
  details.addEventListener('toggle', () => {
    if (!details.open || details.querySelector('iframe')) return;
    const sandbox = 'allow-popups allow-popups-to-escape-sandbox';
    details.append(element('iframe', { src: view, sandbox, title: `Mail: ${mail.subject}` }));
  });
  return details;
}

function opener(href, text) {
  return element('a', { class: 'button', href, target: '_blank', rel: 'noopener' }, text);
}

/** Links into this very stack; others are not for a click from here. */
function linksOf(text) {
  const links = text.split(/\s+/).filter((word) => word.startsWith(`${location.origin}/invitations/`));
  return [...new Set(links)].slice(0, 1);
}

async function once(event, work) {
  const button = event.currentTarget;
  button.disabled = true;
  try {
    await work();
  } finally {
    button.disabled = false;
  }
}
