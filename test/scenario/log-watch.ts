import type { FunctionLogLine } from '../../infra/local/function-logs.ts';

/** Personal data and secrets that can be recognized by their format. */
const PATTERNS: Readonly<Record<string, RegExp>> = {
  'a mail address': /[\w.+%-]+(?:@|%40)[\w-]+\.[a-z]/i,
  'the token of a link': /[A-Za-z0-9]{1,16}\.[A-Za-z0-9_-]{20,512}\.[A-Za-z0-9_-]{43}/,
  'the nonce of a form': /[A-Za-z0-9]{1,16}\.[0-9a-z]{7,11}\.[A-Za-z0-9_-]{43}/,
};

/** Event fields with names, addresses or free text. */
const PERSONAL_FIELDS: ReadonlySet<string> = new Set([
  'name',
  'contactName',
  'contactEmail',
  'email',
  'supportEmail',
  'notificationsEmail',
  'approvedBy',
  'comment',
  'note',
  'detail',
]);

/** Shorter names, such as “Azure”, are also ordinary words in log lines. In characters. */
const SHORTEST = 6;

/** Searches log lines for personal data, tokens and nonces. */
export class LogWatch {
  /** What was found, with its line. */
  readonly leaks: string[] = [];
  readonly #words = new Set<string>();

  /** Adds the names in a message to the search. Messages that are not JSON are skipped. */
  noteMessage(body: string): void {
    try {
      JSON.parse(body, (key, value) => {
        if (PERSONAL_FIELDS.has(key) && typeof value === 'string' && value.length >= SHORTEST)
          this.#words.add(value.toLowerCase());
        return value;
      });
    } catch {}
  }

  /** Searches a line. */
  noteLine({ function: name, line }: FunctionLogLine): void {
    const found = Object.keys(PATTERNS).filter((what) => PATTERNS[what]?.test(line));
    const lower = line.toLowerCase();
    for (const word of this.#words) if (lower.includes(word)) found.push(`“${word}”`);
    if (found.length > 0) this.leaks.push(`${name} wrote ${found.join(' and ')}: ${line}`);
  }

  /** @throws Error if any line had personal data, a token or a nonce */
  assertClean(): void {
    if (this.leaks.length > 0) throw new Error(`log lines leak:\n${this.leaks.join('\n')}`);
  }
}
