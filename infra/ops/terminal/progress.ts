/** Where progress is told; standard error, so that it never gets among a report. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** Least time between two lines where no terminal shows them, in milliseconds. */
const QUIET = 5_000;

/** Tells how far long work has come: on one line that changes, or where there is no terminal on a line now and then. */
export class Progress {
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  #reportedAt: number;
  #shown = false;

  constructor(stream: ProgressStream, now: () => number = () => Date.now()) {
    this.#stream = stream;
    this.#now = now;
    this.#reportedAt = now();
  }

  /** @param text what is known to be harmless: words of ours and numbers */
  tell(text: string): void {
    if (this.#stream.isTTY === true) {
      this.#stream.write(`\r\u001b[2K${text}`);
      this.#shown = true;
    } else if (this.#now() - this.#reportedAt >= QUIET) {
      this.#reportedAt = this.#now();
      this.#stream.write(`${text}\n`);
    }
  }

  /** Takes the line away. */
  end(): void {
    if (this.#shown) this.#stream.write('\r\u001b[2K');
    this.#shown = false;
  }
}
