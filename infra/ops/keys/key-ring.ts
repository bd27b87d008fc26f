import { randomInt } from 'node:crypto';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { parseRing } from '../../../shared/runtime/link-keys.ts';
import { CliError } from '../errors.ts';

/**
 * The link secret: `{"current": "kT4", "k1": "…", "kT4": "…", "supersededAt": {"k1": "<instant>"}}`.
 * `supersededAt` is the time since when a key signs no new links. Functions read only the keys.
 */
type Secret = Record<string, unknown>;

/** What is known about a key, without the key itself. */
export interface KeyState {
  readonly id: string;
  readonly current: boolean;
  /** Since when it signs no new links; `null` for the current key, or if the time was not noted. */
  readonly supersededAt: string | null;
}

/** The changed ring, and what changed. */
export interface RingChange {
  readonly secret: string;
  readonly keys: readonly KeyState[];
  readonly added: string | null;
  readonly dropped: readonly string[];
}

const SUPERSEDED = 'supersededAt';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 64;
/** Letters of a key's id after its `k`. A link may have up to 16 (shared/invitations/link-token.ts); fewer make it shorter. */
const ID_LENGTH = 9;
const DAY = 86_400_000;

/** The most days that an invitation of any stage may be valid (infra/settings/stage-settings.ts). */
export const LONGEST_INVITATION = 365;
/** Extra days: a function may still sign with a key that it has read, and clocks differ. */
const MARGIN = 1;

/** Lists the keys of a secret. @throws CliError if the secret is invalid; the error does not contain it */
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
 * Adds a key that signs from now on, and keeps all others. Its id is random. A counter could give two keys the same id after
 * two rotations at once, or after an old version was restored by hand.
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
 * Drops the keys that no valid link is signed with: they have signed nothing for longer than an invitation can be valid.
 * Keeps a key without a note since when.
 * @param days the longest that an invitation of this stage has ever been valid
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
 * Drops a key of any age, because it leaked. The links it signed are invalid from then on.
 * @throws CliError for the current key and for an unknown key
 */
export function withoutKey(secret: string, id: string): RingChange {
  const key = keysOf(secret).find((one) => one.id === id);
  if (key && !key.current) return without(secret, [id]);
  throw key
    ? new CliError('current-key', `${id} signs new links.`, { fix: 'Rotate first, then drop the key.' })
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
    // The error of JSON.parse quotes the text, which contains the keys.
    throw new CliError('unusable-secret', 'The link secret contains no valid key ring.', {
      fix: 'It must be {"current": "k1", "k1": "<64 random characters>"}. Secrets Manager keeps the previous version (AWSPREVIOUS).',
    });
  }
}

function sinceOf(value: Secret): ReadonlyMap<string, string> {
  const times = value[SUPERSEDED];
  if (typeof times !== 'object' || times === null) return new Map();
  return new Map(
    Object.entries(times).filter(
      (one): one is [string, string] => typeof one[1] === 'string' && !Number.isNaN(Date.parse(one[1])),
    ),
  );
}

function randomText(length: number): string {
  return Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

/** The link secret and its version. */
export interface StoredRing {
  readonly secret: string;
  readonly versionId: string;
}

/** The label of a version that becomes current next. */
const PENDING = 'AWSPENDING';
const CURRENT = 'AWSCURRENT';

/** Reads the current version of the link secret. */
export async function readRing(client: SecretsManagerClient, SecretId: string): Promise<StoredRing> {
  const { SecretString = '', VersionId = '' } = await client.send(new GetSecretValueCommand({ SecretId }));
  return { secret: SecretString, versionId: VersionId };
}

/**
 * Replaces the link secret, unless somebody else has replaced it since it was read: their new key already signs links and
 * must not be lost. The new version is stored first and then made current. Secrets Manager refuses that if the version that
 * was read is no longer current
 * (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html).
 * @throws CliError if it was replaced meanwhile; then nothing changes
 */
export async function replaceRing(
  client: SecretsManagerClient,
  SecretId: string,
  read: StoredRing,
  secret: string,
): Promise<void> {
  const { VersionId = '' } = await client.send(
    new PutSecretValueCommand({ SecretId, SecretString: secret, VersionStages: [PENDING] }),
  );
  const move = (stage: string, to: string | undefined, from: string) =>
    client.send(
      new UpdateSecretVersionStageCommand({
        SecretId,
        VersionStage: stage,
        RemoveFromVersionId: from,
        ...(to !== undefined && { MoveToVersionId: to }),
      }),
    );
  // If another rotation has moved the label already, this version has no label, and Secrets Manager deletes it.
  const removeLabel = () => move(PENDING, undefined, VersionId).catch(() => undefined);
  try {
    await move(CURRENT, VersionId, read.versionId);
  } catch (cause) {
    await removeLabel();
    const { versionId } = await readRing(client, SecretId);
    if (versionId === read.versionId) throw cause;
    // The response of an earlier attempt was lost: the work is done.
    if (versionId === VersionId) return;
    throw new CliError(
      'rotated-meanwhile',
      'Somebody else changed the keys at the same time. This command changed nothing.',
      {
        fix: 'List the keys (rotate-keys without options), then try again.',
        cause,
      },
    );
  }
  await removeLabel();
}
