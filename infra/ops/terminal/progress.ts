import { WriteStream } from 'node:tty';
import ora, { type Ora } from 'ora';

/** The stream for progress: standard error, so that reports stay clean. */
export interface ProgressStream {
  write(text: string): unknown;
}

/** Shortest time between two lines of progress without a terminal, in milliseconds. */
const INTERVAL = 5_000;

/** Shows the progress of long work: a spinner on a terminal, a line every five seconds elsewhere. */
export class Progress {
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  #reportedAt: number;
  #spinner: Ora | undefined;

  constructor(stream: ProgressStream, now: () => number = () => Date.now()) {
    this.#stream = stream;
    this.#now = now;
    this.#reportedAt = now();
  }

  /** @param text words of ours and numbers only: it is printed as it is */
  report(text: string): void {
    if (this.#stream instanceof WriteStream) {
      this.#spinner ??= ora({ stream: this.#stream, discardStdin: false }).start();
      this.#spinner.text = text;
    } else if (this.#now() - this.#reportedAt >= INTERVAL) {
      this.#reportedAt = this.#now();
      this.#stream.write(`${text}\n`);
    }
  }

  /** Removes the spinner. */
  end(): void {
    this.#spinner?.stop();
    this.#spinner = undefined;
  }
}
