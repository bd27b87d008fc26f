import { UsageError } from '../errors.ts';
import type { QueuePair, Stage } from '../stage/stage.ts';
import { nearest } from '../terminal/words.ts';

/** The queue that a word means: its name, with or without `-dlq` and the stage before it. @throws UsageError */
export function queueNamed(stage: Stage, word: string): QueuePair {
  const short = word.replace(/-dlq$/, '');
  const prefix = `${stage.name}-`;
  const bare = short.startsWith(prefix) ? short.slice(prefix.length) : short;
  const found =
    stage.queues.find(({ name }) => name === short) ?? stage.queues.find(({ name }) => name === bare);
  if (found) return found;
  const names = stage.queues.map(({ name }) => name);
  const [meant] = nearest(bare, names);
  throw new UsageError(
    `There is no queue ${word}.`,
    meant === undefined ? `There are ${names.join(', ')}.` : `Did you mean ${meant}?`,
  );
}
