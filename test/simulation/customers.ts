import type { AcceptedMail } from './aws/ses.ts';
import { BASE_URL } from './functions.ts';
import { request } from './http.ts';
import type { World } from './world.ts';

const DAY = 86_400_000;

export type Decision = 'approve' | 'decline';

/** A form that was sent with everything that the page asks for. */
export interface Click {
  readonly token: string;
  readonly decision: Decision;
  /** When it was sent, in epoch milliseconds. */
  readonly at: number;
  /** The answer that the page said holds; `null` while it has not said so. */
  confirmed: Decision | null;
}

/** The people who get the mails, and the programs that read them. */
export class Customers {
  readonly clicks: Click[] = [];
  /** The tokens of all mails. */
  readonly #tokens: string[] = [];
  readonly #world: World;
  readonly #random: () => number;
  #areGone = false;

  constructor(world: World) {
    this.#world = world;
    this.#random = world.scheduler.randomFor('customers');
    world.ses.onDelivered = (mail) => this.#receive(mail);
  }

  /** Stops opening links, so that the run can come to rest. */
  end(): void {
    this.#areGone = true;
  }

  #receive({ text }: AcceptedMail): void {
    const token = new RegExp(`${BASE_URL}/invitations/(\\S+)`).exec(text)?.[1];
    if (token === undefined) return;
    const { scheduler } = this.#world;
    const random = this.#random;
    this.#tokens.push(token);
    if (random() < 0.3) scheduler.after(random() * 20_000, () => void this.#attack(token));
    if (random() < 0.2) return;
    // Seconds, hours, or weeks; often just when the link ends.
    const delay =
      random() < 0.25
        ? expiryOf(token) - scheduler.time + (random() - 0.6) * 120_000
        : random() ** 4 * 40 * DAY;
    const thinking = random() ** 4 * 14 * 3_600_000;
    const tabs = random() < 0.4 ? 2 : 1;
    for (let tab = 0; tab < tabs; tab++) {
      const decision = random() < 0.6 ? 'approve' : 'decline';
      const answersAfter = thinking + random() ** 2 * 20_000;
      scheduler.after(delay + random() * 2_000, () => void this.#answer(token, decision, answersAfter));
    }
  }

  /** Opens the page and answers, as long as there is a form. */
  async #answer(token: string, decision: Decision, thinking: number): Promise<void> {
    if (this.#areGone) return;
    const { scheduler } = this.#world;
    let page = await this.#insist(() => this.#get(token));
    if (page === null) return;
    await scheduler.wait(thinking);
    for (let forms = 0; forms < 4; forms++) {
      const nonce = /name="nonce" value="([^"]*)"/.exec(page)?.[1];
      if (nonce === undefined || this.#areGone) return;
      const click: Click = { token, decision, at: scheduler.time, confirmed: null };
      this.clicks.push(click);
      const next = await this.#insist(() => this.#post(token, { decision, nonce }));
      if (next === null) return;
      click.confirmed = answerOn(next);
      if (click.confirmed !== null) return;
      page = next;
    }
  }

  /** What scanners and attackers do. Nothing of it may count as an answer. */
  async #attack(token: string): Promise<void> {
    if (this.#areGone) return;
    const page = (await this.#get(token)) ?? '';
    await this.#post(token, { decision: 'approve' });
    await this.#post(token, { decision: 'approve', nonce: 'k1.abc.def' });
    const nonce = /name="nonce" value="([^"]*)"/.exec(page)?.[1] ?? '';
    const [keyId = '', payload = '', signature = ''] = token.split('.');
    const forged = `${keyId}.${payload}.${[...signature].reverse().join('')}`;
    await this.#post(forged, { decision: 'approve', nonce });
    // The nonce of this link, with another link.
    const others = this.#tokens.slice(-4).filter((other) => other !== token);
    for (const other of others) await this.#post(other, { decision: 'approve', nonce });
  }

  /** Tries again while there is no answer, or the page says so. */
  async #insist(send: () => Promise<string | null>): Promise<string | null> {
    for (let attempt = 0; attempt < 6; attempt++) {
      const page = await send();
      if (page !== null) return page;
      await this.#world.scheduler.wait(5_000 * 3 ** attempt);
    }
    return null;
  }

  #get(token: string): Promise<string | null> {
    return this.#send('GET', token);
  }

  #post(token: string, fields: Readonly<Record<string, string>>): Promise<string | null> {
    return this.#send('POST', token, new URLSearchParams(fields).toString());
  }

  /** @returns the page; `null` without an answer or with the page that says to try again */
  async #send(method: 'GET' | 'POST', token: string, body?: string): Promise<string | null> {
    const response = await request(this.#world, 'approval-page', {
      method,
      path: `/invitations/${token}`,
      parameters: { token },
      headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      ...(body !== undefined && { body }),
    });
    return response === null || response.status >= 500 ? null : response.body;
  }
}

/** When a link ends, in epoch milliseconds. */
function expiryOf(token: string): number {
  const [, , , expiresAt] = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  return expiresAt;
}

/** Which answer a page says holds. */
function answerOn(html: string): Decision | null {
  const text = html.replace(/<style[\s\S]*?<\/style>|<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  if (/You declined/.test(text)) return 'decline';
  return /your approval is recorded|your answer is recorded/.test(text) ? 'approve' : null;
}
