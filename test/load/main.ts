import { parseArgs } from 'node:util';
import { measureImport } from './import.ts';
import { measureSoak } from './soak.ts';
import { measureThroughput } from './throughput.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string' },
    import: { type: 'string' },
    approvals: { type: 'string', default: '100' },
    soak: { type: 'string' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const HELP = `Puts the local stack under load, then checks that nothing is lost and nothing is there twice.

  npm run load -- --events 100000                    as fast as the stack takes them
  npm run load -- --import 50000 --approvals 100     a bulk import, and what it costs those who approve meanwhile
  npm run load -- --soak PT1H                        the memory of the functions over an hour

  --seed N    seed of the events (default 1)
`;

async function main(): Promise<boolean> {
  const seed = Number(values.seed);
  if (values.events !== undefined) return measureThroughput({ events: Number(values.events), seed });
  if (values.import !== undefined)
    return measureImport({ events: Number(values.import), approvals: Number(values.approvals), seed });
  if (values.soak !== undefined) return measureSoak({ duration: values.soak, seed });
  console.log(HELP);
  return values.help;
}

process.exitCode = (await main()) ? 0 : 1;
