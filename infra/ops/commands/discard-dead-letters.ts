import { Command } from '@commander-js/extra-typings';
import { type ActionOf, oneText, type Report, withExamples } from '../command.ts';
import { type Discarded, discard } from '../dead-letters/discard.ts';
import { listByCode, NOT_ALL_SEEN } from '../dead-letters/print-dead-letters.ts';
import { codeOption, idOption, isSelected, queueNamed, type Selection } from '../dead-letters/selection.ts';
import { UsageError } from '../errors.ts';
import { commandLine, deadLetterName } from '../stage/stage.ts';
import type { TextOutput } from '../terminal/text-output.ts';
import { count } from '../terminal/words.ts';

/** The options of `dlq discard`. commander sets `copy` to false for `--no-copy`. */
interface DiscardOptions extends Selection {
  readonly all?: true | undefined;
  readonly until?: string | undefined;
  readonly force?: true | undefined;
  readonly save?: string | undefined;
  readonly copy: boolean;
  readonly yes?: true | undefined;
}

/** `dlq discard`: deletes dead letters for good. */
export function discardCommand(action: ActionOf) {
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
