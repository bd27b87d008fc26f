import type { Extensions } from '../events/envelope.ts';

/** An id as machines make them: senders put words there that are nobody else's business, mail addresses too. */
const ID = /^[A-Za-z0-9._:-]{1,128}$/;

/** What of an event's extensions the log may have: the ids by which a flow is followed through systems, if they are ids. */
export function tracesIn({ correlationid, traceparent }: Extensions): Record<string, string> {
  const traces = Object.entries({ correlationid, traceparent }).map(
    ([name, value]) => [name, String(value ?? '')] as const,
  );
  return Object.fromEntries(traces.filter(([, value]) => ID.test(value)));
}
