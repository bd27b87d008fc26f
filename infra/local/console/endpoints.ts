import type { IncomingMessage, ServerResponse } from 'node:http';
import { CATALOGUE } from '../../../shared/events/catalogue.ts';
import type { QueueState } from '../deployment.ts';
import { isLoopbackHost, readBody, sendJson } from '../http-server.ts';
import type { LocalStack } from '../local-stack.ts';
import { isFeedbackType } from '../ses/event-publishing.ts';
import { isRecord } from '../template/is-record.ts';
import { consolePage } from './console-files.ts';
import { consoleState } from './console-state.ts';
import { actOnDeadLetter } from './dead-letter-actions.ts';
import type { EventLog } from './event-log.ts';
import { mailHeaders, mailSummaries } from './mail-answers.ts';

/** What the endpoints answer from. */
interface ConsoleContext {
  readonly stack: LocalStack;
  readonly events: EventLog;
  depths(): QueueState[];
}

type Endpoint = (
  context: ConsoleContext,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void> | void;

/** A request to `/_local` that cannot be answered, and the status that says why. */
class LocalRequestError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const endpoints: Readonly<Record<string, Endpoint>> = {
  'GET /_local/mails': ({ stack }, _request, response) => sendJson(response, 200, mailSummaries(stack)),
  'GET /_local/state': async ({ stack, depths }, _request, response) =>
    sendJson(response, 200, await consoleState(stack, depths())),
  'GET /_local/alarms': ({ stack }, _request, response) => sendJson(response, 200, stack.alarms()),
  'GET /_local/logs': ({ stack }, _request, response) => sendJson(response, 200, stack.logs()),
  'GET /_local/events': ({ events }, _request, response) => sendJson(response, 200, events.summaries()),
  'GET /_local/event': ({ events }, request, response) => {
    const query = new URL(request.url ?? '', 'http://local').searchParams;
    const body = events.body(query.get('source') ?? '', query.get('id') ?? '');
    if (body === undefined) throw new LocalRequestError(404, 'the stack does not remember this event');
    sendJson(response, 200, { body });
  },
  'GET /_local/event-types': (_context, _request, response) =>
    sendJson(
      response,
      200,
      CATALOGUE.map(({ type, queue, summary, example }) => ({ type, queue, summary, example })),
    ),
  'GET /_local/idle': async ({ stack }, _request, response) => {
    await stack.idle();
    sendJson(response, 200, { idle: true, now: stack.clock.now().toISOString() });
  },
  'GET /_local/clock': ({ stack }, _request, response) =>
    sendJson(response, 200, { now: stack.clock.now().toISOString() }),
  'POST /_local/clock': async ({ stack }, request, response) => {
    const { advance } = await jsonBody(request);
    if (typeof advance !== 'string') throw new LocalRequestError(400, 'needs {"advance":"P8D"}');
    const now = await stack.clock.advance(advance).catch((error: unknown) => {
      if (error instanceof RangeError) throw new LocalRequestError(400, error.message);
      throw error;
    });
    sendJson(response, 200, { now: now.toISOString() });
  },
  'POST /_local/feedback': async ({ stack }, request, response) => {
    const { mailId, type } = await jsonBody(request);
    if (typeof mailId !== 'string' || !isFeedbackType(type)) {
      throw new LocalRequestError(400, 'needs {"mailId":"…","type":"bounce|complaint|delivery"}');
    }
    if (!(await stack.feedback(mailId, type))) throw new LocalRequestError(404, 'there is no such mail');
    sendJson(response, 200, { mailId, type });
  },
  'POST /_local/dead-letters': async ({ stack }, request, response) => {
    const { queue, messageId, action } = await jsonBody(request);
    const isAction = action === 'redrive' || action === 'discard';
    if (typeof queue !== 'string' || typeof messageId !== 'string' || !isAction) {
      throw new LocalRequestError(400, 'needs {"queue":"…-dlq","messageId":"…","action":"redrive|discard"}');
    }
    if (!(await actOnDeadLetter(stack, queue, messageId, action))) {
      throw new LocalRequestError(404, 'there is no such dead letter');
    }
    sendJson(response, 200, { queue, messageId, action });
  },
};

/** Answers everything under `/_local`: what people and tests need, and no deployment has (contract §11). */
export async function answerLocal(
  request: IncomingMessage,
  response: ServerResponse,
  context: ConsoleContext,
): Promise<void> {
  const path = (request.url ?? '').split('?')[0]?.replace(/\/$/, '') ?? '';
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
  try {
    if (isForeign(request)) throw new LocalRequestError(403, 'not from another site');
    const endpoint = endpoints[`${method} ${path}`];
    if (endpoint !== undefined) await endpoint(context, request, response);
    else if (method !== 'GET' || !(sendMail(path, context, response) || consolePage(path, response))) {
      throw new LocalRequestError(404, 'Not Found');
    }
  } catch (error) {
    if (response.headersSent) throw error;
    const status = error instanceof LocalRequestError ? error.status : 500;
    sendJson(response, status, { message: error instanceof Error ? error.message : String(error) });
  }
}

function sendMail(path: string, { stack }: ConsoleContext, response: ServerResponse): boolean {
  const id = /^\/_local\/mails\/(.+)\.html$/.exec(path)?.[1];
  const mail = id === undefined ? undefined : stack.mails().findLast((one) => one.id === safeDecode(id));
  if (mail === undefined) return false;
  response.writeHead(200, mailHeaders);
  response.end(mail.html);
  return true;
}

/** Another site's page could send a POST here without reading the answer. That must not move the clock. */
function isForeign(request: IncomingMessage): boolean {
  const { origin } = request.headers;
  return origin !== undefined && !isLoopbackHost(origin.replace(/^https?:\/\//, ''));
}

async function jsonBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse((await readBody(request, 64 * 1024)).toString('utf8'));
    if (isRecord(body)) return body;
  } catch {
    // The error below says what is needed.
  }
  throw new LocalRequestError(400, 'the body must be a JSON object');
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
