import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type KeyRing, knownSince, readKnownSince } from '../../shared/invitations/link-token.ts';
import { invitationMailId, reminderMailId } from '../../shared/process/effects.ts';
import { readDeliveryTimes } from '../../shared/store/mail-store.ts';
import type { Table } from '../../shared/store/table.ts';
import type { FoundInvitation } from './find-invitation.ts';

/*
 * Programs that check mails open links, and some press buttons. They do it within seconds of the delivery, in a browser that
 * nobody used before. A browser that opened the page of an earlier mail belongs to a person.
 */

/** An approval this soon after the mail's delivery is asked once more, in milliseconds. */
export const FAST_ANSWER_MS = 15_000;

const COOKIE = '__Host-known-since';
/** Browsers keep no cookie longer. In seconds. */
const COOKIE_AGE = 400 * 86_400;

/** The cookie that a browser gets when it sees the page for the first time; none if it has one. */
export function browserCookies(event: APIGatewayProxyEventV2, ring: KeyRing, now: number): string[] {
  if (browserSince(event, ring) !== null) return [];
  return [
    `${COOKIE}=${knownSince(now, ring)}; Max-Age=${COOKIE_AGE}; Path=/; Secure; HttpOnly; SameSite=Lax`,
  ];
}

function browserSince({ cookies = [] }: APIGatewayProxyEventV2, ring: KeyRing): number | null {
  const cookie = cookies.find((one) => one.startsWith(`${COOKIE}=`));
  return cookie ? readKnownSince(cookie.slice(COOKIE.length + 1), ring) : null;
}

/**
 * Whether an approval comes within seconds of the delivery of its mail, from a browser that was not known before. Without a
 * report of the delivery it does not.
 */
export async function isTooFast(
  event: APIGatewayProxyEventV2,
  { invitation }: FoundInvitation,
  { table, ring, now }: { readonly table: Table; readonly ring: KeyRing; readonly now: number },
): Promise<boolean> {
  const mailIds = [invitationMailId(invitation.id)];
  if (invitation.reminders > 0) mailIds.push(reminderMailId(invitation.id, invitation.reminders));
  const deliveredAt = Math.max(...(await readDeliveryTimes(table, mailIds)));
  const since = browserSince(event, ring) ?? now;
  return Math.abs(now - deliveredAt) <= FAST_ANSWER_MS && since >= deliveredAt - FAST_ANSWER_MS;
}
