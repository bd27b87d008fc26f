import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { formNonce, isFormNonce } from '../../shared/invitations/link-token.ts';
import { renderPage } from '../../shared/page/render.ts';
import type { PageView } from '../../shared/page/views.ts';
import { codeOf } from '../../shared/runtime/errors.ts';
import { bodyOf } from '../../shared/runtime/http.ts';
import type { Logger } from '../../shared/runtime/logger.ts';
import { chooseLocale, type Locale } from '../../shared/texts/choose-locale.ts';
import { answerEvent, parseAnswer } from './answer.ts';
import { findInvitation } from './invitation.ts';
import { atMicrosoft, viewOf } from './view.ts';
import type { PageWorld } from './world.ts';

type Answer = APIGatewayProxyStructuredResultV2;

/** Shows the page. Reads, and never writes anything: scanners open links, and run scripts (contract §5). */
export async function showPage(event: APIGatewayProxyEventV2, world: PageWorld): Promise<Answer> {
  const visit = await open(event, world);
  return page(visit.view(), visit.locale);
}

/** Takes the decision in the form and answers when it is durably queued. */
export async function answerPage(event: APIGatewayProxyEventV2, world: PageWorld): Promise<Answer> {
  const visit = await open(event, world);
  const shown = visit.view();
  if (shown.kind !== 'ask' || !visit.found) return page(shown, visit.locale);
  const form = parseAnswer(bodyOf(event));
  if (!form) return page({ kind: 'invalid' }, visit.locale);
  if (!isFormNonce(form.nonce, visit.token, world.now(), visit.ring)) {
    return page({ ...shown, again: true }, visit.locale);
  }
  const { found } = visit;
  const decided = answerEvent(found, form, world.now());
  const unsent = await world.answers.sendAll([{ owner: decided.id, body: JSON.stringify(decided) }]);
  if (unsent.size > 0) return page({ kind: 'unavailable' }, visit.locale);
  const decision = form.decision === 'approve' ? 'approved' : 'declined';
  const { partner, invitation } = found;
  return page(
    {
      kind: 'done',
      decision,
      partner,
      at: world.now(),
      invitationId: invitation.id,
      ...(decision === 'approved' && atMicrosoft(found)),
    },
    visit.locale,
  );
}

/** Whatever breaks, the customer sees a calm page that says to try again, and the log a code. */
export function calmFailure(logger: Logger): MiddlewareObj<APIGatewayProxyEventV2, Answer, Error, Context> {
  return {
    onError(request) {
      logger.error('page failed', { code: codeOf(request.error) });
      request.response = page({ kind: 'unavailable' }, chooseLocale(acceptedBy(request.event)));
    },
  };
}

async function open(event: APIGatewayProxyEventV2, world: PageWorld) {
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

function page(view: PageView, locale: Locale): Answer {
  const { status, headers, html } = renderPage(view, locale);
  return { statusCode: status, headers, body: html };
}
