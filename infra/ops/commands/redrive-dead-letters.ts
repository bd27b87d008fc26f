import { Command } from '@commander-js/extra-typings';
import { partnerLookup } from '../cases/partner-lookup.ts';
import { type ActionOf, withExamples } from '../command.ts';
import { openDeadLetterQueue } from '../dead-letters/dead-letter-queue.ts';
import { diagnose } from '../dead-letters/diagnose.ts';
import {
  type DeadLetterSummary,
  listByCode,
  NOT_ALL_SEEN,
  summarizeDeadLetter,
} from '../dead-letters/print-dead-letters.ts';
import { checkOwnQueue, redriveMessages } from '../dead-letters/redrive.ts';
import { codeOption, idOption, isSelected, queueNamed } from '../dead-letters/selection.ts';
import { commandLine, deadLetterName } from '../stage/stage.ts';
import { count } from '../terminal/words.ts';

/** `dlq redrive`: sends dead letters to their queue again. */
export function redriveCommand(action: ActionOf) {
  const command = new Command('redrive')
    .argument('<queue>')
    .summary('Send dead letters to their queue again')
    .description(
      [
        'Sends dead letters to their queue again. A dry run without --yes.',
        'Each message is sent first and deleted after, so none is lost; processing one twice changes nothing. It leaves messages that would come back: those that would be refused again, and those whose partner is not registered or cannot be looked up. --force sends these, too.',
      ].join('\n\n'),
    )
    .addOption(idOption)
    .addOption(codeOption)
    .option('--force', 'send also the messages that would or may come back')
    .option('--yes', 'do it')
    .action(
      action(async (session, queueName, { force = false, yes = false, ...selection }) => {
        const stage = await session.stage();
        const queue = queueNamed(stage, queueName);
        await checkOwnQueue(stage.sqs, queue);
        const deadLetterQueue = openDeadLetterQueue(stage, queue);
        const lookup = partnerLookup(stage);
        const selected = isSelected(selection);
        const redriven: DeadLetterSummary[] = [];
        const kept: DeadLetterSummary[] = [];
        const unsure: DeadLetterSummary[] = [];
        let unsent = 0;
        let undeleted = 0;
        const complete = await deadLetterQueue.workThrough(async (messages) => {
          const diagnoses = await Promise.all(messages.map((one) => diagnose(queue.name, one, lookup)));
          const [ready, left] = partition(
            diagnoses.filter(selected),
            ({ cause }) => force || cause.redriveHelps,
          );
          const [leftUnsure, leftKept] = partition(left, ({ cause }) => cause.unsure);
          kept.push(...leftKept.map(summarizeDeadLetter));
          unsure.push(...leftUnsure.map(summarizeDeadLetter));
          if (!yes) {
            redriven.push(...ready.map(summarizeDeadLetter));
            return messages;
          }
          const toMove = ready.map(({ deadLetter }) => deadLetter);
          const result = await redriveMessages(stage.sqs, queue, deadLetterQueue, toMove);
          redriven.push(
            ...ready.filter(({ deadLetter }) => result.moved.includes(deadLetter)).map(summarizeDeadLetter),
          );
          unsent += result.unsent.length;
          undeleted += result.undeleted.length;
          session.progress.report(`${count(redriven.length, 'message')} sent`);
          return messages.filter((one) => !result.moved.includes(one));
        });
        return {
          ok: unsent === 0 && complete && (!yes || kept.length + unsure.length === 0),
          json: {
            stage: stage.name,
            queue: queue.name,
            dryRun: !yes,
            redriven,
            kept: [...kept, ...unsure],
            unsent,
            undeleted,
            complete,
          },
          text(output) {
            const what = `${count(redriven.length, 'message')} from ${deadLetterName(queue)} to ${queue.name}`;
            output.line(yes ? `Sent ${what}.` : `Would send ${what}.`);
            listByCode(output, redriven);
            const left = yes ? 'Left' : 'Would leave';
            if (kept.length > 0) {
              output.line(`${left} ${count(kept.length, 'message')} that would come back:`);
              listByCode(output, kept);
              output.hint('What to do with them:', commandLine(stage, `dlq show ${queue.name}`));
            }
            if (unsure.length > 0) {
              output.line(
                `${left} ${count(unsure.length, 'message')} whose partner cannot be looked up now. Try again later:`,
              );
              listByCode(output, unsure);
            }
            if (!complete) output.line({ text: NOT_ALL_SEEN, tone: 'bad' });
            if (unsent > 0)
              output.line({
                text: `SQS did not accept ${count(unsent, 'message')}. They are still in the dead-letter queue. Try again.`,
                tone: 'bad',
              });
            if (undeleted > 0)
              output.line(
                `${count(undeleted, 'message')} could not be deleted after sending: another redrive changes nothing.`,
              );
            if (!yes && redriven.length > 0) output.line('Nothing was changed. Do it with --yes.');
          },
        };
      }),
    );
  return withExamples(
    command,
    'dlq redrive subscription-events',
    'dlq redrive subscription-events --code unknown-partner --yes',
  );
}

function partition<Item>(items: readonly Item[], belongs: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}
