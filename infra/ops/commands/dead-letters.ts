import { Command } from '@commander-js/extra-typings';
import { partnerLookup } from '../cases/partner-lookup.ts';
import { type ActionOf, oneText, type Report, wholeNumber, withExamples } from '../command.ts';
import { openDeadLetterQueue } from '../dead-letters/dead-letter-queue.ts';
import { diagnose } from '../dead-letters/diagnose.ts';
import { type Discarded, discard } from '../dead-letters/discard.ts';
import {
  type DeadLetterSummary,
  deadLetterJson,
  listByCode,
  printDeadLetter,
  summarizeDeadLetter,
} from '../dead-letters/print-dead-letters.ts';
import { checkOwnQueue, redriveMessages } from '../dead-letters/redrive.ts';
import { codeOption, idOption, isSelected, queueNamed, type Selection } from '../dead-letters/selection.ts';
import { UsageError } from '../errors.ts';
import type { QueuePair, Stage } from '../stage/stage.ts';
import { commandLine, deadLetterName } from '../stage/stage.ts';
import type { TextOutput } from '../terminal/text-output.ts';
import { count, duration } from '../terminal/words.ts';

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

const NOT_ALL_SEEN = 'Not every message was read: there are too many for one run. Run this again.';

function redriveCommand(action: ActionOf) {
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

/** The options of `dlq discard`. commander sets `copy` to false for `--no-copy`. */
interface DiscardOptions extends Selection {
  readonly all?: true | undefined;
  readonly until?: string | undefined;
  readonly force?: true | undefined;
  readonly save?: string | undefined;
  readonly copy: boolean;
  readonly yes?: true | undefined;
}

function discardCommand(action: ActionOf) {
  const command = new Command('discard')
    .argument('<queue>')
    .summary('Delete dead letters for good')
    .description(
      [
        'Deletes dead letters for good. A dry run without --yes. It ends with the command that deletes the listed messages, and none that arrive later.',
        'It leaves the messages that a redrive would help. --force deletes these, too.',
        'With --save, each message is written to a file, one JSON line each, before it is deleted; `replay` sends the events of the file again. The file holds personal data if the events do: protect it, and delete it.',
      ].join('\n\n'),
    )
    .addOption(idOption)
    .addOption(codeOption)
    .option('--all', 'all messages, whatever their id and code')
    .option(
      '--until <INSTANT>',
      'leave messages that were sent later; the dry run prints it',
      oneText('until'),
    )
    .option('--force', 'delete also the messages that a redrive helps or may help')
    .option('--save <FILE>', 'write the messages to a new file first', oneText('save'))
    .option('--no-copy', 'keep no copy')
    .option('--yes', 'do it; needs --save or --no-copy')
    .action(
      action(async (session, queueName, options): Promise<Report> => {
        const latest = checkOptions(options);
        const { force = false, yes = false, save = null } = options;
        const stage = await session.stage();
        const queue = queueNamed(stage, queueName);
        const request = { isSelected: isSelected(options), latest, force, dryRun: !yes, copyTo: save };
        const result = await discard(stage, queue, request, session.progress);
        return {
          ok: result.undeleted === 0 && result.complete && !(yes && result.kept.length > 0),
          json: {
            stage: stage.name,
            queue: queue.name,
            dryRun: !yes,
            saved: yes ? save : null,
            discarded: result.discarded,
            kept: result.kept,
            undeleted: result.undeleted,
            complete: result.complete,
            until: result.newest,
          },
          text(output) {
            const what = `${count(result.discarded.length, 'message')} of ${deadLetterName(queue)}`;
            output.line(
              yes ? `Deleted ${what}${save === null ? '' : `, saved in ${save}`}.` : `Would delete ${what}.`,
            );
            listByCode(output, result.discarded);
            printLeft(output, result, yes);
            if (yes || result.newest === null) return;
            const repeat = `dlq discard ${queue.name}${selectionFlags(options)} --until ${result.newest}${copyFlag(options)} --yes`;
            output.hint(
              'Nothing was changed. To delete these messages, and none that arrive later:',
              commandLine(stage, repeat),
            );
          },
        };
      }),
    );
  return withExamples(
    command,
    'dlq discard subscription-events --code invalid-data',
    'dlq discard subscription-events --code invalid-data --save refused.jsonl --yes',
    'dlq discard mail --all --force --no-copy --yes',
  );
}

/** @returns the value of `--until` in epoch milliseconds, or infinity @throws UsageError if the options contradict each other */
function checkOptions({ id = [], code = [], all, until, save, copy, yes }: DiscardOptions): number {
  if (id.length + code.length > 0 === (all ?? false)) {
    throw new UsageError('Say which messages to delete: by --id or --code, or --all of them.');
  }
  if (save !== undefined && !copy) throw new UsageError('--save and --no-copy exclude each other.');
  if (yes && save === undefined && copy) {
    throw new UsageError(
      'Deleted messages cannot be restored.',
      'Keep a copy with --save FILE, or say --no-copy.',
    );
  }
  const latest = until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until);
  if (Number.isNaN(latest))
    throw new UsageError('--until takes an instant, such as 2026-11-22T12:00:00.000Z.');
  return latest;
}

function printLeft(
  output: TextOutput,
  { kept, undeleted, complete, later }: Discarded,
  isDone: boolean,
): void {
  if (kept.length > 0) {
    output.line(
      `${isDone ? 'Left' : 'Would leave'} ${count(kept.length, 'message')} that a redrive helps or may help (--force deletes them, too):`,
    );
    listByCode(output, kept);
  }
  if (later > 0) output.line(`Left ${count(later, 'message')} that arrived later.`);
  if (undeleted > 0)
    output.line({ text: `${count(undeleted, 'message')} could not be deleted. Try again.`, tone: 'bad' });
  if (!complete) output.line({ text: NOT_ALL_SEEN, tone: 'bad' });
}

/** The options that select messages, as they were given. */
function selectionFlags({ id = [], code = [], all, force }: DiscardOptions): string {
  return [
    ...id.map((one) => ` --id ${one}`),
    ...code.map((one) => ` --code ${one}`),
    all ? ' --all' : '',
    force ? ' --force' : '',
  ].join('');
}

function copyFlag({ copy, save = 'FILE' }: DiscardOptions): string {
  return copy ? ` --save ${save}` : ' --no-copy';
}
