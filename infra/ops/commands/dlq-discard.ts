import type { Call, Command } from '../command.ts';
import { type Discarded, type DiscardRequest, discard } from '../dead-letters/discard.ts';
import { queueNamed } from '../dead-letters/queue-choice.ts';
import { SELECTION_OPTIONS, selection } from '../dead-letters/selection.ts';
import { listByCode } from '../dead-letters/summary.ts';
import { UsageError } from '../errors.ts';
import { deadLetterName, next } from '../stage/stage.ts';
import type { TextOutput } from '../terminal/text-output.ts';
import { count } from '../terminal/words.ts';

export const dlqDiscard: Command = {
  name: 'dlq discard',
  takes: '<queue>',
  positionals: { least: 1, most: 1 },
  summary: 'Deletes dead letters for good',
  about: [
    'A dry run without --yes; it ends with the command that deletes what it told of, and nothing that came since. Messages that a redrive would help are left where they are, unless --force.',
    'With --save each message is written to a file before it is deleted, one JSON line each; `replay` sends the file’s events again. The file holds what the events hold, names and addresses too: keep it as safe, and delete it.',
  ],
  options: {
    ...SELECTION_OPTIONS,
    all: { about: 'all messages, whatever their id and code' },
    until: { value: 'INSTANT', about: 'leaves what was sent later; the dry run tells it' },
    force: { about: 'also those that a redrive would help, or may' },
    save: { value: 'FILE', about: 'writes the messages to a new file first' },
    'no-copy': { about: 'keeps no copy' },
    yes: { about: 'does it; needs --save or --no-copy' },
  },
  examples: [
    'dlq discard subscription-events --code invalid-data',
    'dlq discard subscription-events --code invalid-data --save refused.jsonl --yes',
    'dlq discard mail --all --force --no-copy --yes',
  ],
  async run(call) {
    const order = orderOf(call);
    const stage = await call.stage();
    const pair = queueNamed(stage, call.positionals[0] ?? '');
    const done = await discard(stage, pair, order, call.progress);
    const { doIt, path } = order;
    return {
      ok: done.undeleted === 0 && done.complete && !(doIt && done.kept.length > 0),
      json: {
        stage: stage.name,
        queue: pair.name,
        dryRun: !doIt,
        saved: doIt ? path : null,
        discarded: done.gone,
        kept: done.kept,
        undeleted: done.undeleted,
        complete: done.complete,
        until: done.newest,
      },
      text(page) {
        const what = `${count(done.gone.length, 'message')} of ${deadLetterName(pair)}`;
        page.line(
          doIt ? `Deleted ${what}${path === null ? '' : `, saved in ${path}`}.` : `Would delete ${what}.`,
        );
        listByCode(page, done.gone);
        tellLeft(page, done, doIt);
        if (doIt || done.newest === null) return;
        const command = next(
          stage,
          `dlq discard ${pair.name}${flagsOf(call)} --until ${done.newest}${copyOf(call)} --yes`,
        );
        page.hint('Nothing was changed. To delete these, and nothing that came since:', command);
      },
    };
  },
};

function orderOf(call: Call): DiscardRequest {
  const [ids, codes] = [call.all('id'), call.all('code')];
  if (ids.length + codes.length > 0 === call.has('all')) {
    throw new UsageError('Say which messages: by --id or --code, or --all of them.');
  }
  const doIt = call.has('yes');
  const path = call.text('save') ?? null;
  if (path !== null && call.has('no-copy')) throw new UsageError('--save and --no-copy exclude each other.');
  if (doIt && path === null && !call.has('no-copy')) {
    throw new UsageError(
      'Deleted messages do not come back.',
      'Keep a copy with --save FILE, or say --no-copy.',
    );
  }
  const until = call.text('until');
  const latest = until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until);
  if (Number.isNaN(latest))
    throw new UsageError('--until takes an instant, such as 2026-11-22T12:00:00.000Z.');
  return { isMeant: selection(call), latest, force: call.has('force'), doIt, path };
}

function tellLeft(page: TextOutput, { kept, undeleted, complete, later }: Discarded, doIt: boolean): void {
  if (kept.length > 0) {
    const would = doIt ? 'Left' : 'Would leave';
    page.line(
      `${would} ${count(kept.length, 'message')} that a redrive helps, or may (--force takes them too):`,
    );
    listByCode(page, kept);
  }
  if (later > 0) page.line(`Left ${count(later, 'message')} that came since.`);
  if (undeleted > 0) page.line({ text: `${undeleted} could not be deleted. Try again.`, tone: 'bad' });
  if (!complete)
    page.line({
      text: 'Not all messages were seen: there are too many for one run. Run this again.',
      tone: 'bad',
    });
}

/** The options that choose messages, as they were given. */
function flagsOf(call: Call): string {
  const named = (name: string) => call.all(name).map((value) => ` --${name} ${value}`);
  const switches = ['all', 'force'].filter((name) => call.has(name)).map((name) => ` --${name}`);
  return [...named('id'), ...named('code'), ...switches].join('');
}

function copyOf(call: Call): string {
  return call.has('no-copy') ? ' --no-copy' : ` --save ${call.text('save') ?? 'FILE'}`;
}
