import type { Command } from '../command.ts';
import { readDeadLetters } from '../dead-letters/dead-letters.ts';
import { diagnose } from '../dead-letters/diagnose.ts';
import { partnersOf } from '../dead-letters/partners.ts';
import { deadLetterJson, printDeadLetter } from '../dead-letters/print-dead-letter.ts';
import { queueNamed } from '../dead-letters/queue-choice.ts';
import { SELECTION_OPTIONS, selection } from '../dead-letters/selection.ts';
import { deadLetterName, next } from '../stage/stage.ts';
import { count } from '../terminal/words.ts';

export const dlqShow: Command = {
  name: 'dlq show',
  takes: '<queue>',
  positionals: { least: 1, most: 1 },
  summary: 'Tells why each message is in a dead-letter queue',
  about: [
    'The messages are looked at and given back at once; a look is no try and does them no harm. A message that SQS itself moved says nothing of why: it is checked by the schemas, and its partner asked for.',
    'Mail addresses, names and comments are never shown. Exit code 1 when there is any message.',
  ],
  options: { ...SELECTION_OPTIONS, limit: { value: 'N', about: 'most messages to look at; default 50' } },
  examples: ['dlq show subscription-events', 'dlq show mail --code ses-MessageRejected --json'],
  async run(call) {
    const limit = call.number('limit', { least: 1, most: 10_000, otherwise: 50 });
    const isMeant = selection(call);
    const stage = await call.stage();
    const pair = queueNamed(stage, call.positionals[0] ?? '');
    const box = readDeadLetters(stage, pair);
    const { waiting, held } = await box.depth();
    const isKnown = partnersOf(stage);
    const letters = await box.peek(limit);
    const all = await Promise.all(letters.map((letter) => diagnose(pair.name, letter, isKnown)));
    const shown = all.filter(isMeant);
    const total = Math.max(waiting, letters.length);
    const now = Date.now();
    return {
      ok: total + held === 0,
      json: {
        stage: stage.name,
        queue: pair.name,
        waiting: total,
        held,
        messages: shown.map((one) => deadLetterJson(one, now)),
      },
      text(page) {
        page.line({ text: `${deadLetterName(pair)}: ${count(total, 'message')}`, tone: 'strong' });
        if (held > 0) page.line(`${held} more in the hands of another look; they come back by themselves.`);
        for (const diagnosis of shown) {
          page.line();
          printDeadLetter(page, diagnosis, now);
        }
        if (total > letters.length)
          page.line(`\n${total - letters.length} more were not looked at (--limit).`);
        if (shown.length === 0) return;
        const ready = shown.filter(({ why }) => why.redriveHelps).length;
        page.line();
        const redrive = next(stage, `dlq redrive ${pair.name}`);
        if (ready > 0) page.hint(`${ready} of ${shown.length} would be taken now:`, redrive);
        else page.line('Redriving helps none of them yet.');
      },
    };
  },
};
