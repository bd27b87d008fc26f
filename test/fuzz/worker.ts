import { DOORS } from './doors.ts';

/** The results of all inputs at one door. */
export interface DoorResult {
  readonly inputs: number;
  readonly seconds: number;
  /** How often each kind of answer came. */
  readonly kinds: ReadonlyMap<string, number>;
  readonly problems: readonly string[];
}

/** Inputs sent before the queues are checked. */
const BATCH = 200;

const [, , name = '', count = '0'] = process.argv;
const problems: string[] = [];
process.on('unhandledRejection', (reason) => {
  problems.push(`unhandled rejection: ${String(reason)}`);
});
const open = DOORS[name];
if (!open) throw new Error(`There is no door "${name}"`);
const door = await open();
const kinds = new Map<string, number>();
const startedAt = performance.now();
const inputs = Number(count);
for (let sent = 0; sent < inputs; sent += BATCH) {
  for (const { kind, problem } of await door.send(Math.min(BATCH, inputs - sent))) {
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (problem !== null) problems.push(problem);
  }
}
await door.close();
if ('polluted' in {}) problems.push('Object.prototype is polluted');
const seconds = Math.round((performance.now() - startedAt) / 1000);
const result: DoorResult = { inputs, seconds, kinds, problems };
await new Promise((resolve) => process.send?.(result, resolve));
process.exit(0);
