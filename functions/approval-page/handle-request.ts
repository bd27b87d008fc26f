import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Case, Partner } from '../../shared/case/case.ts';
import type { Invitation } from '../../shared/case/relationship.ts';
import { fromMillis, toMillis } from '../../shared/events/instant.ts';
import { isVisible, withoutUnprintable } from '../../shared/events/text.ts';
import { subscriptionsAwaitingApproval } from '../../shared/invitations/awaiting-approval.ts';
import {
  formNonce,
  isFormNonce,
  type KeyRing,
  type LinkClaims,
  verifyToken,
} from '../../shared/invitations/link-token.ts';
import { microsoftLink } from '../../shared/invitations/microsoft-link.ts';
import { renderPage } from '../../shared/page/render.ts';
import type { PageView } from '../../shared/page/views.ts';
import { codeOf } from '../../shared/runtime/errors.ts';
import { bodyText } from '../../shared/runtime/http.ts';
import type { LinkKeys } from '../../shared/runtime/link-keys.ts';
import type { Logger } from '../../shared/runtime/logger.ts';
import type { Meter } from '../../shared/runtime/metric-catalogue.ts';
import type { Queue } from '../../shared/runtime/queue.ts';
import { caseId, readCases, readWholeCase } from '../../shared/store/case-store.ts';
import type { Table } from '../../shared/store/table.ts';
import { chooseLocale, type Locale } from '../../shared/texts/choose-locale.ts';

/** The dependencies of the approval page. */
export interface PageDependencies {
  readonly table: Table;
  /** The queue `relationship-events`. A decision is processed like any other event. */
  readonly relationshipEvents: Queue;
  readonly keys: LinkKeys;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
}

type Response = APIGatewayProxyStructuredResultV2;

/** Shows the page (GET, HEAD). Writes nothing, because scanners open links and run scripts (contract §5). */
export async function showPage(
  event: APIGatewayProxyEventV2,
  dependencies: PageDependencies,
): Promise<Response> {
  const { view, locale } = await openPage(event, dependencies);
  return pageResponse(view, locale);
}

/** Accepts the decision in the form (POST). Responds once the decision is durably queued. */
export async function recordDecision(
  event: APIGatewayProxyEventV2,
  dependencies: PageDependencies,
): Promise<Response> {
  const { token, ring, found, view, locale } = await openPage(event, dependencies);
  if (view.kind !== 'ask' || !found) return pageResponse(view, locale);
  const form = parseForm(bodyText(event));
  if (!form) return pageResponse({ kind: 'invalid' }, locale);
  const now = dependencies.now();
  if (!isFormNonce(form.nonce, token, now, ring))
    return pageResponse({ ...view, again: true, comment: form.comment }, locale);
  const decided = decisionEvent(found, form, now);
  const message = { owner: decided.id, body: JSON.stringify(decided) };
  const unsent = await dependencies.relationshipEvents.sendAll([message]);
  if (unsent.size > 0) return pageResponse({ kind: 'unavailable' }, locale);
  return pageResponse(
    {
      kind: 'done',
      decision: form.decision === 'approve' ? 'approved' : 'declined',
      partner: found.partner,
      at: now,
      invitationId: found.invitation.id,
      ...(form.decision === 'approve' && microsoftLinkOf(found)),
    },
    locale,
  );
}

/** Finds the invitation of the request's link, and what the page shows of it. */
async function openPage(event: APIGatewayProxyEventV2, dependencies: PageDependencies) {
  const token = event.pathParameters?.token ?? '';
  const { found, ring } = await findInvitation(token, dependencies);
  const now = dependencies.now();
  const view = pageViewFor(found, () => formNonce(token, now, ring), now);
  const languages = found
    ? [found.case.customer?.locale, found.partner.defaultLocale]
    : acceptedLanguages(event);
  return { token, ring, found, view, locale: chooseLocale(languages) };
}

/** The invitation of a link, with its case and partner. */
export interface FoundInvitation {
  readonly case: Case;
  readonly partner: Partner;
  readonly invitation: Invitation;
}

/** Finds the invitation of a token. An invalid token finds nothing and costs no read of the table. */
async function findInvitation(
  token: string,
  { table, keys, now }: PageDependencies,
): Promise<{ readonly found: FoundInvitation | null; readonly ring: KeyRing }> {
  let ring = await keys.ring(now());
  let claims = verifyToken(token, ring);
  if (claims === 'unknown-key') {
    ring = await keys.ring(now(), true);
    claims = verifyToken(token, ring);
  }
  if (typeof claims === 'string') return { found: null, ring };
  return { found: await loadInvitation(claims, table), ring };
}

async function loadInvitation(claims: LinkClaims, table: Table): Promise<FoundInvitation | null> {
  const query = { ...claims, subscriptionIds: [], eventKeys: [] };
  const { partners, cases } = await readCases(table, [query]);
  const stored = cases.get(caseId(claims));
  const partner = partners.get(claims.partnerId);
  if (!stored || !partner) return null;
  const { invitation: current, previous } = stored.case;
  const kept = [current, previous].find((invitation) => invitation?.id === claims.invitationId);
  // A case keeps its last two invitations: an older one was replaced. With none kept, the customer was erased.
  const invitation = kept ?? unknownInvitation(claims, current ? 'replaced' : 'expired');
  const needsWholeCase = stored.loaded.otherSubscriptions > 0 && invitation.status === 'open';
  const loaded = needsWholeCase ? await readWholeCase(table, query) : stored;
  return { case: loaded.case, partner, invitation };
}

function unknownInvitation(
  { invitationId, expiresAt }: LinkClaims,
  status: 'replaced' | 'expired',
): Invitation {
  const at = new Date(expiresAt).toISOString();
  return {
    id: invitationId,
    scope: 'reseller-only',
    status,
    openedAt: at,
    expiresAt: at,
    contactEmail: '',
    reminders: 0,
    closedAt: at,
  };
}

/** Chooses what the page shows, by the status of the invitation (contract §5). An unknown link reveals no customer. */
export function pageViewFor(found: FoundInvitation | null, nonce: () => string, now: number): PageView {
  if (!found) return { kind: 'unknown' };
  const { partner, invitation } = found;
  const done = {
    kind: 'done',
    partner,
    invitationId: invitation.id,
    ...(invitation.closedAt && { at: toMillis(invitation.closedAt) }),
  } as const;
  switch (invitation.status) {
    case 'approved':
      return { ...done, decision: 'approved' };
    case 'consented':
      return { ...done, decision: 'approved', ...microsoftLinkOf(found) };
    case 'declined':
      return { ...done, decision: 'declined' };
    case 'replaced':
    case 'undeliverable':
      return { kind: 'replaced' };
    case 'expired':
      return { kind: 'expired', partner };
    case 'open':
      if (toMillis(invitation.expiresAt) <= now) return { kind: 'expired', partner };
      return {
        kind: 'ask',
        partner,
        customerName: found.case.customer?.name ?? '',
        scope: invitation.scope,
        ...subscriptionsAwaitingApproval(found.case),
        expiresAt: toMillis(invitation.expiresAt),
        invitationId: invitation.id,
        nonce: nonce(),
      };
  }
}

/** The link to Microsoft, for a partner that waits for the customer's acceptance there as well. */
function microsoftLinkOf({ partner, invitation }: FoundInvitation): { microsoftLink?: string } {
  const link =
    partner.acceptance === 'partner-center' ? microsoftLink({ ...partner, scope: invitation.scope }) : null;
  return link === null ? {} : { microsoftLink: link };
}

/** The form with the customer's answer. */
interface DecisionForm {
  readonly decision: 'approve' | 'decline';
  readonly nonce: string;
  readonly comment: string;
}

/** Parses a form (`application/x-www-form-urlencoded`). Returns `null` if it contains no decision. */
function parseForm(body: string): DecisionForm | null {
  const form = new URLSearchParams(body);
  const decision = form.get('decision');
  if (decision !== 'approve' && decision !== 'decline') return null;
  return { decision, nonce: form.get('nonce') ?? '', comment: cleanComment(form.get('comment') ?? '') };
}

/** Longest comment that is kept, in characters. The form has the same limit. */
const COMMENT_LIMIT = 1000;

/** Removes the characters that a comment must not contain, so that a stray one does not refuse a customer's answer. */
function cleanComment(comment: string): string {
  const clean = withoutUnprintable(comment.replace(/\r\n?/g, '\n')).trim();
  return isVisible(clean) ? [...clean].slice(0, COMMENT_LIMIT).join('') : '';
}

/** Makes the event of a decision. Its ID is derived from invitation and decision, so a second click is a repeat. */
function decisionEvent(
  { case: { partnerId, tenantId }, invitation }: FoundInvitation,
  { decision, comment }: DecisionForm,
  now: number,
) {
  const isApproval = decision === 'approve';
  return {
    specversion: '1.0',
    id: `${invitation.id}-${decision}`,
    source: `/multichannel-support/${partnerId}/invitations`,
    type: isApproval ? 'relationship.approved' : 'relationship.declined',
    time: fromMillis(now),
    datacontenttype: 'application/json',
    data: {
      partnerId,
      customer: { tenantId },
      via: 'customer-link',
      invitationId: invitation.id,
      ...(!isApproval && comment && { comment }),
    },
  };
}

function pageResponse(view: PageView, locale: Locale): Response {
  const { status, headers, html } = renderPage(view, locale);
  return { statusCode: status, headers, body: html };
}

/** The languages of the browser, in the order of the header. */
function acceptedLanguages({ headers }: APIGatewayProxyEventV2): string[] {
  const accepted = (headers['accept-language'] ?? '').slice(0, 200);
  return accepted.split(',').map((part) => part.split(';')[0]?.trim() ?? '');
}

type PageMiddleware = MiddlewareObj<APIGatewayProxyEventV2, Response, Error, Context>;
type PageRequest = Parameters<NonNullable<PageMiddleware['after']>>[0];

/** Middleware: on any error, shows the customer the page that says to try again, and logs the error's code. */
export function unavailablePage(logger: Logger): PageMiddleware {
  return {
    onError(request) {
      logger.error('page failed', { code: codeOf(request.error) });
      request.response = pageResponse(
        { kind: 'unavailable' },
        chooseLocale(acceptedLanguages(request.event)),
      );
    },
  };
}

/**
 * Middleware: counts the responses with the page that says to try again, because Lambda counts them as successes. Register
 * it before {@link unavailablePage}: middy runs `onError` in reverse order.
 */
export function countUnavailablePages(meter: Meter): PageMiddleware {
  const count = ({ response }: PageRequest) => {
    if ((response?.statusCode ?? 500) >= 500) meter.add({ name: 'PageUnavailable' });
  };
  return { after: count, onError: count };
}
