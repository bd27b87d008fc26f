import type { LocalStack } from '../local-stack.ts';

/** The answer of `GET /_local/mails`: every mail, the oldest first (contract §11). */
export function mailSummaries(stack: LocalStack): Record<string, unknown>[] {
  return stack.mails().map(({ id, kind, to, from, replyTo, subject, html, text, at }) => ({
    id,
    kind,
    to: to.join(', '),
    from,
    replyTo: replyTo.join(', '),
    subject,
    html,
    text,
    at,
  }));
}

/** Headers for a mail's HTML. It runs no script, loads nothing and has no origin of its own. */
export const mailHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; " +
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};
