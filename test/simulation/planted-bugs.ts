import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** A bug that somebody might write: a change of one place in the product's source. */
export interface PlantedBug {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Bugs of each kind that the invariants are there for. The simulation must find every one of them. */
export const PLANTED_BUGS: Readonly<Record<string, PlantedBug>> = {
  'the commit has no condition': {
    file: 'shared/store/case-store.ts',
    from: "ConditionExpression: '#version = :read',",
    to: "ConditionExpression: 'attribute_exists(pk) OR #version = :read',",
  },
  'messages are acknowledged before their effects are sent': {
    file: 'shared/intake/process-events.ts',
    from: 'if (unsent.has(caseId(group))) fail(group, new EffectsUnsent());',
    to: '',
  },
  'a repeat sends no effects': {
    file: 'shared/intake/process-events.ts',
    from: 'const repeated = recent.filter((entry) => keys.has(entry.key));',
    to: 'const repeated: typeof recent = [];',
  },
  'pages left unprocessed are not written': {
    file: 'shared/store/table.ts',
    from: 'wanted = UnprocessedItems?.[this.#name] ?? [];',
    to: 'wanted = UnprocessedItems ? [] : [];',
  },
  'an overtaken writer deletes its pages': {
    file: 'shared/store/case-store.ts',
    from: "if (result !== 'overtaken') await",
    to: 'await',
  },
  'a writer does not know its own commit again': {
    file: 'shared/store/case-store.ts',
    from: "if (text(current?.mark) === attemptId) return 'written';",
    to: '',
  },
  'the index of sealed events is not asked': {
    file: 'shared/process/fold-case.ts',
    from: 'new Set([...loaded.sealed, ...from.recent.map((entry) => entry.key)])',
    to: 'new Set(from.recent.map((entry) => entry.key))',
  },
  'a lost lease sends the mail': {
    file: 'shared/mail/send/send-mail.ts',
    from: "if (await writeMail(table, record, known)) return { kind: 'acquired', record };",
    to: "await writeMail(table, record, known);\n    return { kind: 'acquired', record };",
  },
  'an unclear mail is sent again at once': {
    file: 'shared/mail/send/send-mail.ts',
    from: 'return now >= settledAt ?',
    to: 'return now >= 0 ?',
  },
  'a mail that SES refused is acknowledged': {
    file: 'shared/mail/send/send-mail.ts',
    from: 'await release();\n    throw error;\n  }\n}',
    to: 'await release();\n    return lease;\n  }\n}',
  },
  'a form needs no nonce': {
    file: 'functions/approval-page/handle-request.ts',
    from: 'if (!isConfirmation && !isFormNonce(form.nonce, token, now, ring)) {',
    to: 'if (now < 0) {',
  },
  'the nonce of one link counts for another': {
    file: 'shared/invitations/link-token.ts',
    from: 'function digest(text: string): string {',
    to: "function digest(text: string): string {\n  if (/^k\\d+\\./.test(text)) return '';",
  },
  'the second answer replaces the first': {
    file: 'shared/store/answer-store.ts',
    from: "ConditionExpression: 'attribute_not_exists(pk)',",
    to: "ConditionExpression: 'attribute_not_exists(pk) OR pk = :pk', ExpressionAttributeValues: { ':pk': { S: key.pk } },",
  },
  'the page confirms before the answer is queued': {
    file: 'functions/approval-page/handle-request.ts',
    from: "if (!isQueued) return pageResponse({ kind: 'unavailable' }, locale);",
    to: '',
  },
  'what was due before an event comes after it': {
    file: 'shared/process/fold-case.ts',
    from: 'passTime(state, context, otherSubscriptions, Math.min(context.now, toMillis(event.time)));',
    to: '',
  },
  'the page takes answers after the expiry': {
    file: 'functions/approval-page/handle-request.ts',
    from: "if (toMillis(invitation.expiresAt) <= now) return { kind: 'expired', partner };",
    to: '',
  },
  'a failed record is acknowledged': {
    file: 'shared/runtime/queue-consumer.ts',
    from: '!isFinal(record, error, queues) || unsent.has(record.messageId)',
    to: '!isFinal(record, error, queues)',
  },
  'one refused record fails its whole batch': {
    file: 'shared/runtime/queue-consumer.ts',
    from: "const result = results.get(record.messageId) ?? new Error('no result');",
    to: "const result = [...results.values()].find((one) => one !== 'done') ?? 'done';",
  },
  'an erasure leaves what other writers had begun': {
    file: 'shared/store/erasure-cleanup.ts',
    from: 'await clearErasedCase(table, caseKey);',
    to: '',
  },
  'an event from before an erasure brings the customer back': {
    file: 'shared/process/fold-case.ts',
    from: "if (event.type !== 'customer.erased' && isBeforeErasure(context.draft.case, event.time)) {",
    to: "if (event.type === 'partner.registered') {",
  },
  'a bounced address gets more mail': {
    file: 'shared/mail/send/compose.ts',
    from: "return typeof mail !== 'string' && isSuppressed(theCase, mail.to) ? 'suppressed' : mail;",
    to: 'return mail;',
  },
  'due cases are found in some shards only': {
    file: 'functions/due-work/enqueue-due-cases.ts',
    from: 'Array.from({ length: DUE_SHARDS }, (_, shard) => dueShard(shard))',
    to: 'Array.from({ length: DUE_SHARDS - 2 }, (_, shard) => dueShard(shard))',
  },
};

/**
 * Plants a bug: from now on, modules are loaded with it.
 * @throws Error when the product no longer has the place
 */
export function plant(name: string): void {
  const bug = PLANTED_BUGS[name];
  if (!bug) throw new Error(`There is no planted bug "${name}"`);
  const url = new URL(`../../${bug.file}`, import.meta.url).href;
  if (readFileSync(fileURLToPath(url), 'utf8').split(bug.from).length !== 2)
    throw new Error(`${bug.file} does not have this place once: ${bug.from}`);
  registerHooks({
    load(address, context, nextLoad) {
      const loaded = nextLoad(address, context);
      if (address !== url) return loaded;
      return { ...loaded, source: String(loaded.source).replace(bug.from, () => bug.to) };
    },
  });
}
