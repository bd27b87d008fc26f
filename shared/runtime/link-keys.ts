import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { KeyRing } from '../invitations/link-token.ts';
import type { Platform } from './platform.ts';
import { setting } from './settings.ts';

/** How long keys are cached, in milliseconds. */
const MAX_AGE = 5 * 60_000;
/** The least time between two reads because of an unknown key, in milliseconds. */
const UNKNOWN_KEY_INTERVAL = 60_000;

/** The link keys from Secrets Manager, cached between invocations. */
export class LinkKeys {
  readonly #client: SecretsManagerClient;
  readonly #secretId: string;
  #ring: KeyRing | null = null;
  #readAt = Number.NEGATIVE_INFINITY;
  #unknownKeyAt = Number.NEGATIVE_INFINITY;

  constructor(secretId: string, client: SecretsManagerClient) {
    this.#client = client;
    this.#secretId = secretId;
  }

  /**
   * The keys, at most five minutes old.
   * @param unknownKey a link has a key id that is not among the cached keys, so the secret may have changed. It is read again,
   *   but for this reason at most once a minute, so that forged key ids cost nothing.
   */
  async ring(now: number, unknownKey = false): Promise<KeyRing> {
    const age = now - (unknownKey ? this.#unknownKeyAt : this.#readAt);
    if (this.#ring && age >= 0 && age < (unknownKey ? UNKNOWN_KEY_INTERVAL : MAX_AGE)) return this.#ring;
    if (unknownKey) this.#unknownKeyAt = now;
    try {
      this.#ring = await this.#read();
    } catch (error) {
      // Keys of five minutes ago are better than no page and no mail.
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

/** Opens the link keys of this stage. */
export function openLinkKeys({ createClient }: Pick<Platform, 'createClient'>): LinkKeys {
  return new LinkKeys(setting('LINK_SECRET_ARN'), createClient(SecretsManagerClient, {}));
}

/** Parses the secret `{"current":"k2","k1":"…","k2":"…"}`: key ids to keys of at least 32 characters. */
export function parseRing(secret: string): KeyRing {
  const { current, ...keys }: Record<string, unknown> = JSON.parse(secret);
  const usable = Object.entries(keys).flatMap(([id, key]) =>
    typeof key === 'string' && key.length >= 32 ? [[id, key] as const] : [],
  );
  const ring = { current: String(current), keys: new Map(usable) };
  if (!ring.keys.has(ring.current)) throw new Error('The link secret has no usable current key');
  return ring;
}
