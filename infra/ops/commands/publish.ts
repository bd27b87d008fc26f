import { Command } from '@commander-js/extra-typings';
import { awaitEvents, readEventsBefore } from '../cases/await-case.ts';
import { decidedReport, sentReport } from '../cases/published-report.ts';
import { type ActionOf, wholeNumber, withExamples } from '../command.ts';
import {
  checkedEvents,
  eventsAhead,
  refuseErasures,
  refuseReservedAddresses,
} from '../events/check-events.ts';
import { fileOption, readEventsInput, setOption } from '../events/events-input.ts';
import { sendEvents } from '../events/send-events.ts';

export function publishCommand(action: ActionOf) {
  const command = new Command('publish')
    .argument('[event-type]', 'a type of docs/events.md, or a file')
    .usage('<event-type> | --file FILE')
    .summary('Send events, checked first; --wait shows the decisions')
    .description(
      [
        'Sends events. They are checked first, and --wait shows what was decided.',
        'With an event type it sends a new event of this type, which happens now. On the local stack the catalogue’s example supplies the values that --set leaves out, and the output lists them. A deployed stage gets no example values: set every field that the type requires.',
        'The events of a file are sent as they are. If one is faulty, nothing is sent, and every fault is listed with its path. customer.erased needs --yes; use `erase` instead. A deployed stage gets no event with an address in a reserved domain, such as …@contoso.example.',
        'An event that was processed before changes nothing, and --wait says so. A new event needs its own id.',
      ].join('\n\n'),
    )
    .addOption(fileOption)
    .addOption(setOption)
    .option('--yes', 'send customer.erased too, which cannot be undone')
    .option('--wait', 'wait until the case files show the events, and print the decisions')
    .option('--timeout <SECONDS>', 'the longest wait', wholeNumber('timeout', 1, 3600), 60)
    .option('--rate <N>', 'the most events in a second', wholeNumber('rate', 1, 10_000), 200)
    .action(
      action(async (session, word, { file, set, yes = false, wait = false, timeout, rate }) => {
        const { progress } = session;
        const { found, fromExample } = await readEventsInput(session, { word, file, set }, 'send');
        const events = checkedEvents(found);
        const stage = await session.stage();
        refuseReservedAddresses(events, stage);
        refuseErasures(events, yes, stage);
        const ahead = eventsAhead(events, await stage.now());
        const before = await readEventsBefore(stage, events, wait);
        await sendEvents(stage.api, events, rate, progress);
        const sent = { stage, ahead, fromExample, before };
        if (!wait) return sentReport(events, sent);
        return decidedReport(
          await awaitEvents(stage, events, before, { longest: 1000 * timeout, progress }),
          sent,
        );
      }),
    );
  return withExamples(
    command,
    'publish partner.registered --set data.partnerId=northwind --set data.name=Northwind',
    'publish subscription.ingested --set data.subscription.channel=csp --wait',
    'publish --file events.jsonl --rate 50',
    'publish --file event.json --wait --stage prod',
  );
}
