import * as z from 'zod';
import type { Command } from '../command.ts';
import { CliError } from '../errors.ts';
import type { Row, Tone } from '../terminal/text-output.ts';
import { count } from '../terminal/words.ts';

const answer = z.array(
  z.object({
    name: z.string(),
    state: z.enum(['OK', 'ALARM', 'NOT_RUN']),
    reason: z.string(),
    runbook: z.string(),
    meaning: z.string(),
  }),
);

type Alarm = z.output<typeof answer>[number];

const TONES: Readonly<Record<Alarm['state'], Tone>> = {
  OK: 'good',
  ALARM: 'bad',
  NOT_RUN: 'dim',
};

export const alarms: Command = {
  name: 'alarms',
  takes: '',
  positionals: { least: 0, most: 0 },
  summary: 'Tells which alarms of the local stack would ring now',
  about: [
    'For a deployed stage look at CloudWatch’s alarms, whose names begin with the stage’s. Exit code 1 when one rings.',
  ],
  options: { all: { about: 'also those that are well, and those that cannot be told here' } },
  examples: ['alarms', 'alarms --all'],
  async run(call) {
    const { console, name } = await call.stage();
    if (console === null) {
      throw new CliError('not-local', 'Alarms of a deployed stage ring in CloudWatch.', {
        fix: `Look there for alarms named ${name}-…, and at its dashboards.`,
      });
    }
    const response = await fetch(`${console}/alarms`, { signal: AbortSignal.timeout(30_000) });
    if (!response.ok)
      throw new CliError('no-alarms', `The local stack does not tell its alarms (${response.status}).`);
    const found = answer.parse(await response.json());
    const rings = found.filter(({ state }) => state === 'ALARM');
    const shown = call.has('all') ? found : rings;
    return {
      ok: rings.length === 0,
      json: { stage: name, alarms: found },
      text(page) {
        page.line(
          rings.length === 0
            ? `None of ${count(found.length, 'alarm')} rings.`
            : `${rings.length} of ${count(found.length, 'alarm')} would ring:`,
        );
        if (shown.length === 0) return;
        page.line();
        page.table([{ head: 'alarm' }, { head: 'state' }], shown.flatMap(rowsOf));
      },
    };
  },
};

function rowsOf({ name, state, reason, meaning, runbook }: Alarm): Row[] {
  const row = [name, { text: state, tone: TONES[state] }];
  const below = state === 'ALARM' ? [reason, meaning, runbook] : state === 'NOT_RUN' ? [reason] : [];
  return [row, ...below.map((text) => ({ below: text, indent: 2 }))];
}
