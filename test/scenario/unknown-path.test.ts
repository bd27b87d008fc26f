import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
beforeAll(async () => {
  s = await startScenario();
});
afterAll(() => s?.stack.close());

it.each([
  ['GET', '/'],
  ['GET', '/nowhere'],
  ['PUT', '/events'],
  ['DELETE', '/health'],
  ['GET', '/invitations'],
])('an unknown path is answered with 404 as a problem document: %s %s', async (method, path) => {
  const response = await fetch(`${s.stack.api}${path}`, { method });
  expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  expect(await response.json()).toMatchObject({
    status: 404,
    code: 'no-route',
    title: 'There is nothing at this path',
  });
});

it('the health path is answered with 200', async () => {
  const response = await fetch(`${s.stack.api}/health`);
  expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
});
