import type { IncomingMessage, ServerResponse } from 'node:http';
import type { QueueState } from '../deployment.ts';
import { isLoopbackHost, readBody, sendJson } from '../http-server.ts';
import type { LocalStack } from '../local-stack.ts';
import { isFeedbackType } from '../ses/event-publishing.ts';
import { isRecord } from '../template/is-record.ts';
import { mailHeaders, mailSummaries } from './mails.ts';
import { consolePage } from './page.ts';
import { consoleState } from './state.ts';

interface Local {
  readonly stack: LocalStack;
  depths(): QueueState[];
}

type Answer = (local: Local, request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** A request to `/_local` that cannot be done; becomes 400 or another status. */
class LocalRequestError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const answers: Readonly<Record<string, Answer>> = {
  'GET /_local/mails': ({ stack }, _request, response) => sendJson(response, 200, mailSummaries(stack)),
  'GET /_local/state': async ({ stack, depths }, _request, response) =>
    sendJson(response, 200, await consoleState(stack, depths())),
  'GET /_local/alarms': ({ stack }, _request, response) => sendJson(response, 200, stack.alarms()),
  'GET /_local/logs': ({ stack }, _request, response) => sendJson(response, 200, stack.logs()),
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
};

/** Answers everything under `/_local`: what people and tests need and no deployment has (contract §11). */
export async function answerLocal(
  request: IncomingMessage,
  response: ServerResponse,
  local: Local,
): Promise<void> {
  const path = (request.url ?? '').split('?')[0]?.replace(/\/$/, '') ?? '';
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
  try {
    if (isForeign(request)) throw new LocalRequestError(403, 'not from another site');
    const answer = answers[`${method} ${path}`];
    if (answer !== undefined) await answer(local, request, response);
    else if (method !== 'GET' || !(sendMail(path, local, response) || consolePage(path, response))) {
      throw new LocalRequestError(404, 'Not Found');
    }
  } catch (error) {
    if (response.headersSent) throw error;
    const status = error instanceof LocalRequestError ? error.status : 500;
    sendJson(response, status, { message: error instanceof Error ? error.message : String(error) });
  }
}

function sendMail(path: string, { stack }: Local, response: ServerResponse): boolean {
  const id = /^\/_local\/mails\/(.+)\.html$/.exec(path)?.[1];
  const mail = id === undefined ? undefined : stack.mails().findLast((one) => one.id === safeDecode(id));
  if (mail === undefined) return false;
  response.writeHead(200, mailHeaders);
  response.end(mail.html);
  return true;
}

/** A page of another site may send a POST here without reading the answer; that must not move the clock. */
function isForeign(request: IncomingMessage): boolean {
  const { origin } = request.headers;
  return origin !== undefined && !isLoopbackHost(origin.replace(/^https?:\/\//, ''));
}

async function jsonBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse((await readBody(request, 64 * 1024)).toString('utf8'));
    if (isRecord(body)) return body;
  } catch {
    // Said below: whatever is wrong with it, it is not the object we need.
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
