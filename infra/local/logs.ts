import { appendFileSync } from 'node:fs';

/** A line that a function wrote, or that the stack says about it. */
export interface LogLine {
  readonly at: string;
  readonly function: string;
  readonly stream: 'stdout' | 'stderr' | 'stack';
  readonly line: string;
}

const kept = 2000;

/** Keeps the newest lines in memory and, with a file, all of them on disk. */
export class LogSink {
  readonly #lines: LogLine[] = [];
  readonly #file: string | undefined;
  readonly #listener: ((line: LogLine) => void) | undefined;
  /** Takes what a function writes for machines; that is no log line. */
  takeMetrics: (line: string) => boolean = () => false;

  constructor(options: { file?: string | undefined; listener?: ((line: LogLine) => void) | undefined } = {}) {
    this.#file = options.file;
    this.#listener = options.listener;
  }

  write(name: string, stream: LogLine['stream'], text: string): void {
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue;
      if (stream === 'stdout' && this.takeMetrics(line)) continue;
      const entry: LogLine = { at: new Date().toISOString(), function: name, stream, line };
      this.#lines.push(entry);
      if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(entry)}\n`);
      this.#listener?.(entry);
    }
    if (this.#lines.length > kept) this.#lines.splice(0, this.#lines.length - kept);
  }

  /** The newest lines, oldest first. */
  tail(count = kept): LogLine[] {
    return this.#lines.slice(-count);
  }
}
