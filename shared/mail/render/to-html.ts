import { type Locale, traits } from '../../texts/compiled.generated.ts';
import { html, type Markup, toHtml } from '../../texts/markup.ts';
import { toText } from '../../texts/phrase.ts';
import type { Block, Mail } from './blocks.ts';
import { fill } from './layout.ts';

/** A mail as an HTML document. */
export function mailToHtml(mail: Mail, locale: Locale): string {
  const { dir, fonts } = traits[locale];
  const sender = toHtml(mail.sender);
  return [
    fill('open', {
      lang: locale,
      dir,
      fonts,
      subject: toText(mail.subject),
      preheader: toHtml(mail.preheader),
      sender,
    }),
    ...mail.blocks.map((block) => blockToHtml(block, fonts)),
    fill('close', { fonts, footer: toHtml(mail.footer) }),
  ].join('');
}

function blockToHtml(block: Block, fonts: string): Markup {
  switch (block.kind) {
    case 'heading':
    case 'subheading':
    case 'paragraph':
    case 'small':
      return fill(block.kind, { fonts, text: toHtml(block.text) });
    case 'quote':
      return fill('quote', { fonts, text: broken(block.lines.map((line) => html`<bdi>${line}</bdi>`)) });
    case 'list':
    case 'steps': {
      const items = block.items.map((item) => fill('item', { text: toHtml(item) }));
      return fill(block.kind, { fonts, items });
    }
    case 'letter': {
      const items = block.paragraphs.map((lines) => fill('lines', { text: broken(lines.map(toHtml)) }));
      return fill('letter', { fonts, items });
    }
    case 'facts': {
      const items = block.facts.map(({ label, value }) =>
        fill('fact', { label: toHtml(label), value: toHtml(value) }),
      );
      return fill('facts', { fonts, items });
    }
    case 'button':
      return fill('button', { fonts, text: toHtml(block.text), href: block.href });
    case 'address':
      return fill('address', { fonts, text: toHtml(block.text), href: block.href, address: block.href });
  }
}

/** Lines, one below the other. */
function broken(lines: readonly Markup[]): Markup[] {
  return lines.map((line, index) => (index > 0 ? html`<br>${line}` : line));
}
