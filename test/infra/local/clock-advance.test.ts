import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import type { LocalStack } from '../../../infra/local/start-local-stack.ts';
import { startLocalStack } from '../../../infra/local/start-local-stack.ts';
import { awsClients, urlOf } from './aws-clients.ts';
import { consumedQueue, type Resources, scheduled, stackOf } from './template-builders.ts';

const day = 86_400_000;
/** Remembers when it was started, by the clock it sees, and tells when asked. One at a time, it is the same warm runtime. */
const remembering = (answer = '') => `
  const starts = [];
  export const handler = async (event) => {
    if (event.asked) return starts;
    starts.push(Date.now());
    ${answer}
  };`;

let stack: LocalStack | undefined;
afterEach(() => stack?.close());

async function start(resources: Resources): Promise<LocalStack> {
  stack = await startLocalStack({ templates: [stackOf(resources)] });
  return stack;
}

/** When a function was started, in days since a moment. */
async function daysOf(of: LocalStack, name: string, since: number): Promise<number[]> {
  const starts = await of.invoke(name, { asked: true });
  return [starts].flat().map((at) => (Number(at) - since) / day);
}

describe('advancing the clock', () => {
  it('starts what is scheduled every half day, the last time at the very end', async () => {
    const running = await start(scheduled('rate(5 minutes)', {}, remembering()));
    const from = running.clock.now().getTime();
    const to = (await running.clock.advance('P2DT1H')).getTime();
    const days = await daysOf(running, 'sweep', from);
    expect(days).toEqual([0.5, 1, 1.5, 2, 2 + 1 / 24].map((at) => expect.closeTo(at, 2)));
    expect(to - from - (2 * day + day / 24)).toBeLessThan(10_000);
  });

  it('starts nothing when no time passes, or while the pollers are paused', async () => {
    const running = await start(scheduled('rate(5 minutes)', {}, remembering()));
    await running.clock.advance('PT0S');
    await running.pollers.pause();
    await running.clock.advance('P2D');
    expect(await daysOf(running, 'sweep', 0)).toEqual([]);
    running.pollers.resume();
    await running.clock.advance('PT1S');
    expect(await daysOf(running, 'sweep', 0)).toHaveLength(1);
  });

  it('has done what became due before more time passes, retries included', async () => {
    // Fails until half a day has gone by since it was sent.
    const handler = remembering(`
      const [{ body, messageId }] = event.Records;
      const isEarly = Date.now() < Number(body) + ${day / 2};
      return { batchItemFailures: isEarly ? [{ itemIdentifier: messageId }] : [] };`);
    const running = await start({
      ...consumedQueue('work', handler, { queue: { VisibilityTimeout: 600 } }),
      ...scheduled('rate(5 minutes)', {}, remembering()),
    });
    const from = running.clock.now().getTime();
    const QueueUrl = urlOf(running, 'work');
    await awsClients(running).sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: String(from) }));
    await running.clock.advance('P3D');
    const days = await daysOf(running, 'work-function', from);
    expect(days).toEqual([expect.closeTo(0, 2), expect.closeTo(0.5, 2)]);
    expect(running.peek('work-dlq')).toEqual([]);
  });

  it('goes one after the other, however many ask', async () => {
    const running = await start(scheduled('rate(5 minutes)', {}, remembering()));
    const from = running.clock.now().getTime();
    await Promise.all([running.clock.advance('P1D'), running.clock.advance('P1D')]);
    const days = await daysOf(running, 'sweep', from);
    expect(days).toEqual([0.5, 1, 1.5, 2].map((at) => expect.closeTo(at, 2)));
  });

  it('costs milliseconds a step when nothing is due', async () => {
    const running = await start({
      ...consumedQueue('work', ''),
      ...scheduled('rate(5 minutes)', {}, 'export const handler = async () => {};'),
    });
    await running.clock.advance('P1D');
    const before = performance.now();
    await running.clock.advance('P50D');
    // 100 steps; 0.3 ms each were measured, and a machine may be busy.
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

it('a schedule of a function that no stack has is refused', async () => {
  const { Rule } = scheduled('rate(1 hour)', {
    Targets: [{ Id: 'T', Arn: 'arn:aws:lambda:us-east-1:0:function:gone' }],
  });
  await expect(start({ ...(Rule && { Rule }) })).rejects.toThrow('there is no function gone');
});
