import { type Locale, mailTexts, traits } from '../../texts/compiled.generated.ts';
import { html, type Insert, Markup, toHtml } from '../../texts/markup.ts';
import { type Phrase, toText } from '../../texts/phrase.ts';
import { translate } from '../../texts/translate.ts';
import { subjectLine } from '../send/ses.ts';
import { layout, type Slots } from './layout.generated.ts';

export interface Fact {
  readonly label: Phrase;
  readonly value: Phrase;
}

/** What a mail's body is made of. One list of blocks becomes the HTML and the plain text, so both say the same. */
export type Block =
  | { readonly kind: 'heading' | 'subheading' | 'paragraph' | 'small'; readonly text: Phrase }
  /** Lines of somebody else's words, already cleaned. */
  | { readonly kind: 'quote'; readonly lines: readonly string[] }
  /** `steps` are numbered. */
  | { readonly kind: 'list' | 'steps'; readonly items: readonly Phrase[] }
  /** Text to be copied as it is, set off from the rest: paragraphs, each of one line or more. */
  | { readonly kind: 'letter'; readonly paragraphs: readonly (readonly Phrase[])[] }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'button'; readonly text: Phrase; readonly href: string }
  /** The button's address in full, for clients that show no button. Plain text has it with the button already. */
  | { readonly kind: 'address'; readonly text: Phrase; readonly href: string };

/** A mail before it is set. */
export interface Mail {
  readonly subject: Phrase;
  /** The line inboxes show after the subject. */
  readonly preheader: Phrase;
  /** The line above the body: who writes to whom. */
  readonly sender: Phrase;
  readonly blocks: readonly Block[];
  readonly footer: Phrase;
}

/** `text` as a block. */
export function block(kind: 'heading' | 'subheading' | 'paragraph' | 'small', text: Phrase): Block {
  return { kind, text };
}

/** The button and, below it, its address. Throws if `href` is no http(s) URL: it is ours, so that is a fault. */
export function buttonBlocks(text: Phrase, instead: Phrase, href: string): Block[] {
  if (!/^https?:$/.test(new URL(href).protocol)) throw new TypeError('a link in a mail must be http(s)');
  return [
    { kind: 'button', text, href },
    { kind: 'address', text: instead, href },
  ];
}

/** A mail ready to be sent: the subject unencoded, both bodies saying the same. */
export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Sets a mail in both media. */
export function renderMail(mail: Mail, locale: Locale): RenderedMail {
  return {
    subject: subjectLine(toText(mail.subject)),
    html: mailToHtml(mail, locale),
    text: mailToText(mail, locale),
  };
}

/** A mail as an HTML document. */
export function mailToHtml(mail: Mail, locale: Locale): string {
  const { dir, fonts } = traits[locale];
  const sender = toHtml(mail.sender);
  return [
    fillBlock('open', {
      lang: locale,
      dir,
      fonts,
      subject: toText(mail.subject),
      preheader: toHtml(mail.preheader),
      sender,
    }),
    ...mail.blocks.map((block) => blockToHtml(block, fonts)),
    fillBlock('close', { fonts, footer: toHtml(mail.footer) }),
  ].join('');
}

function blockToHtml(block: Block, fonts: string): Markup {
  switch (block.kind) {
    case 'heading':
    case 'subheading':
    case 'paragraph':
    case 'small':
      return fillBlock(block.kind, { fonts, text: toHtml(block.text) });
    case 'quote':
      return fillBlock('quote', {
        fonts,
        text: withLineBreaks(block.lines.map((line) => html`<bdi>${line}</bdi>`)),
      });
    case 'list':
    case 'steps': {
      const items = block.items.map((item) => fillBlock('item', { text: toHtml(item) }));
      return fillBlock(block.kind, { fonts, items });
    }
    case 'letter': {
      const items = block.paragraphs.map((lines) =>
        fillBlock('lines', { text: withLineBreaks(lines.map(toHtml)) }),
      );
      return fillBlock('letter', { fonts, items });
    }
    case 'facts': {
      const items = block.facts.map(({ label, value }) =>
        fillBlock('fact', { label: toHtml(label), value: toHtml(value) }),
      );
      return fillBlock('facts', { fonts, items });
    }
    case 'button':
      return fillBlock('button', { fonts, text: toHtml(block.text), href: block.href });
    case 'address':
      return fillBlock('address', { fonts, text: toHtml(block.text), href: block.href, address: block.href });
  }
}

/** Lines, one below the other. */
function withLineBreaks(lines: readonly Markup[]): Markup[] {
  return lines.map((line, index) => (index > 0 ? html`<br>${line}` : line));
}

/** A block of the layout with its slots filled. What is inserted is escaped unless it is markup. */
export function fillBlock<B extends keyof Slots>(
  block: B,
  slots: { readonly [S in Slots[B]]: Insert },
): Markup {
  const inserts = new Map<string, Insert>(Object.entries(slots));
  return new Markup(
    layout[block]
      .map((piece, index) => (index % 2 === 0 ? piece : html`${inserts.get(piece)}`.toString()))
      .join(''),
  );
}

/** A mail as plain text: wrapped, with each link alone on its line. */
export function mailToText(mail: Mail, locale: Locale): string {
  const body = mail.blocks.map((block) => blockToText(block, locale)).filter((text) => text !== '');
  return `${[...body, `-- \n${wrap(toText(mail.footer))}`].join('\n\n')}\n`;
}

function blockToText(block: Block, locale: Locale): string {
  switch (block.kind) {
    case 'heading':
      return underlined(toText(block.text), '=');
    case 'subheading':
      return underlined(toText(block.text), '-');
    case 'paragraph':
    case 'small':
      return wrap(toText(block.text));
    case 'quote':
      return block.lines.map((line) => wrap(line, '> ')).join('\n');
    case 'list':
      return block.items.map((item) => `- ${wrap(toText(item), '  ').trimStart()}`).join('\n');
    case 'steps':
      return block.items.map((item, index) => numbered(index + 1, toText(item))).join('\n');
    case 'letter':
      return [CUT, ...block.paragraphs.map((lines) => lines.map(lineToText).join('\n')), CUT].join('\n\n');
    case 'facts':
      return block.facts.map((fact) => factToText(fact, locale)).join('\n');
    case 'button':
      return `${wrap(labelled(block.text, [], locale))}\n\n${block.href}`;
    case 'address':
      return '';
  }
}

/** Where a text to be copied begins and ends. */
const CUT = '- '.repeat(COLUMNS / 2).trimEnd();

function lineToText(line: Phrase): string {
  return wrap(toText(line));
}

function numbered(number: number, text: string): string {
  return `${number}. ${wrap(text, '   ').trimStart()}`;
}

function underlined(text: string, stroke: string): string {
  return `${wrap(text)}\n${stroke.repeat(Math.min(columnsOf(text), COLUMNS))}`;
}

function factToText({ label, value }: Fact, locale: Locale): string {
  const short = labelled(label, value, locale);
  if (columnsOf(short) <= COLUMNS) return short;
  return `${labelled(label, [], locale)}\n${wrap(toText(value), '  ')}`;
}

/** "Label: value" with the locale's own colon and blanks; the label and its colon if there is no value. */
function labelled(label: Phrase, value: Phrase, locale: Locale): string {
  return toText(translate(locale, mailTexts)('fact', { label, value })).trim();
}

/** Columns of plain text; RFC 3676 §4.2 recommends 78 at most and 72 or less in practice. */
export const COLUMNS = 72;

/** Two columns wide, with the marks that have no script of their own, such as the long vowel's and full-width forms. */
const WIDE = /[\p{Script=Han}\p{Script=Hangul}\u3000-\u30ff\uff00-\uff60]/u;

/** What must not end a line, and what must not start one (JIS X 4051: closing marks, small kana, the long vowel's mark). */
const OPENING = '（［「『【〈《';
const CLOSING = '、。，．：；！？）］」』】〉》…—・ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々';

/**
 * What a line is made of: a wide character with the marks that stay with it, a run of anything else, or blanks. A
 * no-break space is no blank.
 */
const PIECES = new RegExp(
  `[${OPENING}]*(?![${OPENING}])${WIDE.source}[${CLOSING}]*|(?:(?!${WIDE.source})[\\S\u00a0])+[${CLOSING}]*|[^\\S\u00a0]+|.`,
  'gsu',
);

/** How many columns a text takes: East Asian characters take two. */
export function columnsOf(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

/**
 * Text in lines of at most `width` columns, broken at blanks and between East Asian characters. A longer word, such
 * as an address, stays whole on its own line. `indent` starts every line.
 */
export function wrap(text: string, indent: string = '', width: number = COLUMNS): string {
  const done: string[] = [];
  let line = '';
  for (const piece of text.match(PIECES) ?? []) {
    const longer = line + piece;
    if (columnsOf(indent + longer.trimEnd()) <= width || line.trim() === '') line = longer.trimStart();
    else {
      done.push(line.trimEnd());
      line = piece.trimStart();
    }
  }
  return [...done, line.trimEnd()].map((each) => indent + each).join('\n');
}
