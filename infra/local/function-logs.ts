import { appendFileSync } from 'node:fs';
import type { KeptFile } from './data-folder.ts';

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
  readonly #file: KeptFile | undefined;
  readonly #listener: ((line: FunctionLogLine) => void) | undefined;
  /** Takes what a function writes for machines; that is no log line. */
  recordMetrics: (line: string) => boolean = () => false;

  constructor(
    options: { file?: KeptFile | undefined; listener?: ((line: FunctionLogLine) => void) | undefined } = {},
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
      this.#keep(entry);
      this.#listener?.(entry);
    }
    if (this.#lines.length > kept) this.#lines.splice(0, this.#lines.length - kept);
  }

  #keep(entry: FunctionLogLine): void {
    const file = this.#file;
    file?.write(() => appendFileSync(file.path, `${JSON.stringify(entry)}\n`));
  }

  /** The newest lines, oldest first. */
  tail(count = kept): FunctionLogLine[] {
    return this.#lines.slice(-count);
  }
}
