import { type Locale, mailTexts } from '../../texts/compiled.generated.ts';
import { type Phrase, toText } from '../../texts/phrase.ts';
import { translate } from '../../texts/translate.ts';
import type { Block, Fact, Mail } from './blocks.ts';
import { COLUMNS, columns, wrap } from './wrap.ts';

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
  return `${wrap(text)}\n${stroke.repeat(Math.min(columns(text), COLUMNS))}`;
}

function factToText({ label, value }: Fact, locale: Locale): string {
  const short = labelled(label, value, locale);
  if (columns(short) <= COLUMNS) return short;
  return `${labelled(label, [], locale)}\n${wrap(toText(value), '  ')}`;
}

/** "Label: value" with the locale's own colon and blanks; the label and its colon if there is no value. */
function labelled(label: Phrase, value: Phrase, locale: Locale): string {
  return toText(translate(locale, mailTexts)('fact', { label, value })).trim();
}
