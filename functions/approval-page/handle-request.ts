import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Case, Partner } from '../../shared/case/case.ts';
import type { Invitation } from '../../shared/case/relationship.ts';
import { fromMillis, toMillis } from '../../shared/events/instant.ts';
import { awaitingApproval } from '../../shared/invitations/awaiting.ts';
import {
  formNonce,
  isFormNonce,
  type KeyRing,
  type LinkClaims,
  readToken,
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

/** What the page needs of the world. */
export interface PageDependencies {
  readonly table: Table;
  /** The queue `relationship-events`: a decision is an event like any other. */
  readonly answers: Queue;
  readonly keys: LinkKeys;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
}

/** The invitation a link is for, with its case and partner. */
export interface FoundInvitation {
  readonly case: Case;
  readonly partner: Partner;
  readonly invitation: Invitation;
}

/**
 * Finds the invitation that a token is for. A forged or garbled token costs no read of the table.
 * @returns nothing found for a token that is not ours; then the page says nothing of any customer
 */
export async function findInvitation(
  token: string,
  world: Pick<PageDependencies, 'table' | 'keys' | 'now'>,
): Promise<{ readonly found: FoundInvitation | null; readonly ring: KeyRing }> {
  let ring = await world.keys.ring(world.now());
  let claims = readToken(token, ring);
  if (claims === 'unknown-key') {
    ring = await world.keys.ring(world.now(), true);
    claims = readToken(token, ring);
  }
  if (typeof claims === 'string') return { found: null, ring };
  return { found: await loadInvitation(claims, world), ring };
}

async function loadInvitation(
  claims: LinkClaims,
  { table }: Pick<PageDependencies, 'table'>,
): Promise<FoundInvitation | null> {
  const wanted = { ...claims, subscriptionIds: [], eventKeys: [] };
  const { partners, cases } = await readCases(table, [wanted]);
  const stored = cases.get(caseId(claims));
  const partner = partners.get(claims.partnerId);
  const invitation = [stored?.case.invitation, stored?.case.previous].find(
    (one) => one?.id === claims.invitationId,
  );
  if (!stored || !partner) return null;
  // One before the last but one: nothing of it is kept but that it was replaced. Without any, its customer was erased.
  const found = invitation ?? unknownInvitation(claims, stored.case.invitation ? 'replaced' : 'expired');
  const whole =
    stored.loaded.otherSubscriptions > 0 && found.status === 'open'
      ? await readWholeCase(table, wanted)
      : stored;
  return { case: whole.case, partner, invitation: found };
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

/** What a visitor of the link sees, by the state of the invitation (contract §5: 200, 410, 410, 200, 404). */
export function viewOf(found: FoundInvitation | null, nonce: () => string, now: number): PageView {
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
      return { ...done, decision: 'approved', ...microsoftLinkView(found) };
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
        ...awaitingApproval(found.case),
        expiresAt: toMillis(invitation.expiresAt),
        invitationId: invitation.id,
        nonce: nonce(),
      };
  }
}

/** Where the customer goes on when its yes here is not all: the partner waits for Microsoft's own acceptance. */
export function microsoftLinkView({ partner, invitation }: FoundInvitation): { microsoftLink?: string } {
  const link =
    partner.acceptance === 'partner-center' ? microsoftLink({ ...partner, scope: invitation.scope }) : null;
  return link === null ? {} : { microsoftLink: link };
}

/** A customer's answer as the form sends it. */
export interface DecisionForm {
  readonly decision: 'approve' | 'decline';
  readonly nonce: string;
  readonly comment: string;
}

/** Longest comment that is kept; the form has the same limit. */
const COMMENT_LENGTH = 1000;

/** Reads the form (`application/x-www-form-urlencoded`). @returns `null` when it holds no decision */
export function parseForm(body: string): DecisionForm | null {
  const form = new URLSearchParams(body);
  const decision = form.get('decision');
  if (decision !== 'approve' && decision !== 'decline') return null;
  return { decision, nonce: form.get('nonce') ?? '', comment: cleanComment(form.get('comment') ?? '') };
}

/** The answer as an event. Its id follows from invitation and decision, so that a second click is a repeat. */
export function decisionEvent(
  { case: of, invitation }: FoundInvitation,
  { decision, comment }: DecisionForm,
  now: number,
) {
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

type Response = APIGatewayProxyStructuredResultV2;

/** Shows the page. Reads, and never writes anything: scanners open links, and run scripts (contract §5). */
export async function showPage(event: APIGatewayProxyEventV2, world: PageDependencies): Promise<Response> {
  const visit = await openInvitationPage(event, world);
  return pageResponse(visit.view(), visit.locale);
}

/** Takes the decision in the form and answers when it is durably queued. */
export async function recordDecision(
  event: APIGatewayProxyEventV2,
  world: PageDependencies,
): Promise<Response> {
  const visit = await openInvitationPage(event, world);
  const shown = visit.view();
  if (shown.kind !== 'ask' || !visit.found) return pageResponse(shown, visit.locale);
  const form = parseForm(bodyText(event));
  if (!form) return pageResponse({ kind: 'invalid' }, visit.locale);
  if (!isFormNonce(form.nonce, visit.token, world.now(), visit.ring)) {
    return pageResponse({ ...shown, again: true }, visit.locale);
  }
  const { found } = visit;
  const decided = decisionEvent(found, form, world.now());
  const unsent = await world.answers.sendAll([{ owner: decided.id, body: JSON.stringify(decided) }]);
  if (unsent.size > 0) return pageResponse({ kind: 'unavailable' }, visit.locale);
  const decision = form.decision === 'approve' ? 'approved' : 'declined';
  const { partner, invitation } = found;
  return pageResponse(
    {
      kind: 'done',
      decision,
      partner,
      at: world.now(),
      invitationId: invitation.id,
      ...(decision === 'approved' && microsoftLinkView(found)),
    },
    visit.locale,
  );
}

/** Whatever breaks, the customer sees a calm page that says to try again, and the log a code. */
export function unavailablePage(
  logger: Logger,
): MiddlewareObj<APIGatewayProxyEventV2, Response, Error, Context> {
  return {
    onError(request) {
      logger.error('page failed', { code: codeOf(request.error) });
      request.response = pageResponse({ kind: 'unavailable' }, chooseLocale(acceptedBy(request.event)));
    },
  };
}

async function openInvitationPage(event: APIGatewayProxyEventV2, world: PageDependencies) {
  const token = event.pathParameters?.token ?? '';
  const { found, ring } = await findInvitation(token, world);
  const languages = found ? [found.case.customer?.locale, found.partner.defaultLocale] : acceptedBy(event);
  const nonce = () => formNonce(token, world.now(), ring);
  return {
    token,
    ring,
    found,
    locale: chooseLocale(languages),
    view: () => viewOf(found, nonce, world.now()),
  };
}

/** The languages a browser asks for, by its own order. */
function acceptedBy({ headers }: APIGatewayProxyEventV2): string[] {
  const accepted = (headers['accept-language'] ?? '').slice(0, 200);
  return accepted.split(',').map((part) => part.split(';')[0]?.trim() ?? '');
}

function pageResponse(view: PageView, locale: Locale): Response {
  const { status, headers, html } = renderPage(view, locale);
  return { statusCode: status, headers, body: html };
}

type PageMiddleware = MiddlewareObj<
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Error,
  Context
>;
type PageRequest = Parameters<NonNullable<PageMiddleware['after']>>[0];

/** Counts the visits that got the page that says to try again: Lambda takes those for answered. Before what makes the page. */
export function countUnavailablePages(meter: Meter): PageMiddleware {
  const count = ({ response }: PageRequest) => {
    if ((response?.statusCode ?? 500) >= 500) meter.add({ name: 'PageUnavailable' });
  };
  return { after: count, onError: count };
}
