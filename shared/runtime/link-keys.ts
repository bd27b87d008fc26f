import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { KeyRing } from '../invitations/link-token.ts';

/** How long keys are kept, and the least time between two readings because of unknown ones, in milliseconds. */
const FRESH = 5 * 60_000;
const LEAST = 60_000;

/** The link keys from Secrets Manager, kept in memory between invocations. */
export class LinkKeys {
  readonly #client: SecretsManagerClient;
  readonly #secretId: string;
  #ring: KeyRing | null = null;
  #readAt = Number.NEGATIVE_INFINITY;
  #soughtAt = Number.NEGATIVE_INFINITY;

  constructor(secretId: string, client: SecretsManagerClient = new SecretsManagerClient({})) {
    this.#client = client;
    this.#secretId = secretId;
  }

  /**
   * The keys; read again after five minutes.
   * @param unknownKey a link named a key that is not among them: it may be newer than the last reading, however short ago
   *   that was. Read again, but for this reason at most once a minute, so that forged key ids cost nothing.
   */
  async ring(now: number, unknownKey = false): Promise<KeyRing> {
    const age = now - (unknownKey ? this.#soughtAt : this.#readAt);
    if (this.#ring && age >= 0 && age < (unknownKey ? LEAST : FRESH)) return this.#ring;
    if (unknownKey) this.#soughtAt = now;
    try {
      this.#ring = await this.#read();
    } catch (error) {
      // Keys that were good five minutes ago are better than no page and no mail.
      if (!this.#ring) throw error;
    }
    this.#readAt = now;
    return this.#ring;
  }

  async #read(): Promise<KeyRing> {
    const { SecretString = '' } = await this.#client.send(
      new GetSecretValueCommand({ SecretId: this.#secretId }),
    );
    return parseRing(SecretString);
  }
}

/** The secret is `{"current":"k2","k1":"…","k2":"…"}`: key ids to keys of at least 32 characters. */
export function parseRing(secret: string): KeyRing {
  const { current, ...keys }: Record<string, unknown> = JSON.parse(secret);
  const usable = Object.entries(keys).flatMap(([id, key]) =>
    typeof key === 'string' && key.length >= 32 ? [[id, key] as const] : [],
  );
  const ring = { current: String(current), keys: new Map(usable) };
  if (!ring.keys.has(ring.current)) throw new Error('The link secret has no usable current key');
  return ring;
}
