import { Command } from '@commander-js/extra-typings';
import { type ActionOf, manyTexts, withExamples } from '../command.ts';
import { CliError, UsageError } from '../errors.ts';
import { checkedEvents } from '../events/check-events.ts';
import { fileOption, readEventsInput, setOption } from '../events/events-input.ts';
import { commandLine, type Stage } from '../stage/stage.ts';
import type { StyledText } from '../terminal/text-output.ts';

export function explainCommand(action: ActionOf) {
  const command = new Command('explain')
    .argument('[event-type]', 'a type of docs/events.md, or a file')
    .usage('<event-type | FILE>')
    .summary('Show what would be decided about an event, and why')
    .description(
      [
        'Shows what would be decided about an event now, and why. Changes nothing.',
        'The first row of the decision table that hits decides; docs/rules.md has all rows. Each row above it is listed with the conditions that did not hold.',
        'Rules decide subscription.ingested and azure-onboarding.requested.',
      ].join('\n\n'),
    )
    .addOption(fileOption)
    .addOption(setOption)
    .option(
      '--fact <NAME=VALUE>',
      'decide with another value of a fact, such as channel=csp; may be repeated',
      manyTexts('fact'),
    )
    .action(
      action(async (session, word, { file, set, fact = [] }) => {
        const overrides = Object.fromEntries(fact.map(parseFact));
        const [event, another] = checkedEvents(
          (await readEventsInput(session, { word, file, set }, 'explain')).found,
        );
        if (!event || another) throw new UsageError('Only one event at a time can be explained.');
        const stage = await session.stage();
        const decision = await stage.api.decide(event.value, overrides).catch((error: unknown) => {
          throw withFix(error, event.partnerId, stage);
        });
        const { rule, chain, status, reason, because, missed } = decision;
        const path = 'path' in decision ? decision.path : null;
        const earliestMoveDate = 'earliestMoveDate' in decision ? decision.earliestMoveDate : null;
        return {
          ok: true,
          json: {
            stage: stage.name,
            event: { id: event.id, source: event.source, type: event.type },
            ...decision,
          },
          text(output) {
            const isBad = status === 'rejected' || status === 'refused' || rule === null;
            const facts: [name: string, value: StyledText][] = [
              ['event', `${event.type} ${event.id}`],
              ['rule', { text: rule ?? 'none applies', tone: 'strong' }],
              ['chain', chain ?? '–'],
              ['status', { text: status, tone: isBad ? 'bad' : 'good' }],
              ['reason', reason ?? '–'],
            ];
            if (path) facts.push(['path', path]);
            if (earliestMoveDate) facts.push(['not before', earliestMoveDate]);
            if (rule !== null) facts.push(['because', because.join('; ') || 'no earlier row hit']);
            output.facts(facts);
            if (missed.length === 0) return;
            output.line();
            output.table(
              [{ head: 'earlier row' }, { head: 'missed because', wraps: true }],
              missed.map((miss) => [miss.rule, miss.because.join('; ')]),
            );
          },
        };
      }),
    );
  return withExamples(
    command,
    'explain subscription.ingested',
    'explain event.json --fact channel=csp --fact termOver=false',
    'explain azure-onboarding.requested --set data.partnerId=northwind',
  );
}

function parseFact(setting: string): [string, unknown] {
  const at = setting.indexOf('=');
  if (at < 1) throw new UsageError(`--fact takes a name and a value, as in channel=csp, not ${setting}.`);
  const value = setting.slice(at + 1);
  return [setting.slice(0, at), value === 'true' ? true : value === 'false' ? false : value];
}

const FIXES: Readonly<Record<string, string>> = {
  'unknown-partner': 'Register it:',
  'no-rules': 'Rules decide subscription.ingested and azure-onboarding.requested only.',
  'invalid-facts': 'The names and values of facts are in docs/rules.md.',
};

function withFix(error: unknown, partnerId: string, stage: Stage): unknown {
  if (!(error instanceof CliError)) return error;
  const { code, message, faults } = error;
  const register = commandLine(stage, `publish partner.registered --set data.partnerId=${partnerId}`);
  const run = code === 'unknown-partner' ? register : undefined;
  return new CliError(code, message, { fix: FIXES[code], run, faults, cause: error });
}
