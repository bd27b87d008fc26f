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
import { customerName, eventName, mailIdsOf, post, store } from './store.js';

/*
 * Every mail that SES accepted, and one mail as its recipient sees it.
 */

/** Shows the view. @returns its update function */
export function showMails(container) {
  const view = masterDetail(container, {
    title: 'Mails',
    search: 'Search mails ( / )',
    filters: { kind: 'Any kind' },
  });
  let parts = [];
  const update = () => {
    const { mails } = store.state;
    view.offer(
      'kind',
      mails.map(({ kind }) => kind),
    );
    const found = mails.filter(
      (mail) =>
        (view.chosen('kind') === '' || mail.kind === view.chosen('kind')) &&
        view.matches([mail.subject, mail.to, mail.kind, mail.id].join(' ')),
    );
    view.count.textContent =
      found.length === mails.length ? mails.length : `${found.length} of ${mails.length}`;
    const entries = found.map((mail) => ({
      key: mail.id,
      data: [mail.at, mail.id === parts[0]],
      draw: () => row(mail, mail.id === parts[0]),
    }));
    showList(view.list, entries, mails.length === 0 ? 'No mail yet.' : 'No mail matches.');
    const mail = mails.find(({ id }) => id === parts[0]);
    const origin = mail && originOf(mail);
    showDetail(view.detail, [parts, mail, origin], () =>
      mail
        ? detail(mail, origin)
        : element(
            'p',
            { class: 'empty' },
            parts[0] ? 'This mail is not (or no longer) in the list.' : 'Select a mail.',
          ),
    );
  };
  view.onChange(update);
  return (newParts) => {
    parts = newParts;
    update();
  };
}

/** The case of a mail, the event that caused it, and the event that answered its invitation. */
function originOf({ id }) {
  for (const { file } of store.files.values()) {
    const known = file.mails.find((mail) => mail.id === id);
    if (!known) continue;
    const cause = file.timeline.find((entry) => mailIdsOf(entry, file).includes(id));
    const opened = cause?.changes.find(({ kind }) => kind === 'invitation-opened' || kind === 'reminded');
    const answer =
      opened &&
      file.timeline.find(({ changes }) =>
        changes.some((change) => change.kind === 'answered' && change.invitationId === opened.invitationId),
      );
    const { partnerId, customer } = file;
    return {
      partnerId,
      tenantId: customer.tenantId,
      name: customerName(file),
      status: known.status,
      cause,
      answer,
    };
  }
  return null;
}

function row(mail, isSelected) {
  const query = location.hash.split('?')[1];
  return element(
    'a',
    {
      class: 'row',
      href: `${hashOf(['mails', mail.id])}${query ? `?${query}` : ''}`,
      'aria-current': isSelected ? 'true' : null,
    },
    element(
      'span',
      { class: 'row-top' },
      element('strong', { class: 'cut' }, mail.subject),
      element('span', { class: 'badge' }, mail.kind),
    ),
    element(
      'span',
      { class: 'row-bottom quiet' },
      element('span', { class: 'cut' }, [mail.to].flat().join(', ')),
      time(mail.at),
    ),
  );
}

function detail(mail, origin) {
  const page = mail.text.split(/\s+/).find((word) => word.startsWith(`${location.origin}/invitations/`));
  const problem = element('span', { class: 'problem', role: 'status' });
  const feedback = (type) =>
    element(
      'button',
      {
        type: 'button',
        click: async () => {
          problem.textContent = (await post('/_local/feedback', { mailId: mail.id, type })) ?? '';
        },
      },
      type,
    );
  return element(
    'article',
    {},
    element('p', {}, link(['mails'], '← Mails', { class: 'back' })),
    element('h2', {}, mail.subject),
    facts([
      ['To', [mail.to].flat().join(', ')],
      ['From', mail.from],
      ['Reply to', [mail.replyTo].flat().join(', ')],
      ['Sent', time(mail.at)],
      ['Status', origin && badge(origin.status)],
      ['Case', origin && link(['cases', origin.partnerId, origin.tenantId], origin.name)],
      ['Caused by', origin?.cause && link(['events', eventName(origin.cause)], origin.cause.type)],
      ['Answered by', origin?.answer && link(['events', eventName(origin.answer)], origin.answer.type)],
      [
        'Page',
        page &&
          element('a', { href: page, target: '_blank', rel: 'noreferrer' }, 'Open the link in this mail'),
      ],
    ]),
    element(
      'p',
      { class: 'buttons' },
      'Let SES report: ',
      feedback('delivery'),
      feedback('bounce'),
      feedback('complaint'),
      ' ',
      problem,
    ),
    section(
      'As the recipient sees it',
      element('iframe', {
        class: 'mail',
        title: `Mail: ${mail.subject}`,
        sandbox: 'allow-popups allow-popups-to-escape-sandbox',
        src: `/_local/mails/${encodeURIComponent(mail.id)}.html`,
      }),
    ),
    element('details', {}, element('summary', {}, 'Plain text'), element('pre', { tabindex: 0 }, mail.text)),
  );
}
