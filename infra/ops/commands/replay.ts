import { Command } from '@commander-js/extra-typings';
import { type ActionOf, wholeNumber, withExamples } from '../command.ts';
import { CliError } from '../errors.ts';
import {
  checkEvents,
  eventsAhead,
  printEventsAhead,
  refuseErasures,
  refuseReservedAddresses,
} from '../events/check-events.ts';
import { readEvents } from '../events/events-input.ts';
import { sendEvents } from '../events/send-events.ts';
import { count } from '../terminal/words.ts';

export function replayCommand(action: ActionOf) {
  const command = new Command('replay')
    .argument(
      '<file>',
      'one event a line, an array, or what `dlq discard --save` wrote; - reads standard input',
    )
    .summary('Send saved events again, with their own ids')
    .description(
      [
        'Sends saved events again, with their own ids. An event that was processed before changes nothing.',
        'If an event is faulty, nothing is sent, except with --skip-faulty. customer.erased needs --yes.',
      ].join('\n\n'),
    )
    .option('--rate <N>', 'the most events in a second', wholeNumber('rate', 1, 10_000), 200)
    .option('--yes', 'send customer.erased too, which cannot be undone')
    .option('--skip-faulty', 'send the events without faults')
    .action(
      action(async (session, file, { rate, yes = false, skipFaulty = false }) => {
        const found = readEvents(await session.read(file));
        const { events, faulty, faults } = checkEvents(found);
        if (faulty > 0 && !skipFaulty) {
          throw new CliError(
            'invalid-events',
            `${faulty} of ${count(found.length, 'event')} cannot be sent; none was.`,
            { faults, fix: 'Correct the file, or send the others with --skip-faulty.' },
          );
        }
        const stage = await session.stage();
        refuseErasures(events, yes, stage);
        refuseReservedAddresses(events, stage);
        const ahead = eventsAhead(events, await stage.now());
        await sendEvents(stage.api, events, rate, session.progress);
        return {
          ok: events.length > 0,
          json: { stage: stage.name, sent: events.length, skipped: faulty, ahead, faults },
          text(output) {
            output.line(
              `Sent ${count(events.length, 'event')}, each with its own id: what was processed before changes nothing.`,
            );
            printEventsAhead(output, ahead);
            if (faulty > 0) output.line({ text: `Skipped ${count(faulty, 'faulty event')}.`, tone: 'warn' });
          },
        };
      }),
    );
  return withExamples(command, 'replay discarded.jsonl', 'replay events.jsonl --rate 20 --stage prod');
}
