import type { FunctionLogLine } from '../../infra/local/function-logs.ts';

/** What stands for a person or opens a door, by its look. */
const PATTERNS: Readonly<Record<string, RegExp>> = {
  'a mail address': /[\w.+%-]+(?:@|%40)[\w-]+\.[a-z]/i,
  'the token of a link': /[A-Za-z0-9]{1,16}\.[A-Za-z0-9_-]{20,512}\.[A-Za-z0-9_-]{43}/,
  'the nonce of a form': /[A-Za-z0-9]{1,16}\.[0-9a-z]{7,11}\.[A-Za-z0-9_-]{43}/,
};

/** Fields of events that hold names of people and customers, or what they wrote. */
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

/** Shorter ones are words that any line may have. */
const SHORTEST = 6;

/** Watches the log lines of all functions for what must never be in one: personal data, names, tokens and nonces. */
export class LogWatch {
  /** Lines with what they must not have, and what that is. */
  readonly leaks: string[] = [];
  readonly #words = new Set<string>();

  /** Notes the names in a message, from now on. A message that is not JSON has none. */
  noteMessage(body: string): void {
    try {
      JSON.parse(body, (key, value) => {
        if (PERSONAL_FIELDS.has(key) && typeof value === 'string' && value.length >= SHORTEST)
          this.#words.add(value.toLowerCase());
        return value;
      });
    } catch {}
  }

  /** Looks at a line. */
  noteLine({ function: name, line }: FunctionLogLine): void {
    const found = Object.keys(PATTERNS).filter((what) => PATTERNS[what]?.test(line));
    const lower = line.toLowerCase();
    for (const word of this.#words) if (lower.includes(word)) found.push(`“${word}”`);
    if (found.length > 0) this.leaks.push(`${name} wrote ${found.join(' and ')}: ${line}`);
  }

  /** @throws Error with all lines that have what none may have */
  assertClean(): void {
    if (this.leaks.length > 0) throw new Error(`log lines leak:\n${this.leaks.join('\n')}`);
  }
}
