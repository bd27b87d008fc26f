import { afterEach, describe, expect, it } from 'vitest';
import type { InvocationError } from '../../../infra/local/lambda/execution-environment.ts';
import type { LocalStack } from '../../../infra/local/start-local-stack.ts';
import { startLocalStack } from '../../../infra/local/start-local-stack.ts';
import { functionResource, stackOf } from './template-builders.ts';

let stack: LocalStack | undefined;
afterEach(() => stack?.close());

async function start(source: string, properties: Record<string, unknown> = {}): Promise<LocalStack> {
  stack = await startLocalStack({ templates: [stackOf({ F: functionResource('f', source, properties) })] });
  return stack;
}

describe('a function', () => {
  it('sees its own environment and nothing of the machine’s', async () => {
    const variables = { Environment: { Variables: { TABLE_NAME: 'cases' } } };
    const running = await start('export const handler = async () => process.env;', variables);
    const environment = await running.invoke('f', {});
    expect(environment).toMatchObject({
      TABLE_NAME: 'cases',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_ENDPOINT_URL_SQS: running.sqs.endpoint,
      AWS_ENDPOINT_URL_SES: running.ses.endpoint,
    });
    expect(environment).not.toHaveProperty('PATH');
    expect(environment).not.toHaveProperty('HOME');
  });

  it('lives on the stack’s clock, bundle unchanged', async () => {
    const running = await start(
      'export const handler = async () => [Date.now(), new Date().getTime(), new Date(0).getTime(), Date() !== undefined];',
    );
    await running.invoke('f', {});
    const now = await running.clock.advance('P8D');
    const [called, made, epoch] = [await running.invoke('f', {})].flat().map(Number);
    expect(epoch).toBe(0);
    for (const time of [called, made]) expect(Math.abs((time ?? 0) - now.getTime())).toBeLessThan(5000);
    expect(now.getTime() - Date.now()).toBeGreaterThan(7.9 * 86_400_000);
  });

  it('is reused warm, and runs no more at a time than its concurrency', async () => {
    const running = await start(`
      let calls = 0;
      export const handler = async () => { calls += 1; await new Promise((done) => setTimeout(done, 5)); return calls; };`);
    const counts = await Promise.all(Array.from({ length: 6 }, () => running.invoke('f', {})));
    expect(counts.map(Number).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(12);
    expect(Math.max(...counts.map(Number))).toBeGreaterThanOrEqual(3);
  });

  it.each([
    ['throws', 'throw new Error("no way\\nat all");', 'f: its bundle did not load: Error: no way'],
    ['ends', 'process.exit(1);', 'f: its bundle did not load'],
    [
      'is none',
      'export const handle = 1;',
      'f: its bundle did not load: Error: the bundle exports no function',
    ],
  ])('fails with the first line of the cause when its bundle %s', async (_, source, message) => {
    const heard: InvocationError[] = [];
    stack = await startLocalStack({
      templates: [stackOf({ F: functionResource('f', source) })],
      onLoadFailure: (error) => heard.push(error),
    });
    const failed = stack.invoke('f', {});
    await expect(failed).rejects.toMatchObject({ code: 'initialization-failed' });
    await expect(failed).rejects.toThrow(message);
    expect(heard.map((error) => error.message.split('\n'))).toEqual([[expect.stringContaining(message)]]);
  });

  it('is not called broken for a handler that fails, or because the stack closes', async () => {
    const heard: InvocationError[] = [];
    const running = await startLocalStack({
      templates: [stackOf({ F: functionResource('f', 'export const handler = async () => { throw 1; };') })],
      onLoadFailure: (error) => heard.push(error),
    });
    await expect(running.invoke('f', {})).rejects.toMatchObject({ code: 'handler-failed' });
    const more = [running.invoke('f', {}), running.invoke('f', {})].map((one) => one.catch(() => {}));
    await running.close();
    await Promise.all(more);
    expect(heard).toEqual([]);
  });
});
