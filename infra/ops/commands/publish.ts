import { awaitEvents, readEventsBefore } from '../cases/await-events.ts';
import { decidedReport, sentReport } from '../cases/format-published.ts';
import type { Command } from '../command.ts';
import { checkedEvents } from '../events/check-events.ts';
import { eventsAhead, refuseErasures, YES_TO_ERASURES } from '../events/erasure-checks.ts';
import { EVENT_OPTIONS, readEventsInput } from '../events/events-input.ts';
import { refuseReservedAddresses } from '../events/reserved-addresses.ts';
import { sendEvents } from '../events/send-events.ts';

export const publish: Command = {
  name: 'publish',
  takes: '<event-type> | --file FILE',
  positionals: { least: 0, most: 1 },
  summary: 'Sends events, checked first; --wait tells what was decided',
  about: [
    'An event type (docs/events.md) sends an event of now, under a new id. On this machine the catalogue’s example fills in what --set leaves out, and what it filled in is told; to a deployed stage nothing of the example goes, so that all that a type requires must be set.',
    'A file’s events are sent as they are. If one is faulty, every fault is named by its path and nothing is sent. customer.erased needs --yes: rather use `erase`. To a deployed stage no event goes with an address that nobody can have, such as …@contoso.example.',
    'An event that was taken before changes nothing, and --wait says so: what is new needs an id of its own.',
  ],
  options: {
    ...EVENT_OPTIONS,
    ...YES_TO_ERASURES,
    wait: { about: 'waits until the case files show the events, and tells the decisions' },
    timeout: { value: 'SECONDS', about: 'longest to wait; default 60' },
    rate: { value: 'N', about: 'most events a second; default 200' },
  },
  examples: [
    'publish partner.registered --set data.partnerId=northwind --set data.name=Northwind',
    'publish subscription.ingested --set data.subscription.channel=csp --wait',
    'publish --file events.jsonl --rate 50',
    'publish --file event.json --wait --stage prod',
  ],
  async run(call) {
    const rate = call.number('rate', { least: 1, most: 10_000, otherwise: 200 });
    const longest = 1000 * call.number('timeout', { least: 1, most: 3600, otherwise: 60 });
    const { found, fromExample } = await readEventsInput(call, 'send');
    const events = checkedEvents(found);
    const stage = await call.stage();
    refuseReservedAddresses(events, stage);
    refuseErasures(events, call.has('yes'), stage);
    const ahead = eventsAhead(events, await stage.now());
    const before = await readEventsBefore(stage, events, call.has('wait'));
    await sendEvents(stage.api, events, rate, call.progress);
    const sending = { stage, ahead, fromExample, before };
    return call.has('wait')
      ? decidedReport(await awaitEvents(stage, events, before, longest, call), sending)
      : sentReport(events, sending);
  },
};
