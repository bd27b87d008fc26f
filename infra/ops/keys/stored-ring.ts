import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { CliError } from '../errors.ts';

/** The link secret as it was read. */
export interface StoredRing {
  readonly secret: string;
  readonly versionId: string;
}

/** Label of a version that is to become current. */
const PENDING = 'AWSPENDING';
const CURRENT = 'AWSCURRENT';

/** Reads the current version of the link secret. */
export async function readRing(client: SecretsManagerClient, SecretId: string): Promise<StoredRing> {
  const { SecretString = '', VersionId = '' } = await client.send(new GetSecretValueCommand({ SecretId }));
  return { secret: SecretString, versionId: VersionId };
}

/**
 * Replaces the link secret, unless somebody else has replaced it since it was read: the key they added signs links already,
 * and must not get lost. The new version is put aside first and then made current, which Secrets Manager refuses when the
 * version that was read is current no more
 * (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html).
 * @throws CliError when it was replaced meanwhile; nothing is changed then
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
  // The label may have moved on to another's version: then this one is without any, and Secrets Manager drops it.
  const tidy = () => move(PENDING, undefined, VersionId).catch(() => undefined);
  try {
    await move(CURRENT, VersionId, read.versionId);
  } catch (cause) {
    await tidy();
    const { versionId } = await readRing(client, SecretId);
    if (versionId === read.versionId) throw cause;
    // An answer that got lost on its way: the attempt after it finds the work done.
    if (versionId === VersionId) return;
    throw new CliError(
      'rotated-meanwhile',
      'Somebody else changed the keys at this moment. Nothing was changed here.',
      {
        fix: 'See what they did (rotate-keys without options), then try again.',
        cause,
      },
    );
  }
  await tidy();
}
