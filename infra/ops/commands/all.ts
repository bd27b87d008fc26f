import type { Command } from '../command.ts';
import { alarms } from './alarms.ts';
import { showCase } from './case.ts';
import { listCustomers } from './cases.ts';
import { dlqDiscard } from './dlq-discard.ts';
import { dlqList } from './dlq-list.ts';
import { dlqRedrive } from './dlq-redrive.ts';
import { dlqShow } from './dlq-show.ts';
import { erase } from './erase.ts';
import { explain } from './explain.ts';
import { publish } from './publish.ts';
import { relink } from './relink.ts';
import { replay } from './replay.ts';
import { rotateKeys } from './rotate-keys.ts';
import { smoke } from './smoke.ts';

/** Every command, in the order help lists them. */
export const COMMANDS: readonly Command[] = [
  publish,
  showCase,
  listCustomers,
  explain,
  dlqList,
  dlqShow,
  dlqRedrive,
  dlqDiscard,
  relink,
  replay,
  erase,
  rotateKeys,
  smoke,
  alarms,
];
