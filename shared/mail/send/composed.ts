import type { KeyRing } from '../../invitations/link-token.ts';
import type { RenderedMail } from '../render/rendered.ts';

/** A mail ready for SES. */
export interface ComposedMail extends RenderedMail {
  readonly to: string;
}

/** Why a mail is not sent after all. */
export type NotSent =
  | 'muted'
  | 'customer-erased'
  | 'link-is-dead'
  | 'no-longer-due'
  | 'nobody-to-write-to'
  | 'suppressed';

/** What composing needs beside the case. */
export interface ComposeDependencies {
  readonly ring: KeyRing;
  /** The public address of the HTTP API, without a slash at its end; never taken from a request. */
  readonly baseUrl: string;
}
