import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { fromMillis, toMillis } from '../../shared/events/instant.ts';
import { subscriptionsAwaitingApproval } from '../../shared/invitations/awaiting-approval.ts';
import { formNonce, isFormNonce, isLinkReference } from '../../shared/invitations/link-token.ts';
import { microsoftLink } from '../../shared/invitations/microsoft-link.ts';
import { renderPage } from '../../shared/page/render.ts';
import type { DoneView, PageView } from '../../shared/page/views.ts';
import { codeOf } from '../../shared/runtime/errors.ts';
import { bodyText } from '../../shared/runtime/http.ts';
import type { Logger } from '../../shared/runtime/logger.ts';
import type { Meter } from '../../shared/runtime/metric-catalogue.ts';
import type { Queue } from '../../shared/runtime/queue.ts';
import { type Answer, claimAnswer, markAnswerQueued } from '../../shared/store/answer-store.ts';
import { chooseLocale, type Locale } from '../../shared/texts/choose-locale.ts';
import { parseForm } from './decision-form.ts';
import {
  decisionIdentity,
  type FindDependencies,
  type FoundInvitation,
  findInvitation,
} from './find-invitation.ts';
import { browserCookies, isTooFast } from './known-browser.ts';
import { tokenOf } from './link-path.ts';

/** The dependencies of the approval page. */
export interface PageDependencies extends FindDependencies {
  /** The queue `relationship-events`. A decision is processed like any other event. */
  readonly relationshipEvents: Queue;
}

type Response = APIGatewayProxyStructuredResultV2;

/** Shows the page (GET, HEAD). Writes nothing, because scanners open links and run scripts (contract §5). */
export async function showPage(
  event: APIGatewayProxyEventV2,
  dependencies: PageDependencies,
): Promise<Response> {
  const { view, locale, ring } = await openPage(event, dependencies);
  const cookies = view.kind === 'ask' ? browserCookies(event, ring, dependencies.now()) : [];
  return { ...pageResponse(view, locale), ...(cookies.length > 0 && { cookies }) };
}

/**
 * Accepts the decision in the form (POST). The first answer to an invitation holds: it is claimed in the table, then queued,
 * and only then confirmed. A second one that decides otherwise is queued as such, and told which answer holds.
 */
export async function recordDecision(
  event: APIGatewayProxyEventV2,
  dependencies: PageDependencies,
): Promise<Response> {
  const { token, ring, found, view, locale } = await openPage(event, dependencies);
  if (!found || (view.kind !== 'ask' && view.kind !== 'done')) return pageResponse(view, locale);
  const form = parseForm(bodyText(event));
  if (!form) return pageResponse(view.kind === 'done' ? view : { kind: 'invalid' }, locale);
  const { table, relationshipEvents } = dependencies;
  const now = dependencies.now();
  const isConfirmation = isFormNonce(form.nonce, token, now, ring, 'confirmation');
  if (!isConfirmation && !isFormNonce(form.nonce, token, now, ring)) {
    return pageResponse(
      view.kind === 'done' ? view : { ...view, again: 'expired', comment: form.comment },
      locale,
    );
  }
  const queue = async (...events: readonly DecisionEvent[]): Promise<boolean> => {
    const messages = events.map((one) => ({ owner: one.id, body: JSON.stringify(one) }));
    return (await relationshipEvents.sendAll(messages)).size === 0;
  };
  const own = { decision: form.decision, at: now, isQueued: false } as const;
  if (view.kind === 'done') {
    const isSecondAnswer = view.decision !== PAST[form.decision];
    if (isSecondAnswer && !(await queue(secondAnswerEvent(found, own, form.comment)))) {
      return pageResponse({ kind: 'unavailable' }, locale);
    }
    return pageResponse({ ...view, isSecondAnswer }, locale);
  }
  if (form.decision === 'approve') {
    if (view.needsReference && !isLinkReference(form.reference, token, ring)) {
      return pageResponse({ ...view, again: 'reference', comment: form.comment }, locale);
    }
    if (!isConfirmation && (await isTooFast(event, found, { table, ring, now }))) {
      const nonce = formNonce(token, now, ring, 'confirmation');
      return pageResponse({ ...view, nonce, again: 'fast', comment: form.comment }, locale);
    }
  }
  const first = await claimAnswer(table, found.invitation.id, own);
  const isSecondAnswer = first.decision !== own.decision;
  // An event that is in the queue already is a repeat. It is queued again in case the one who answered first could not.
  const isQueued = isSecondAnswer
    ? await queue(decisionEvent(found, first, ''), secondAnswerEvent(found, own, form.comment))
    : await queue(decisionEvent(found, first, form.comment));
  if (!isQueued) return pageResponse({ kind: 'unavailable' }, locale);
  if (!first.isQueued) await markAnswerQueued(table, found.invitation.id, first);
  return pageResponse({ ...doneView(found, first), isSecondAnswer }, locale);
}

/** Finds the invitation of the request's link, and what the page shows of it. */
async function openPage(event: APIGatewayProxyEventV2, dependencies: PageDependencies) {
  const token = tokenOf(event);
  const { found, ring } = await findInvitation(token, dependencies);
  const now = dependencies.now();
  const view = pageViewFor(found, () => formNonce(token, now, ring), now);
  const languages = found
    ? [found.case.customer?.locale, found.partner.defaultLocale]
    : acceptedLanguages(event);
  return { token, ring, found, view, locale: chooseLocale(languages) };
}

/**
 * Chooses what the page shows, by the answer that waits in the queue, else by the status of the invitation (contract §5). An
 * unknown link reveals no customer.
 */
export function pageViewFor(found: FoundInvitation | null, nonce: () => string, now: number): PageView {
  if (!found) return { kind: 'unknown' };
  const { partner, invitation, pendingAnswer } = found;
  if (pendingAnswer) return doneView(found, pendingAnswer);
  const done = {
    kind: 'done',
    partner,
    invitationId: invitation.id,
    scope: invitation.scope,
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
        needsReference: partner.confirmation === 'reference',
        nonce: nonce(),
      };
  }
}

/** The words of a decision once it is made. */
const PAST = { approve: 'approved', decline: 'declined' } as const;

/** The page of an answer that is queued. */
function doneView(found: FoundInvitation, { decision, at }: Answer): DoneView {
  const { partner, invitation } = found;
  return {
    kind: 'done',
    decision: PAST[decision],
    partner,
    at,
    invitationId: invitation.id,
    scope: invitation.scope,
    ...(decision === 'approve' && microsoftLinkOf(found)),
  };
}

/** The link to Microsoft, for a partner that waits for the customer's acceptance there as well. */
function microsoftLinkOf({ partner, invitation }: FoundInvitation): { microsoftLink?: string } {
  const link =
    partner.acceptance === 'partner-center' ? microsoftLink({ ...partner, scope: invitation.scope }) : null;
  return link === null ? {} : { microsoftLink: link };
}

/** The event of a decision on the page. */
interface DecisionEvent {
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Makes the event of the first answer. The same answer makes the same event. */
function decisionEvent(
  { case: { partnerId, tenantId }, invitation: { id: invitationId } }: FoundInvitation,
  { decision, at }: Answer,
  comment: string,
): DecisionEvent {
  return {
    specversion: '1.0',
    ...decisionIdentity({ partnerId, invitationId }, decision),
    type: `relationship.${PAST[decision]}`,
    time: fromMillis(at),
    datacontenttype: 'application/json',
    data: {
      partnerId,
      customer: { tenantId },
      via: 'customer-link',
      invitationId,
      ...(decision === 'decline' && comment && { comment }),
    },
  } as DecisionEvent;
}

/** Makes the event of a second answer that decides otherwise. It leaves a trace in the timeline and changes nothing. */
function secondAnswerEvent(found: FoundInvitation, answer: Answer, comment: string): DecisionEvent {
  const { data, ...event } = decisionEvent(found, answer, comment);
  const earlierAnswer = answer.decision === 'approve' ? 'declined' : 'approved';
  return { ...event, data: { ...data, earlierAnswer } };
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
