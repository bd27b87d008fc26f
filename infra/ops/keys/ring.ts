import { randomInt } from 'node:crypto';
import { parseRing } from '../../../shared/runtime/link-keys.ts';
import { CliError } from '../errors.ts';

/**
 * The link secret as it is edited here: `{"current": "kT4", "k1": "…", "kT4": "…", "supersededAt": {"k1": "<instant>"}}`.
 * `supersededAt` says since when a key signs nothing new; functions read keys that are texts and nothing else.
 */
type Secret = Record<string, unknown>;

/** A key of the ring, without the key itself. */
export interface KeyState {
  readonly id: string;
  readonly current: boolean;
  /** Since when it signs nothing new; `null` for the current key, and where nobody wrote it down. */
  readonly supersededAt: string | null;
}

/** The ring as it would be, and what is different. */
export interface RingChange {
  readonly secret: string;
  readonly keys: readonly KeyState[];
  readonly added: string | null;
  readonly dropped: readonly string[];
}

const SUPERSEDED = 'supersededAt';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 64;
/** Letters of a key's id after its `k`; links take 16 in all (shared/invitations/link-token.ts), and get no longer than needed. */
const ID_LENGTH = 9;
const DAY = 86_400_000;

/** The most days an invitation of any stage may be valid (infra/settings/stage-settings.ts). */
export const LONGEST_INVITATION = 365;
/** Days on top: a function may go on signing with a key it has read, and clocks differ. */
const MARGIN = 1;

/** The keys of a secret. @throws CliError when it is none, without telling what it holds */
export function keysOf(secret: string): KeyState[] {
  const ring = checked(secret);
  const since = sinceOf(JSON.parse(secret));
  return [...ring.keys.keys()].map((id) => ({
    id,
    current: id === ring.current,
    supersededAt: id === ring.current ? null : (since.get(id) ?? null),
  }));
}

/**
 * Adds a key that signs from now on, and keeps all others. Its id is random: counted on, two rotations at once, or one after
 * a version was put back by hand, would give two keys one id.
 * @throws CliError as {@link keysOf}
 */
export function withNewKey(secret: string, now: Date): RingChange {
  const { current } = checked(secret);
  const value: Secret = JSON.parse(secret);
  const added = `k${randomText(ID_LENGTH)}`;
  const since = new Map(sinceOf(value)).set(current, now.toISOString());
  return changed(
    { ...value, current: added, [added]: randomText(LENGTH), [SUPERSEDED]: Object.fromEntries(since) },
    added,
    [],
  );
}

/**
 * Drops keys that no valid link can be signed with any more: those that have signed nothing for longer than an invitation
 * can be valid. A key of which nobody wrote down since when is kept.
 * @param days the longest an invitation of this stage has ever been valid
 */
export function withoutOldKeys(secret: string, now: Date, days: number): RingChange {
  const keys = keysOf(secret);
  const limit = now.getTime() - (days + MARGIN) * DAY;
  const isOld = ({ current, supersededAt }: KeyState) =>
    !current && supersededAt !== null && Date.parse(supersededAt) < limit;
  return without(
    secret,
    keys.filter(isOld).map(({ id }) => id),
  );
}

/**
 * Drops one key whatever its age, because others may have it: every link it signed is forged from now on.
 * @throws CliError for the current key, and for one that is not there
 */
export function withoutKey(secret: string, id: string): RingChange {
  const key = keysOf(secret).find((one) => one.id === id);
  if (key && !key.current) return without(secret, [id]);
  throw key
    ? new CliError('current-key', `${id} signs new links.`, { fix: 'Rotate first, then drop it.' })
    : new CliError('no-such-key', `There is no key ${id}.`, {
        fix: 'rotate-keys without options lists them.',
      });
}

function without(secret: string, dropped: readonly string[]): RingChange {
  const value: Secret = JSON.parse(secret);
  const since = [...sinceOf(value)].filter(([id]) => !dropped.includes(id));
  const kept = Object.entries(value).filter(([id]) => !dropped.includes(id));
  return changed({ ...Object.fromEntries(kept), [SUPERSEDED]: Object.fromEntries(since) }, null, dropped);
}

function changed(value: Secret, added: string | null, dropped: readonly string[]): RingChange {
  const secret = JSON.stringify(value);
  return { secret, keys: keysOf(secret), added, dropped };
}

function checked(secret: string) {
  try {
    return parseRing(secret);
  } catch {
    // The error of JSON.parse quotes the text, which holds the keys.
    throw new CliError('unusable-secret', 'The link secret holds no usable key ring.', {
      fix: 'It must be {"current": "k1", "k1": "<64 random characters>"}; Secrets Manager keeps the version before (AWSPREVIOUS).',
    });
  }
}

function sinceOf(value: Secret): ReadonlyMap<string, string> {
  const told = value[SUPERSEDED];
  if (typeof told !== 'object' || told === null) return new Map();
  return new Map(
    Object.entries(told).filter(
      (one): one is [string, string] => typeof one[1] === 'string' && !Number.isNaN(Date.parse(one[1])),
    ),
  );
}

function randomText(length: number): string {
  return Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
