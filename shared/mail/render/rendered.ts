import type { Locale } from '../../texts/compiled.generated.ts';
import { toText } from '../../texts/phrase.ts';
import { headerText } from '../send/header.ts';
import type { Mail } from './blocks.ts';
import { mailToHtml } from './to-html.ts';
import { mailToText } from './to-text.ts';

/** A mail ready to be sent: the subject unencoded, both bodies saying the same. */
export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Sets a mail in both media. */
export function rendered(mail: Mail, locale: Locale): RenderedMail {
  return {
    subject: headerText(toText(mail.subject)),
    html: mailToHtml(mail, locale),
    text: mailToText(mail, locale),
  };
}
