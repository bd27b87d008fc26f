import { rm } from 'node:fs/promises';
import { newCustomer } from '../fixtures/events.ts';
import { randomFrom, shuffle } from '../fixtures/random.ts';
import { buildTemplates } from '../scenario/global-setup.ts';
import { startScenario } from '../scenario/scenario.ts';

/*
 * Can an attacker learn from response times whether a customer exists, or how much of a signature is right? This sends all kinds
 * of forged links in random order over HTTP and compares the medians: `npm run bench:link-timing`.
 */

const ROUNDS = 2_000;
const WARM_UP = 200;

const { folder, templates } = await buildTemplates();
const s = await startScenario({ templates, concurrency: 1 });
try {
  const { partnerId } = await s.registerPartner();
  const customer = newCustomer(partnerId);
  await s.publishAndWait(s.events.ingested(customer));
  const link = s.invitationLink(customer.contactEmail);
  const [keyId = '', payload = '', signature = ''] = link.slice(link.lastIndexOf('/') + 1).split('.');
  const [, , ...rest] = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const claimsOf = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  const changed = (at: number) =>
    signature.slice(0, at) + (signature[at] === 'A' ? 'B' : 'A') + signature.slice(at + 1);
  const kinds: Readonly<Record<string, string>> = {
    'a customer that exists, signature wrong from its first letter': `${keyId}.${payload}.${changed(0)}`,
    'the same, wrong in its last letter': `${keyId}.${payload}.${changed(signature.length - 1)}`,
    'a customer that does not exist': `${keyId}.${claimsOf(partnerId, crypto.randomUUID(), ...rest)}.${signature}`,
    'a partner that does not exist': `${keyId}.${claimsOf('nobody-12345678-1234', customer.tenantId, ...rest)}.${signature}`,
    'a key that does not exist': `k9.${payload}.${signature}`,
    'half a token': `${keyId}.${payload.slice(0, 40)}`,
  };
  const random = randomFrom(1);
  const times = new Map(Object.keys(kinds).map((kind) => [kind, [] as number[]]));
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const [kind, token] of shuffle(Object.entries(kinds), random)) {
      const startedAt = performance.now();
      const response = await fetch(`${s.stack.api}/invitations/${token}`);
      await response.arrayBuffer();
      if (response.status !== 404) throw new Error(`${kind}: ${response.status}`);
      if (round >= 0) times.get(kind)?.push(performance.now() - startedAt);
    }
  }
  const quantile = (values: readonly number[], part: number) =>
    values.toSorted((a, b) => a - b)[Math.floor(part * values.length)] ?? Number.NaN;
  const [first = []] = times.values();
  const median = quantile(first, 0.5);
  console.log(`${ROUNDS} requests of each kind, answered with 404 and without a read\n`);
  console.log(`${'kind of token'.padEnd(64)} median ms   ratio   10 % to 90 %`);
  for (const [kind, values] of times) {
    const own = quantile(values, 0.5);
    const spread = `${quantile(values, 0.1).toFixed(2)} to ${quantile(values, 0.9).toFixed(2)}`;
    console.log(
      `${kind.padEnd(64)} ${own.toFixed(3).padStart(9)} ${(own / median).toFixed(3).padStart(7)}   ${spread}`,
    );
  }
} finally {
  await s.stack.close();
  await rm(folder, { recursive: true, force: true });
}
