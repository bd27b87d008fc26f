import { parseCaseKey } from '../cases/case-key.ts';
import { readCase } from '../cases/read-case.ts';
import type { Command } from '../command.ts';
import { givenAddresses, identifiersOfCustomer } from '../erase/customer-identifiers.ts';
import { deadLettersOfCustomer } from '../erase/dead-letters-of-customer.ts';
import { NOT_ERASED } from '../erase/not-erased.ts';
import {
  printGaps,
  printNotErased,
  printPlan,
  printResult,
  remainingDeadLetters,
} from '../erase/print-erasure.ts';
import { publishErasure } from '../erase/publish-erasure.ts';

export const erase: Command = {
  name: 'erase',
  takes: '<partnerId> <tenantId>',
  positionals: { least: 2, most: 2 },
  summary: 'Erases a customer’s personal data at a partner',
  about: [
    'A dry run without --yes. Publishes customer.erased, waits until the case is seen to be empty, and deletes the customer’s messages from every dead-letter queue. What happened before does not come back, however late it arrives. Exit code 0 when all of it is done.',
    'Messages that cannot be read are found by the customer’s tenant id and address. Once the case is erased nobody knows the address any more: --email-file tells it, and others the customer had.',
    'A customer of several partners has a case with each: erase it there too.',
  ],
  options: {
    'email-file': {
      value: 'FILE',
      about:
        'the customer’s addresses, one a line; - reads standard input, so that none stays in the history',
    },
    timeout: { value: 'SECONDS', about: 'longest to wait; default 60' },
    yes: { about: 'does it; it cannot be taken back' },
  },
  examples: [
    'erase contoso 8233bd63-f606-f18d-6fa2-5bd22831bf2b',
    'erase contoso 8233bd63-f606-f18d-6fa2-5bd22831bf2b --yes',
    'erase contoso 8233bd63-f606-f18d-6fa2-5bd22831bf2b --email-file - --yes',
  ],
  async run(call) {
    const key = parseCaseKey(call);
    const longest = 1000 * call.number('timeout', { least: 1, most: 3600, otherwise: 60 });
    const given = await givenAddresses(call);
    const stage = await call.stage();
    const before = await readCase(stage.api, key, () => false);
    const traces = identifiersOfCustomer(key, before, given);
    const doIt = call.has('yes');
    const after = doIt ? await publishErasure(stage, key, { longest, progress: call.progress }) : null;
    const waits = doIt && after === null;
    const found = await deadLettersOfCustomer(stage, traces, { remove: doIt, keepErasures: waits });
    const addresses = traces.addresses.length;
    return {
      ok: remainingDeadLetters(found) === 0 && found.unseen.length === 0 && !waits,
      json: {
        stage: stage.name,
        ...key,
        dryRun: !doIt,
        known: before !== null,
        waits,
        erasedAt: after?.customer.erasedAt ?? before?.customer.erasedAt ?? null,
        addresses,
        deadLetters: found.letters,
        unseen: found.unseen,
        remains: NOT_ERASED,
      },
      text(page) {
        if (doIt) printResult(page, found, waits, stage, key);
        else printPlan(page, before, found);
        printGaps(page, found, addresses);
        printNotErased(page, doIt);
        if (!doIt) {
          page.line();
          page.line('Nothing was changed. Do it with --yes; it cannot be taken back.');
        }
      },
    };
  },
};
