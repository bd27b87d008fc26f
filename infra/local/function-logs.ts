import { appendFileSync } from 'node:fs';

/** A line that a function wrote, or that the stack says about it. */
export interface FunctionLogLine {
  readonly at: string;
  readonly function: string;
  readonly stream: 'stdout' | 'stderr' | 'stack';
  readonly line: string;
}

const kept = 2000;

/** Keeps the newest lines in memory and, with a file, all of them on disk. */
export class FunctionLogs {
  readonly #lines: FunctionLogLine[] = [];
  readonly #file: string | undefined;
  readonly #listener: ((line: FunctionLogLine) => void) | undefined;
  /** Takes what a function writes for machines; that is no log line. */
  recordMetrics: (line: string) => boolean = () => false;

  constructor(
    options: { file?: string | undefined; listener?: ((line: FunctionLogLine) => void) | undefined } = {},
  ) {
    this.#file = options.file;
    this.#listener = options.listener;
  }

  write(name: string, stream: FunctionLogLine['stream'], text: string): void {
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue;
      if (stream === 'stdout' && this.recordMetrics(line)) continue;
      const entry: FunctionLogLine = { at: new Date().toISOString(), function: name, stream, line };
      this.#lines.push(entry);
      if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(entry)}\n`);
      this.#listener?.(entry);
    }
    if (this.#lines.length > kept) this.#lines.splice(0, this.#lines.length - kept);
  }

  /** The newest lines, oldest first. */
  tail(count = kept): FunctionLogLine[] {
    return this.#lines.slice(-count);
  }
}
