import type { Call, Command } from '../command.ts';
import { deadLettersOf } from '../letters/dead-letters.ts';
import { partnersOf } from '../letters/partners.ts';
import { queueNamed } from '../letters/queue-choice.ts';
import { SavedLetters } from '../letters/save.ts';
import { SELECTION_OPTIONS, selection } from '../letters/selection.ts';
import { listByCode, type Summary, summaryOf } from '../letters/tally.ts';
import { diagnose } from '../letters/why.ts';
import type { QueuePair, Stage } from '../stage/stage.ts';
import { deadLetterName } from '../stage/stage.ts';
import { count } from '../terminal/words.ts';

export const dlqDiscard: Command = {
  name: 'dlq discard',
  takes: '<queue>',
  positionals: { least: 1, most: 1 },
  summary: 'Deletes dead letters for good',
  about: [
    'A dry run without --yes. With --save each message is written to a file before it is deleted, one JSON line each; `replay` sends the file’s events again. The file holds what the events hold, names and addresses too: keep it as safe, and delete it.',
  ],
  options: {
    ...SELECTION_OPTIONS,
    save: { value: 'FILE', about: 'writes the messages to a new file first' },
    yes: { about: 'does it' },
  },
  examples: [
    'dlq discard subscription-events --code invalid-data',
    'dlq discard mail --save mail.jsonl --yes',
  ],
  async run(call) {
    const stage = await call.stage();
    const pair = queueNamed(stage, call.positionals[0] ?? '');
    const doIt = call.has('yes');
    const path = call.text('save') ?? null;
    const { gone, undeleted } = await discard(stage, pair, call, doIt ? path : null);
    return {
      ok: undeleted === 0,
      json: {
        stage: stage.name,
        queue: pair.name,
        dryRun: !doIt,
        saved: doIt ? path : null,
        discarded: gone,
        undeleted,
      },
      text(page) {
        const what = `${count(gone.length, 'message')} of ${deadLetterName(pair)}`;
        page.line(
          doIt ? `Deleted ${what}${path === null ? '' : `, saved in ${path}`}.` : `Would delete ${what}.`,
        );
        listByCode(page, gone);
        if (undeleted > 0) page.line({ text: `${undeleted} could not be deleted. Try again.`, tone: 'bad' });
        if (!doIt && gone.length > 0) {
          page.line('Nothing was changed. Do it with --yes; keep a copy with --save FILE.');
        }
      },
    };
  },
};

async function discard(
  stage: Stage,
  pair: QueuePair,
  call: Call,
  path: string | null,
): Promise<{ gone: Summary[]; undeleted: number }> {
  const isMeant = selection(call);
  const isKnown = partnersOf(stage);
  const box = deadLettersOf(stage, pair);
  const saved = path === null ? null : await SavedLetters.create(path);
  const gone: Summary[] = [];
  let undeleted = 0;
  try {
    await box.handle(async (letters) => {
      const all = await Promise.all(letters.map((letter) => diagnose(pair.name, letter, isKnown)));
      const meant = all.filter(isMeant);
      if (!call.has('yes')) {
        gone.push(...meant.map(summaryOf));
        return letters;
      }
      const chosen = meant.map(({ letter }) => letter);
      await saved?.add(pair.name, chosen);
      const left = await box.delete(chosen);
      undeleted += left.length;
      gone.push(...meant.filter(({ letter }) => !left.includes(letter)).map(summaryOf));
      call.progress.tell(`${count(gone.length, 'message')} deleted`);
      return letters.filter((one) => !chosen.includes(one) || left.includes(one));
    });
  } finally {
    await saved?.close();
  }
  return { gone, undeleted };
}
