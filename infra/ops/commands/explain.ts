import type { Command } from '../command.ts';
import { CliError, UsageError } from '../errors.ts';
import { checkedEvents } from '../events/check-events.ts';
import { EVENT_OPTIONS, readEventsInput } from '../events/events-input.ts';
import { next, type Stage } from '../stage/stage.ts';
import type { StyledText } from '../terminal/text-output.ts';

export const explain: Command = {
  name: 'explain',
  takes: '<event-type | FILE>',
  positionals: { least: 0, most: 1 },
  summary: 'Tells what would be decided of an event now, and why',
  about: [
    'Changes nothing. Rules stand in rows, the first that hits wins; docs/rules.md has them all. Each row above the one that hit is listed with the conditions that did not hold.',
    'Rules are asked by subscription.ingested and azure-onboarding.requested.',
  ],
  options: {
    ...EVENT_OPTIONS,
    fact: { value: 'NAME=VALUE', many: true, about: 'supposes a fact to be otherwise, such as channel=csp' },
  },
  examples: [
    'explain subscription.ingested',
    'explain event.json --fact channel=csp --fact termOver=false',
    'explain azure-onboarding.requested --set data.partnerId=northwind',
  ],
  async run(call) {
    const facts = Object.fromEntries(call.all('fact').map(factOf));
    const [event, another] = checkedEvents((await readEventsInput(call, 'ask')).found);
    if (!event || another) throw new UsageError('One event at a time can be explained.');
    const stage = await call.stage();
    const verdict = await stage.api.decide(event.value, facts).catch((error: unknown) => {
      throw withFix(error, event.partnerId, stage);
    });
    const { rule, chain, status, reason, because, missed } = verdict;
    const path = 'path' in verdict ? verdict.path : null;
    const earliestMoveDate = 'earliestMoveDate' in verdict ? verdict.earliestMoveDate : null;
    return {
      ok: true,
      json: {
        stage: stage.name,
        event: { id: event.id, source: event.source, type: event.type },
        ...verdict,
      },
      text(page) {
        const bad = status === 'rejected' || status === 'refused' || rule === null;
        const facts: [name: string, value: StyledText][] = [
          ['event', `${event.type} ${event.id}`],
          ['rule', { text: rule ?? 'none is asked', tone: 'strong' }],
          ['chain', chain ?? '–'],
          ['status', { text: status, tone: bad ? 'bad' : 'good' }],
          ['reason', reason ?? '–'],
        ];
        if (path) facts.push(['path', path]);
        if (earliestMoveDate) facts.push(['not before', earliestMoveDate]);
        if (rule !== null) facts.push(['because', because.join('; ') || 'no earlier row hit']);
        page.facts(facts);
        if (missed.length === 0) return;
        page.line();
        page.table(
          [{ head: 'earlier row' }, { head: 'missed because', wraps: true }],
          missed.map((miss) => [miss.rule, miss.because.join('; ')]),
        );
      },
    };
  },
};

function factOf(setting: string): [string, unknown] {
  const at = setting.indexOf('=');
  if (at < 1) throw new UsageError(`--fact takes a name and a value, as in channel=csp, not ${setting}.`);
  const value = setting.slice(at + 1);
  return [setting.slice(0, at), value === 'true' ? true : value === 'false' ? false : value];
}

const FIXES: Readonly<Record<string, string>> = {
  'unknown-partner': 'Register it:',
  'no-rules': 'subscription.ingested and azure-onboarding.requested are decided by rules.',
  'invalid-facts': 'The names and values of facts are in docs/rules.md.',
};

function withFix(error: unknown, partnerId: string, stage: Stage): unknown {
  if (!(error instanceof CliError)) return error;
  const { code, message, faults } = error;
  const register = next(stage, `publish partner.registered --set data.partnerId=${partnerId}`);
  const run = code === 'unknown-partner' ? register : undefined;
  return new CliError(code, message, { fix: FIXES[code], run, faults, cause: error });
}
