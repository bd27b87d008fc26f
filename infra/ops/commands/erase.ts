import { Command } from '@commander-js/extra-typings';
import { parsePartnerId, parseTenantId, readCase } from '../cases/read-case.ts';
import { type ActionOf, oneText, wholeNumber, withExamples } from '../command.ts';
import { deadLettersOfCustomer, identifiersOfCustomer, readAddresses } from '../erase/customer-messages.ts';
import {
  NOT_ERASED,
  printGaps,
  printNotErased,
  printPlan,
  printResult,
  remainingDeadLetters,
} from '../erase/print-erasure.ts';
import { publishErasure } from '../erase/publish-erasure.ts';

export function eraseCommand(action: ActionOf) {
  const command = new Command('erase')
    .argument('<partnerId>', '', parsePartnerId)
    .argument('<tenantId>', '', parseTenantId)
    .summary('Erase a customer’s personal data at a partner')
    .description(
      [
        'Erases a customer’s personal data at a partner. A dry run without --yes.',
        'Publishes customer.erased, waits until the case shows it, and deletes the customer’s messages from every dead-letter queue. Older events stay without effect, however late they arrive. Exit code 0 only if all of it is done.',
        'Messages that cannot be parsed are found by the customer’s tenant id and addresses. The product does not know the address any more after an erasure: --email-file supplies it, and other addresses that the customer had.',
        'A customer of several partners has a case with each. Erase each of them.',
      ].join('\n\n'),
    )
    .option(
      '--email-file <FILE>',
      'the customer’s addresses, one a line; - reads standard input, which leaves no trace in the shell’s history',
      oneText('email-file'),
    )
    .option('--timeout <SECONDS>', 'the longest wait', wholeNumber('timeout', 1, 3600), 60)
    .option('--yes', 'erase; this cannot be undone')
    .action(
      action(async (session, partnerId, tenantId, { emailFile, timeout, yes = false }) => {
        const { progress } = session;
        const key = { partnerId, tenantId };
        const addressesGiven = await readAddresses(session, emailFile);
        const stage = await session.stage();
        const before = await readCase(stage.api, key, () => false);
        const customer = identifiersOfCustomer(key, before, addressesGiven);
        const after = yes ? await publishErasure(stage, key, { longest: 1000 * timeout, progress }) : null;
        const waits = yes && after === null;
        const found = await deadLettersOfCustomer(stage, customer, { remove: yes, keepErasures: waits });
        const addresses = customer.addresses.length;
        return {
          ok: remainingDeadLetters(found) === 0 && found.unseen.length === 0 && !waits,
          json: {
            stage: stage.name,
            ...key,
            dryRun: !yes,
            known: before !== null,
            waits,
            erasedAt: after?.customer.erasedAt ?? before?.customer.erasedAt ?? null,
            addresses,
            deadLetters: found.queues,
            unseen: found.unseen,
            remains: NOT_ERASED,
          },
          text(output) {
            if (yes) printResult(output, found, waits, stage, key);
            else printPlan(output, before, found);
            printGaps(output, found, addresses);
            printNotErased(output, yes);
            if (!yes) {
              output.line();
              output.line('Nothing was changed. Do it with --yes; it cannot be undone.');
            }
          },
        };
      }),
    );
  return withExamples(
    command,
    'erase contoso 8233bd63-f606-f18d-6fa2-5bd22831bf2b',
    'erase contoso 8233bd63-f606-f18d-6fa2-5bd22831bf2b --yes',
    'erase contoso 8233bd63-f606-f18d-6fa2-5bd22831bf2b --email-file - --yes',
  );
}
