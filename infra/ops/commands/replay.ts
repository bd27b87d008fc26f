import type { Command } from '../command.ts';
import { CliError } from '../errors.ts';
import { checkEvents } from '../events/check-events.ts';
import { eventsAhead, printEventsAhead, refuseErasures, YES_TO_ERASURES } from '../events/erasure-checks.ts';
import { readEvents } from '../events/read-events.ts';
import { refuseReservedAddresses } from '../events/reserved-addresses.ts';
import { sendEvents } from '../events/send-events.ts';
import { count } from '../terminal/words.ts';

export const replay: Command = {
  name: 'replay',
  takes: '<file>',
  positionals: { least: 1, most: 1 },
  summary: 'Sends saved events again, under their own ids',
  about: [
    'The file holds an event a line, an array, or what `dlq discard --save` wrote. If one is faulty, nothing is sent, unless --skip-faulty. A customer.erased among them needs --yes.',
  ],
  options: {
    rate: { value: 'N', about: 'most events a second; default 200' },
    ...YES_TO_ERASURES,
    'skip-faulty': { about: 'sends the good ones all the same' },
  },
  examples: ['replay discarded.jsonl', 'replay events.jsonl --rate 20 --stage prod'],
  async run(call) {
    const rate = call.number('rate', { least: 1, most: 10_000, otherwise: 200 });
    const found = readEvents(await call.read(call.positionals[0] ?? ''));
    const { events, faulty, faults } = checkEvents(found);
    if (faulty > 0 && !call.has('skip-faulty')) {
      throw new CliError(
        'invalid-events',
        `${faulty} of ${count(found.length, 'event')} cannot be sent; none was.`,
        {
          faults,
          fix: 'Mend the file, or send the others with --skip-faulty.',
        },
      );
    }
    const stage = await call.stage();
    refuseErasures(events, call.has('yes'), stage);
    refuseReservedAddresses(events, stage);
    const ahead = eventsAhead(events, await stage.now());
    await sendEvents(stage.api, events, rate, call.progress);
    return {
      ok: events.length > 0,
      json: { stage: stage.name, sent: events.length, skipped: faulty, ahead, faults },
      text(page) {
        page.line(
          `Sent ${count(events.length, 'event')}, each under its own id: what was taken before changes nothing.`,
        );
        printEventsAhead(page, ahead);
        if (faulty > 0) page.line({ text: `Skipped ${count(faulty, 'faulty event')}.`, tone: 'warn' });
      },
    };
  },
};
