import { Command } from '@commander-js/extra-typings';
import { type ActionOf, oneText, wholeNumber, withExamples } from '../command.ts';
import { CliError, UsageError } from '../errors.ts';
import {
  type KeyState,
  keysOf,
  LONGEST_INVITATION,
  type RingChange,
  readRing,
  replaceRing,
  withNewKey,
  withoutKey,
  withoutOldKeys,
} from '../keys/key-ring.ts';
import type { Stage } from '../stage/stage.ts';
import { count, minute } from '../terminal/words.ts';

export function rotateKeysCommand(action: ActionOf) {
  const command = new Command('rotate-keys')
    .summary('Add a key that signs new links')
    .description(
      [
        'Adds a key that signs new links from now on. A dry run without --yes. Keys are never printed.',
        'Older keys stay in the secret, so open links keep working. The functions read the secret every five minutes, and at once for a link with a key they do not know.',
        `--retire drops the keys that have signed nothing for longer than an invitation can be valid: ${LONGEST_INVITATION} days, or --invitation-days, and one day of margin. Each rotation notes in the secret since when the former key signs nothing; a key without that note is kept.`,
        'Two rotations at the same time do no harm: the second is refused.',
        'If a key has leaked: rotate, --drop the key, wait five minutes while functions may still sign with it, then `relink` the open invitations. `cases <partnerId> --relationship invited` lists them.',
      ].join('\n\n'),
    )
    .option('--retire', 'drop old keys instead of adding one')
    .option(
      '--invitation-days <N>',
      'the longest that invitations of this stage have ever been valid',
      wholeNumber('invitation-days', 1, LONGEST_INVITATION),
      LONGEST_INVITATION,
    )
    .option(
      '--drop <KEY>',
      'drop this key at once, because it leaked: its links stop working',
      oneText('drop'),
    )
    .option('--yes', 'do it')
    .action(
      action(async (session, { retire = false, invitationDays, drop, yes = false }) => {
        if (retire && drop !== undefined)
          throw new UsageError('--retire and --drop cannot be combined: run them one after the other.');
        const stage = await session.stage();
        const secretId = linkSecretOf(stage);
        const stored = await readRing(stage.secrets, secretId);
        const now = await stage.now();
        const change = retire
          ? withoutOldKeys(stored.secret, now, invitationDays)
          : drop === undefined
            ? withNewKey(stored.secret, now)
            : withoutKey(stored.secret, drop);
        const hasChange = change.added !== null || change.dropped.length > 0;
        if (yes && hasChange) await replaceRing(stage.secrets, secretId, stored, change.secret);
        // A dry run creates an id that no key will have.
        const added = yes ? change.added : null;
        const keys = yes ? change.keys : keysOf(stored.secret);
        return {
          ok: true,
          json: { stage: stage.name, dryRun: !yes, added, dropped: change.dropped, keys },
          text(output) {
            output.line(describeChange(change, yes));
            if (yes && drop !== undefined)
              output.line('Functions may sign with it for five more minutes: relink after that.');
            output.line();
            output.table(
              [{ head: 'key' }, { head: 'signs' }, { head: 'signed until (UTC)' }],
              keys.map(rowOf),
            );
            if (!yes && hasChange) {
              output.line();
              output.line('Nothing was changed. Do it with --yes.');
            }
          },
        };
      }),
    );
  return withExamples(
    command,
    'rotate-keys',
    'rotate-keys --yes',
    'rotate-keys --retire --invitation-days 30 --yes',
    'rotate-keys --drop k1',
  );
}

function linkSecretOf({ linkSecret, local }: Stage): string {
  if (linkSecret !== null) return linkSecret;
  throw new CliError('no-link-secret', 'The stage does not say where its link keys are.', {
    fix: local
      ? 'Restart the local stack with this version.'
      : 'Deploy it again with this version, which has an output LinkSecretArn.',
  });
}

function describeChange({ added, dropped }: RingChange, isDone: boolean): string {
  if (added !== null) {
    return isDone
      ? `New links are signed with ${added}, everywhere within five minutes. Older links keep working.`
      : 'Would add a key and sign new links with it. Older links keep working.';
  }
  if (dropped.length === 0) return 'No key is old enough to be dropped.';
  return `${isDone ? 'Dropped' : 'Would drop'} ${count(dropped.length, 'key')}: ${dropped.join(', ')}.`;
}

function rowOf({ id, current, supersededAt }: KeyState): string[] {
  return [
    id,
    current ? 'yes' : 'no',
    current ? '' : supersededAt === null ? 'not noted' : minute(supersededAt),
  ];
}
