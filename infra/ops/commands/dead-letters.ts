import { Command } from '@commander-js/extra-typings';
import { partnerLookup } from '../cases/partner-lookup.ts';
import { type ActionOf, wholeNumber, withExamples } from '../command.ts';
import { openDeadLetterQueue } from '../dead-letters/dead-letter-queue.ts';
import { diagnose } from '../dead-letters/diagnose.ts';
import { deadLetterJson, printDeadLetter } from '../dead-letters/print-dead-letters.ts';
import { codeOption, idOption, isSelected, queueNamed } from '../dead-letters/selection.ts';
import type { QueuePair, Stage } from '../stage/stage.ts';
import { commandLine, deadLetterName } from '../stage/stage.ts';
import { count, duration } from '../terminal/words.ts';
import { discardCommand } from './discard-dead-letters.ts';
import { redriveCommand } from './redrive-dead-letters.ts';

/** The commands of dead-letter queues: list, show, redrive, discard. */
export function dlqCommand(action: ActionOf) {
  return new Command('dlq')
    .summary('List, explain, redrive and discard dead letters')
    .description('Lists, explains, redrives and discards the messages of dead-letter queues.')
    .addCommand(listCommand(action))
    .addCommand(showCommand(action))
    .addCommand(redriveCommand(action))
    .addCommand(discardCommand(action));
}

/** Messages of a queue that `dlq list` reads for their age and reason. The rest is only counted. */
const MESSAGES_READ = 100;

function listCommand(action: ActionOf) {
  const command = new Command('list')
    .summary('List the dead-letter queues: how many messages, how old, and why')
    .description(
      [
        'Lists the dead-letter queues: how many messages they hold, how old, and why. Exit code 1 if there is any message.',
        `Ages and reasons are those of up to ${MESSAGES_READ} messages a queue. The messages are read and returned at once.`,
      ].join('\n\n'),
    )
    .action(
      action(async (session) => {
        const stage = await session.stage();
        const now = Date.now();
        const queues = await Promise.all(stage.queues.map((queue) => summarizeQueue(stage, queue, now)));
        const total = queues.reduce((sum, { waiting, held }) => sum + waiting + held, 0);
        return {
          ok: total === 0,
          json: { stage: stage.name, messages: total, queues },
          text(output) {
            output.table(
              [
                { head: 'dead-letter queue' },
                { head: 'messages', right: true },
                { head: 'oldest', right: true },
                { head: 'newest', right: true },
                { head: 'why', wraps: true },
              ],
              queues.map(
                ({ deadLetterQueue, waiting, held, oldestSeconds, newestSeconds, codes, complete }) => [
                  deadLetterQueue,
                  waiting + held === 0
                    ? { text: '0', tone: 'dim' }
                    : { text: (waiting + held).toLocaleString('en-US'), tone: 'bad' },
                  oldestSeconds === null ? '' : `${complete ? '' : '≥ '}${duration(oldestSeconds * 1000)}`,
                  newestSeconds === null ? '' : duration(newestSeconds * 1000),
                  [
                    ...codes.map(({ code, messages }) => `${code} ×${messages}`),
                    ...(held > 0 ? [`${held} in use elsewhere`] : []),
                  ].join(', '),
                ],
              ),
            );
            output.line();
            const fullest = queues.find(({ waiting }) => waiting > 0);
            const messages = `${count(total, 'message')}.`;
            if (!fullest) output.line(messages);
            else
              output.hint(`${messages} Why each is there:`, commandLine(stage, `dlq show ${fullest.name}`));
          },
        };
      }),
    );
  return withExamples(command, 'dlq list', 'dlq list --stage prod --json');
}

async function summarizeQueue(stage: Stage, queue: QueuePair, now: number) {
  const deadLetterQueue = openDeadLetterQueue(stage, queue);
  const { waiting, held } = await deadLetterQueue.depth();
  const seen = waiting === 0 ? [] : await deadLetterQueue.peek(MESSAGES_READ);
  const ages = seen.flatMap(({ sentAt }) =>
    sentAt === null ? [] : [Math.max(0, Math.round((now - sentAt) / 1000))],
  );
  const byCode = Map.groupBy(seen, ({ errorCode }) => errorCode ?? 'no-reason');
  return {
    name: queue.name,
    deadLetterQueue: deadLetterName(queue),
    waiting: Math.max(waiting, seen.length),
    held,
    oldestSeconds: ages.length === 0 ? null : Math.max(...ages),
    newestSeconds: ages.length === 0 ? null : Math.min(...ages),
    codes: [...byCode].map(([code, messages]) => ({ code, messages: messages.length })),
    /** Whether every message was read. */
    complete: seen.length >= waiting,
  };
}

function showCommand(action: ActionOf) {
  const command = new Command('show')
    .argument('<queue>')
    .summary('Explain why each message is in a dead-letter queue')
    .description(
      [
        'Explains why each message is in a dead-letter queue, and what to do. Exit code 1 if there is any message.',
        'The messages are read and returned at once; reading does not count as a try. SQS gives no reason for a message that it moved itself: such a message is checked against the schemas, and its partner is looked up.',
        'Mail addresses, names and comments are never printed.',
      ].join('\n\n'),
    )
    .addOption(idOption)
    .addOption(codeOption)
    .option('--limit <N>', 'the most messages to read', wholeNumber('limit', 1, 10_000), 50)
    .action(
      action(async (session, queueName, { limit, ...selection }) => {
        const stage = await session.stage();
        const queue = queueNamed(stage, queueName);
        const deadLetterQueue = openDeadLetterQueue(stage, queue);
        const { waiting, held } = await deadLetterQueue.depth();
        const lookup = partnerLookup(stage);
        const messages = await deadLetterQueue.peek(limit);
        const diagnoses = await Promise.all(messages.map((one) => diagnose(queue.name, one, lookup)));
        const shown = diagnoses.filter(isSelected(selection));
        const total = Math.max(waiting, messages.length);
        const now = Date.now();
        return {
          ok: total + held === 0,
          json: {
            stage: stage.name,
            queue: queue.name,
            waiting: total,
            held,
            messages: shown.map((one) => deadLetterJson(one, now)),
          },
          text(output) {
            output.line({ text: `${deadLetterName(queue)}: ${count(total, 'message')}`, tone: 'strong' });
            if (held > 0) output.line(`${held} more are in use elsewhere. They return by themselves.`);
            for (const diagnosis of shown) {
              output.line();
              printDeadLetter(output, diagnosis, now);
            }
            if (total > messages.length) {
              output.line();
              output.line(`${total - messages.length} more were not read (--limit).`);
            }
            if (shown.length === 0) return;
            const ready = shown.filter(({ cause }) => cause.redriveHelps).length;
            output.line();
            const redrive = commandLine(stage, `dlq redrive ${queue.name}`);
            if (ready > 0) output.hint(`A redrive helps ${ready} of ${shown.length} now:`, redrive);
            else output.line('A redrive helps none of them yet.');
          },
        };
      }),
    );
  return withExamples(
    command,
    'dlq show subscription-events',
    'dlq show mail --code ses-MessageRejected --json',
  );
}
