import { fromMillis } from '../../shared/events/instant.ts';
import type { Found } from './invitation.ts';

/** A customer's answer as the form sends it. */
export interface FormAnswer {
  readonly decision: 'approve' | 'decline';
  readonly nonce: string;
  readonly comment: string;
}

/** Longest comment that is kept; the form has the same limit. */
const COMMENT_LENGTH = 1000;

/** Reads the form (`application/x-www-form-urlencoded`). @returns `null` when it holds no decision */
export function parseAnswer(body: string): FormAnswer | null {
  const form = new URLSearchParams(body);
  const decision = form.get('decision');
  if (decision !== 'approve' && decision !== 'decline') return null;
  return { decision, nonce: form.get('nonce') ?? '', comment: cleanComment(form.get('comment') ?? '') };
}

/** The answer as an event. Its id follows from invitation and decision, so that a second click is a repeat. */
export function answerEvent({ case: of, invitation }: Found, { decision, comment }: FormAnswer, now: number) {
  const approves = decision === 'approve';
  return {
    specversion: '1.0',
    id: `${invitation.id}-${decision}`,
    source: `/multichannel-support/${of.partnerId}/invitations`,
    type: approves ? 'relationship.approved' : 'relationship.declined',
    time: fromMillis(now),
    datacontenttype: 'application/json',
    data: {
      partnerId: of.partnerId,
      customer: { tenantId: of.tenantId },
      via: 'customer-link',
      invitationId: invitation.id,
      ...(!approves && comment && { comment }),
    },
  };
}

/** Takes out what a remark may not hold, so that a customer's answer is never refused for a stray character. */
function cleanComment(comment: string): string {
  const clean = comment
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\t\n])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu, '')
    .trim();
  return [...clean].slice(0, COMMENT_LENGTH).join('');
}
