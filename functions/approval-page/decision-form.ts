import { isVisible, withoutUnprintable } from '../../shared/events/text.ts';

/** The form with the customer's answer. */
export interface DecisionForm {
  readonly decision: 'approve' | 'decline';
  readonly nonce: string;
  /** The reference of the mail, as it was typed. */
  readonly reference: string;
  readonly comment: string;
}

/** Parses a form (`application/x-www-form-urlencoded`). Returns `null` if it contains no decision. */
export function parseForm(body: string): DecisionForm | null {
  const form = new URLSearchParams(body);
  const decision = form.get('decision');
  if (decision !== 'approve' && decision !== 'decline') return null;
  return {
    decision,
    nonce: form.get('nonce') ?? '',
    reference: form.get('reference') ?? '',
    comment: cleanComment(form.get('comment') ?? ''),
  };
}

/** Longest comment that is kept, in characters. The form has the same limit. */
const COMMENT_LIMIT = 1000;

/** Removes the characters that a comment must not contain, so that a stray one does not refuse a customer's answer. */
function cleanComment(comment: string): string {
  const clean = withoutUnprintable(comment.replace(/\r\n?/g, '\n')).trim();
  return isVisible(clean) ? [...clean].slice(0, COMMENT_LIMIT).join('') : '';
}
