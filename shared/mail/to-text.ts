import { toText } from '../texts/phrase.ts';
import type { Block, Fact, Mail } from './blocks.ts';
import { COLUMNS, columns, wrap } from './wrap.ts';

/** A mail as plain text: wrapped, with each link alone on its line. */
export function mailToText(mail: Mail): string {
  const body = mail.blocks.map(blockToText).filter((text) => text !== '');
  return `${[...body, `-- \n${wrap(toText(mail.footer))}`].join('\n\n')}\n`;
}

function blockToText(block: Block): string {
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
    case 'facts':
      return block.facts.map(factToText).join('\n');
    case 'button':
      return `${wrap(`${toText(block.text)}:`)}\n\n${block.href}`;
    case 'address':
      return '';
  }
}

function underlined(text: string, stroke: string): string {
  return `${wrap(text)}\n${stroke.repeat(Math.min(columns(text), COLUMNS))}`;
}

function factToText({ label, value }: Fact): string {
  const short = `${toText(label)}: ${toText(value)}`;
  return columns(short) <= COLUMNS ? short : `${toText(label)}:\n${wrap(toText(value), '  ')}`;
}
