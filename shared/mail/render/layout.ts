import { type Locale, mailTexts, traits } from '../../texts/compiled.generated.ts';
import { html, type Insert, Markup, toHtml } from '../../texts/markup.ts';
import { type Phrase, toText } from '../../texts/phrase.ts';
import { translate } from '../../texts/translate.ts';
import { cleanLine, withoutLinks } from '../../texts/untrusted.ts';
import { layout, type Slots } from './layout.generated.ts';

/** A mail as its content, before it is rendered as HTML and plain text. */
export interface Mail {
  readonly subject: Phrase;
  /** The line that inboxes show after the subject. */
  readonly preheader: Phrase;
  /** The line above the body: sender and recipient. */
  readonly sender: Phrase;
  readonly blocks: readonly Block[];
  readonly footer: Phrase;
}

/** A part of a mail's body. HTML and plain text are rendered from the same blocks, so both say the same. */
export type Block =
  | { readonly kind: 'heading' | 'subheading' | 'paragraph' | 'small'; readonly text: Phrase }
  /** Lines that somebody else wrote, already cleaned. */
  | { readonly kind: 'quote'; readonly lines: readonly string[] }
  /** `steps` are numbered. */
  | { readonly kind: 'list' | 'steps'; readonly items: readonly Phrase[] }
  /** Text for the reader to copy: paragraphs of one or more lines. */
  | { readonly kind: 'letter'; readonly paragraphs: readonly (readonly Phrase[])[] }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'button'; readonly text: Phrase; readonly href: string }
  /** The button's full address, for clients that show no button. In plain text the button already contains it. */
  | { readonly kind: 'address'; readonly text: Phrase; readonly href: string };

export interface Fact {
  readonly label: Phrase;
  readonly value: Phrase;
}

/** Makes a block of text. */
export function block(kind: 'heading' | 'subheading' | 'paragraph' | 'small', text: Phrase): Block {
  return { kind, text };
}

/**
 * Makes a button and, below it, its address.
 * @throws TypeError if `href` is not an http(s) URL; our own code makes it, so that is a programming error
 */
export function buttonBlocks(text: Phrase, instead: Phrase, href: string): Block[] {
  if (!/^https?:$/.test(new URL(href).protocol)) throw new TypeError('a link in a mail must be http(s)');
  return [
    { kind: 'button', text, href },
    { kind: 'address', text: instead, href },
  ];
}

/** A rendered mail. The subject is not yet encoded for the header. */
export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Renders a mail as HTML and as plain text. */
export function renderMail(mail: Mail, locale: Locale): RenderedMail {
  return {
    subject: subjectLine(toText(mail.subject)),
    html: mailToHtml(mail, locale),
    text: mailToText(mail, locale),
  };
}

/** Longest subject, in characters. Every text of ours fits with a usual name in it. */
const SUBJECT_LIMIT = 150;

/** Makes text fit for a subject (not yet encoded): one line of limited length, without controls and bidi overrides. */
export function subjectLine(text: string): string {
  return cleanLine(text, SUBJECT_LIMIT);
}

// HTML

function mailToHtml(mail: Mail, locale: Locale): string {
  const { dir, fonts } = traits[locale];
  return [
    fillBlock('open', {
      lang: locale,
      dir,
      fonts,
      subject: subjectLine(toText(mail.subject)),
      preheader: toHtml(mail.preheader),
      sender: toHtml(mail.sender),
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
    case 'quote': {
      const text = withLineBreaks(block.lines.map((line) => html`<bdi>${withoutLinks(line)}</bdi>`));
      return fillBlock('quote', { fonts, text });
    }
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
      return fillBlock('address', {
        fonts,
        text: toHtml(block.text),
        href: block.href,
        address: block.href,
      });
  }
}

function withLineBreaks(lines: readonly Markup[]): Markup[] {
  return lines.map((line, index) => (index > 0 ? html`<br>${line}` : line));
}

/** Fills the slots of a block of `layout.mjml`. Text is escaped; markup is inserted as it is. */
function fillBlock<B extends keyof Slots>(block: B, slots: { readonly [S in Slots[B]]: Insert }): Markup {
  const inserts = new Map<string, Insert>(Object.entries(slots));
  return new Markup(
    layout[block]
      .map((piece, index) => (index % 2 === 0 ? piece : html`${inserts.get(piece)}`.toString()))
      .join(''),
  );
}

// Plain text

/** Columns of plain text. RFC 3676 §4.2 recommends 78 at most, and 72 or fewer in practice. */
const COLUMNS = 72;

/** Marks the beginning and the end of a text to copy. */
const CUT_LINE = '- '.repeat(COLUMNS / 2).trimEnd();

/** Renders a mail as plain text: wrapped, with each link alone on its line. */
function mailToText(mail: Mail, locale: Locale): string {
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
      return block.lines.map((line) => wrap(withoutLinks(line), '> ')).join('\n');
    case 'list':
      return block.items.map((item) => `- ${wrap(toText(item), '  ').trimStart()}`).join('\n');
    case 'steps':
      return block.items
        .map((item, index) => `${index + 1}. ${wrap(toText(item), '   ').trimStart()}`)
        .join('\n');
    case 'letter': {
      const paragraphs = block.paragraphs.map((lines) => lines.map((line) => wrap(toText(line))).join('\n'));
      return [CUT_LINE, ...paragraphs, CUT_LINE].join('\n\n');
    }
    case 'facts':
      return block.facts.map((fact) => factToText(fact, locale)).join('\n');
    case 'button':
      return `${wrap(labelled(block.text, [], locale))}\n\n${block.href}`;
    case 'address':
      return '';
  }
}

function underlined(text: string, stroke: string): string {
  return `${wrap(text)}\n${stroke.repeat(Math.min(columnsOf(text), COLUMNS))}`;
}

function factToText({ label, value }: Fact, locale: Locale): string {
  const short = labelled(label, value, locale);
  if (columnsOf(short) <= COLUMNS) return short;
  return `${labelled(label, [], locale)}\n${wrap(toText(value), '  ')}`;
}

/** Formats "Label: value" with the colon and blanks of the locale, or "Label:" if the value is empty. */
function labelled(label: Phrase, value: Phrase, locale: Locale): string {
  return toText(translate(locale, mailTexts)('fact', { label, value })).trim();
}

/** Characters two columns wide, with the characters that have no script of their own (long vowel, full-width forms). */
const WIDE = /[\p{Script=Han}\p{Script=Hangul}\u3000-\u30ff\uff00-\uff60]/u;

/** Characters that cannot end a line, and those that cannot start one: closing punctuation, small kana, long vowel (JIS X 4051). */
const OPENING = '（［「『【〈《';
const CLOSING = '、。，．：；！？）］」』】〉》…—・ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々';

/** Unbreakable pieces: a wide character with the punctuation that stays with it, a run of other characters, or blanks. A no-break space is not a blank. */
const PIECES = new RegExp(
  `[${OPENING}]*(?![${OPENING}])${WIDE.source}[${CLOSING}]*|(?:(?!${WIDE.source})[\\S\u00a0])+[${CLOSING}]*|[^\\S\u00a0]+|.`,
  'gsu',
);

/** Counts the columns of a text. East Asian characters take two. */
export function columnsOf(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

/**
 * Wraps text to lines of at most `width` columns, at blanks and between East Asian characters. A longer word, such as
 * an address, stays whole on its own line. Every line starts with `indent`.
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
