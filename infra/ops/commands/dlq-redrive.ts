import type { Command } from '../command.ts';
import { readDeadLetters } from '../dead-letters/dead-letters.ts';
import { diagnose } from '../dead-letters/diagnose.ts';
import { partnersOf } from '../dead-letters/partners.ts';
import { queueNamed } from '../dead-letters/queue-choice.ts';
import { checkOwnQueue, redriveMessage } from '../dead-letters/redrive.ts';
import { SELECTION_OPTIONS, selection } from '../dead-letters/selection.ts';
import { type DeadLetterSummary, listByCode, summarizeDeadLetters } from '../dead-letters/summary.ts';
import { deadLetterName, next } from '../stage/stage.ts';
import { count } from '../terminal/words.ts';

export const dlqRedrive: Command = {
  name: 'dlq redrive',
  takes: '<queue>',
  positionals: { least: 1, most: 1 },
  summary: 'Sends dead letters to their own queue again',
  about: [
    'A dry run without --yes. Each is sent first and deleted after, so none is lost; one that is taken twice changes nothing. Messages that would be refused again, or whose partner is still unknown or cannot be asked for, are left where they are, unless --force.',
  ],
  options: {
    ...SELECTION_OPTIONS,
    force: { about: 'also those that would, or may, come straight back' },
    yes: { about: 'does it' },
  },
  examples: [
    'dlq redrive subscription-events',
    'dlq redrive subscription-events --code unknown-partner --yes',
  ],
  async run(call) {
    const isMeant = selection(call);
    const [force, doIt] = [call.has('force'), call.has('yes')];
    const stage = await call.stage();
    const pair = queueNamed(stage, call.positionals[0] ?? '');
    await checkOwnQueue(stage.sqs, pair);
    const box = readDeadLetters(stage, pair);
    const isKnown = partnersOf(stage);
    const going: DeadLetterSummary[] = [];
    const kept: DeadLetterSummary[] = [];
    const unsure: DeadLetterSummary[] = [];
    let unsent = 0;
    let undeleted = 0;
    const complete = await box.handle(async (letters) => {
      const all = await Promise.all(letters.map((letter) => diagnose(pair.name, letter, isKnown)));
      const meant = all.filter(isMeant);
      const ready = meant.filter(({ why }) => force || why.redriveHelps);
      const left = meant.filter((one) => !ready.includes(one));
      kept.push(...left.filter(({ why }) => !why.unsure).map(summarizeDeadLetters));
      unsure.push(...left.filter(({ why }) => why.unsure).map(summarizeDeadLetters));
      if (!doIt) {
        going.push(...ready.map(summarizeDeadLetters));
        return letters;
      }
      const moved = await redriveMessage(
        stage.sqs,
        pair,
        box,
        ready.map(({ letter }) => letter),
      );
      going.push(...ready.filter(({ letter }) => moved.moved.includes(letter)).map(summarizeDeadLetters));
      unsent += moved.unsent.length;
      undeleted += moved.undeleted.length;
      call.progress.tell(`${count(going.length, 'message')} sent on`);
      return letters.filter((one) => !moved.moved.includes(one));
    });
    return {
      ok: unsent === 0 && complete && (!doIt || kept.length + unsure.length === 0),
      json: {
        stage: stage.name,
        queue: pair.name,
        dryRun: !doIt,
        redriven: going,
        kept: [...kept, ...unsure],
        unsent,
        undeleted,
        complete,
      },
      text(page) {
        const what = count(going.length, 'message');
        const where = `from ${deadLetterName(pair)} to ${pair.name}`;
        page.line(doIt ? `Sent ${what} ${where}.` : `Would send ${what} ${where}.`);
        listByCode(page, going);
        if (kept.length > 0) {
          page.line(
            `${doIt ? 'Left' : 'Would leave'} ${count(kept.length, 'message')} that would come straight back:`,
          );
          listByCode(page, kept);
          page.hint('What to do with them:', next(stage, `dlq show ${pair.name}`));
        }
        if (unsure.length > 0) {
          page.line(
            `${doIt ? 'Left' : 'Would leave'} ${count(unsure.length, 'message')} of which the partner could not be asked for. Try again later:`,
          );
          listByCode(page, unsure);
        }
        if (!complete)
          page.line({
            text: 'Not all messages were seen: there are too many for one run. Run this again.',
            tone: 'bad',
          });
        if (unsent > 0)
          page.line({
            text: `SQS did not take ${unsent}; they are where they were. Try again.`,
            tone: 'bad',
          });
        if (undeleted > 0)
          page.line(`${undeleted} were sent but could not be deleted: redriven again they change nothing.`);
        if (!doIt && going.length > 0) page.line('Nothing was changed. Do it with --yes.');
      },
    };
  },
};
