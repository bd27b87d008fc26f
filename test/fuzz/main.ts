import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { DoorResult } from './worker.ts';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '2000' },
    door: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const HELP = `Sends random and mutated inputs to every door. None may fail, throw, stay in a queue or take longer than five seconds.

  npm run fuzz -- --inputs 100000            that many inputs for each door (default 2000)
  npm run fuzz -- --door "POST /events"      one door only
`;

/** The doors, in the order of the table. doors.ts, which has them, runs in the workers only. */
const DOORS = [
  'subscription-events',
  'relationship-events',
  'azure-events',
  'mail-feedback',
  'POST /events',
  'POST /decisions',
  '/invitations/{token}',
  'GET /partners/{partnerId}/customers',
  'POST /webhooks/partner-center',
] as const;

function fuzz(door: string, inputs: number): Promise<DoorResult> {
  const worker = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), [door, String(inputs)], {
    serialization: 'advanced',
  });
  return new Promise((resolve, reject) => {
    worker.on('message', resolve);
    worker.on('exit', (code, signal) => {
      if (code !== 0) reject(new Error(`The door ${door} ended with ${code ?? signal}`));
    });
  });
}

async function main(): Promise<boolean> {
  if (values.help) {
    console.log(HELP);
    return true;
  }
  const doors = values.door === undefined ? DOORS : [values.door];
  const next = doors[Symbol.iterator]();
  const results = new Map<string, DoorResult>();
  const work = async () => {
    for (const door of next) results.set(door, await fuzz(door, Number(values.inputs)));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  for (const door of doors) {
    const result = results.get(door);
    if (!result) continue;
    const kinds = [...result.kinds].sort(([, a], [, b]) => b - a).map(([kind, count]) => `${kind} ${count}`);
    console.log(
      `${door.padEnd(36)} ${String(result.inputs).padStart(7)} inputs ${String(result.seconds).padStart(4)} s  ${kinds.join(', ')}`,
    );
    for (const problem of result.problems.slice(0, 5)) console.log(`  PROBLEM ${problem}`);
  }
  const problems = [...results.values()].reduce((sum, result) => sum + result.problems.length, 0);
  console.log(`\n${problems} problems.`);
  return problems === 0 && results.size === doors.length;
}

process.exitCode = (await main()) ? 0 : 1;
