import { Command } from '@commander-js/extra-typings';
import * as z from 'zod';
import { type ActionOf, withExamples } from '../command.ts';
import { CliError } from '../errors.ts';
import type { Row, Tone } from '../terminal/text-output.ts';
import { count } from '../terminal/words.ts';

const alarmList = z.array(
  z.object({
    name: z.string(),
    state: z.enum(['OK', 'ALARM', 'NOT_RUN']),
    reason: z.string(),
    runbook: z.string(),
    meaning: z.string(),
  }),
);

type Alarm = z.output<typeof alarmList>[number];

const TONES: Readonly<Record<Alarm['state'], Tone>> = { OK: 'good', ALARM: 'bad', NOT_RUN: 'dim' };

export function alarmsCommand(action: ActionOf) {
  const command = new Command('alarms')
    .summary('List the alarms of the local stack that are in alarm')
    .description(
      [
        'Lists the alarms of the local stack that are in alarm. Exit code 1 if there is one.',
        'The alarms of a deployed stage are in CloudWatch; their names begin with the name of the stage.',
      ].join('\n\n'),
    )
    .option('--all', 'list also the alarms that are OK, and those that the local stack cannot evaluate')
    .action(
      action(async (session, { all = false }) => {
        const { console, name } = await session.stage();
        if (console === null) {
          throw new CliError('not-local', 'The alarms of a deployed stage are in CloudWatch.', {
            fix: `Look there for alarms named ${name}-…, and at the dashboards.`,
          });
        }
        const response = await fetch(`${console}/alarms`, { signal: AbortSignal.timeout(30_000) });
        if (!response.ok)
          throw new CliError('no-alarms', `The local stack does not report its alarms (${response.status}).`);
        const alarms = alarmList.parse(await response.json());
        const inAlarm = alarms.filter(({ state }) => state === 'ALARM');
        const shown = all ? alarms : inAlarm;
        return {
          ok: inAlarm.length === 0,
          json: { stage: name, alarms },
          text(output) {
            output.line(
              inAlarm.length === 0
                ? `None of ${count(alarms.length, 'alarm')} is in alarm.`
                : `${inAlarm.length} of ${count(alarms.length, 'alarm')} in alarm:`,
            );
            if (shown.length === 0) return;
            output.line();
            output.table([{ head: 'alarm' }, { head: 'state' }], shown.flatMap(rowsOf));
          },
        };
      }),
    );
  return withExamples(command, 'alarms', 'alarms --all');
}

function rowsOf({ name, state, reason, meaning, runbook }: Alarm): Row[] {
  const row = [name, { text: state, tone: TONES[state] }];
  const below = state === 'ALARM' ? [reason, meaning, runbook] : state === 'NOT_RUN' ? [reason] : [];
  return [row, ...below.map((text) => ({ below: text, indent: 2 }))];
}
