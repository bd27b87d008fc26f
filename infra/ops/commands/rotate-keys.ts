import type { Command } from '../command.ts';
import { CliError, UsageError } from '../errors.ts';
import {
  type KeyState,
  keysOf,
  LONGEST_INVITATION,
  type RingChange,
  withNewKey,
  withoutKey,
  withoutOldKeys,
} from '../keys/ring.ts';
import { readRing, replaceRing } from '../keys/stored-ring.ts';
import type { Stage } from '../stage/stage.ts';
import { count, minute } from '../terminal/words.ts';

export const rotateKeys: Command = {
  name: 'rotate-keys',
  takes: '',
  positionals: { least: 0, most: 0 },
  summary: 'Adds a key that signs new links from now on',
  about: [
    'A dry run without --yes. Older keys stay in the secret, so links that are open go on working. The functions read the secret every five minutes; a link with a key they do not know makes them read it at once.',
    `--retire, another time, drops keys that have signed nothing for longer than any invitation may be valid: ${LONGEST_INVITATION} days and a margin of one, or what --invitation-days says. Since when a key signs nothing is noted in the secret when it is rotated here; a key without that note is kept. Keys are never printed. Two rotations at once do not harm each other: the second is refused.`,
    'A leaked key: rotate, `--drop` it, wait five minutes (until then functions may still sign with it), then `relink` the invitations that are open: `cases <partnerId> --relationship invited` lists them.',
  ],
  options: {
    retire: { about: 'drops old keys instead of adding one' },
    'invitation-days': { value: 'N', about: 'the longest this stage’s invitations have ever been valid' },
    drop: { value: 'KEY', about: 'drops this key at once, because it leaked: its links stop working' },
    yes: { about: 'does it' },
  },
  examples: [
    'rotate-keys',
    'rotate-keys --yes',
    'rotate-keys --retire --invitation-days 30 --yes',
    'rotate-keys --drop k1',
  ],
  async run(call) {
    const days = call.number('invitation-days', {
      least: 1,
      most: LONGEST_INVITATION,
      otherwise: LONGEST_INVITATION,
    });
    const drop = call.text('drop');
    const [retire, doIt] = [call.has('retire'), call.has('yes')];
    if (retire && drop !== undefined)
      throw new UsageError('--retire and --drop are two things: one at a time.');
    const stage = await call.stage();
    const id = secretOf(stage);
    const read = await readRing(stage.secrets, id);
    const now = await stage.now();
    const change = retire
      ? withoutOldKeys(read.secret, now, days)
      : drop === undefined
        ? withNewKey(read.secret, now)
        : withoutKey(read.secret, drop);
    const isNews = change.added !== null || change.dropped.length > 0;
    if (doIt && isNews) await replaceRing(stage.secrets, id, read, change.secret);
    // The id of a key that is not added is nobody’s.
    const added = doIt ? change.added : null;
    const keys = doIt ? change.keys : keysOf(read.secret);
    return {
      ok: true,
      json: { stage: stage.name, dryRun: !doIt, added, dropped: change.dropped, keys },
      text(page) {
        page.line(whatHappens(change, doIt));
        if (doIt && drop !== undefined)
          page.line('Functions may sign with it for five minutes yet: relink after that.');
        page.line();
        page.table([{ head: 'key' }, { head: 'signs' }, { head: 'signed until (UTC)' }], keys.map(rowOf));
        if (!doIt && isNews) {
          page.line();
          page.line('Nothing was changed. Do it with --yes.');
        }
      },
    };
  },
};

function secretOf({ linkSecret, local }: Stage): string {
  if (linkSecret !== null) return linkSecret;
  throw new CliError('no-link-secret', 'The stage does not tell where its link keys are.', {
    fix: local
      ? 'Start the local stack anew with this version.'
      : 'Deploy it again with this version: it has an output LinkSecretArn.',
  });
}

function whatHappens({ added, dropped }: RingChange, doIt: boolean): string {
  if (added !== null) {
    return doIt
      ? `New links are signed with ${added}, within five minutes everywhere. Older links go on working.`
      : 'Would add a key and sign new links with it. Older links go on working.';
  }
  if (dropped.length === 0) return 'No key is old enough to be dropped.';
  return `${doIt ? 'Dropped' : 'Would drop'} ${count(dropped.length, 'key')}: ${dropped.join(', ')}.`;
}

function rowOf({ id, current, supersededAt }: KeyState): string[] {
  return [
    id,
    current ? 'yes' : 'no',
    current ? '' : supersededAt === null ? 'not noted' : minute(supersededAt),
  ];
}
