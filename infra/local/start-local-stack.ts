import { createServer } from 'node:http';
import { localRegion, queueUrl } from './aws-names.ts';
import { durationMilliseconds, StackClock } from './clock.ts';
import { answerLocal } from './console/endpoints.ts';
import { openDataFolder } from './data-folder.ts';
import { deploy } from './deployment.ts';
import { startDynamoDb } from './dynamodb.ts';
import { FaultInjection } from './fault-injection.ts';
import { FunctionLogs } from './function-logs.ts';
import { headerLimit } from './http-api.ts';
import { closeServer, listenOnLoopback, refuseForeignHost } from './http-server.ts';
import type { LocalStack, LocalStackOptions } from './local-stack.ts';
import { RequestCounters } from './request-counters.ts';
import { SecretsManagerStandIn } from './secrets-manager.ts';
import { SesStandIn } from './ses/ses-stand-in.ts';
import { SqsStandIn } from './sqs.ts';
import { readTemplates } from './template/read-template.ts';

export type { LocalStack, LocalStackOptions } from './local-stack.ts';

/**
 * Runs synthesized CDK templates on this machine, on loopback only.
 * @throws TemplateError if a template has a resource that the stack neither runs nor skips
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return await start(options, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  options: LocalStackOptions,
  closers: (() => unknown)[],
  close: () => Promise<void>,
): Promise<LocalStack> {
  const data =
    options.dataDir === undefined ? undefined : openDataFolder(options.dataDir, options.onWriteFailure);
  closers.push(() => data?.release());
  const clock = new StackClock(data?.clock);
  const logs = new FunctionLogs({ file: data?.logs, listener: options.onLogLine });
  const counters = new RequestCounters();
  const faults = new FaultInjection();

  const server = createServer({ maxHeaderSize: headerLimit });
  const api = await listenOnLoopback(server, options.port ?? 0);
  closers.push(() => closeServer(server));
  const dynamodb = await startDynamoDb({ file: data?.items, counters, faults });
  closers.push(() => dynamodb.close());
  const sqs = await SqsStandIn.start({ file: data?.messages, counters, faults });
  closers.push(() => sqs.close());
  const ses = new SesStandIn({ file: data?.mails, clock, counters, faults });
  const sesEndpoint = await ses.listen();
  closers.push(() => ses.close());
  const secrets = new SecretsManagerStandIn({ file: data?.secrets, counters });
  const secretsEndpoint = await secrets.listen();
  closers.push(() => secrets.close());

  const endpoints = {
    api,
    dynamodb: dynamodb.endpoint,
    sqs: sqs.endpoint,
    ses: sesEndpoint,
    secrets: secretsEndpoint,
  };
  const plan = readTemplates(options.templates, endpoints);
  const { concurrency = 2, onLoadFailure } = options;
  const deploymentOptions = { endpoints, clock, logs, sqs, ses, secrets, concurrency, onLoadFailure };
  const deployment = await deploy(plan, deploymentOptions);
  closers.push(() => deployment.close());

  const stack: LocalStack = {
    api,
    console: `${api}/_local`,
    sqs: {
      endpoint: sqs.endpoint,
      region: localRegion,
      queues: Object.fromEntries(sqs.names().map((name) => [name, queueUrl(sqs.endpoint, name)])),
    },
    dynamodb: { endpoint: dynamodb.endpoint, table: plan.tables[0]?.name ?? '' },
    ses: { endpoint: sesEndpoint },
    secrets: {
      endpoint: secretsEndpoint,
      arns: () => secrets.arns(),
      value: (id) => secrets.value(id),
      put: (id, value) => secrets.put(id, value),
    },
    invoke: (name, event) => deployment.pool(name).invoke(event),
    killFunction: (name, most) => deployment.pool(name).kill(most),
    counters,
    faults,
    clock: {
      now: () => clock.now(),
      async advance(duration) {
        await deployment.advanceTime(durationMilliseconds(duration), (by) => clock.move(by));
        return clock.now();
      },
      begin: (ago) => clock.move(-durationMilliseconds(ago)),
    },
    pollers: { pause: () => deployment.pause(), resume: () => deployment.resume() },
    mails: () => ses.mailbox.all(),
    feedback: (mailId, type) => ses.feedback(mailId, type),
    peek: (name) => sqs.peek(name),
    idle: () => deployment.idle(),
    logs: (count) => logs.tail(count),
    alarms: () => deployment.alarms.states(),
    close,
  };
  server.on('request', (request, response) => {
    if (refuseForeignHost(request, response)) return;
    const local = /^\/_local(?=[/?]|$)/.test(request.url ?? '');
    const answered = local
      ? answerLocal(request, response, {
          stack,
          events: deployment.events,
          depths: () => deployment.depths(),
        })
      : deployment.httpApi.handle(request, response);
    answered.catch(() => response.destroy());
  });
  deployment.resume();
  return stack;
}
