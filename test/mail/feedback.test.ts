import { describe, expect, it } from 'vitest';
import { parseSesEvent } from '../../shared/mail/feedback.ts';

const record = (fields: object) =>
  JSON.stringify({
    mail: {
      messageId: 's',
      tags: { mailId: ['i-invitation'], kind: ['invitation'] },
      destination: ['it@fabrikam.example'],
    },
    ...fields,
  });

describe('an SES event', () => {
  it.each([
    ['abuse', 'complained'],
    ['fraud', 'complained'],
    ['virus', 'complained'],
    ['other', 'complained'],
    [null, 'complained'],
    [undefined, 'complained'],
    ['not-spam', 'sent'],
    ['auth-failure', 'sent'],
  ])('a complaint of type %s makes the mail %s', (complaintFeedbackType, status) => {
    const event = parseSesEvent(record({ eventType: 'Complaint', complaint: { complaintFeedbackType } }));
    expect(event?.status).toBe(status);
  });

  it.each([
    ['Permanent', 'bounced'],
    ['Transient', 'sent'],
    ['Undetermined', 'sent'],
  ])('a bounce of type %s makes the mail %s: SES had it', (bounceType, status) => {
    expect(parseSesEvent(record({ eventType: 'Bounce', bounce: { bounceType } }))?.status).toBe(status);
  });

  it.each(['Open', 'Click', 'Rendering Failure', 'DeliveryDelay', 'Subscription'])(
    'of type %s changes no status',
    (eventType) => expect(parseSesEvent(record({ eventType }))).toBeNull(),
  );

  it('of type Reject makes the mail rejected', () => {
    const rejected = parseSesEvent(record({ eventType: 'Reject', reject: { reason: 'Bad content' } }));
    expect(rejected?.status).toBe('rejected');
  });

  it('of type Delivery has the time of the delivery', () => {
    const timestamp = '2026-11-22T12:00:00.000Z';
    const delivered = parseSesEvent(record({ eventType: 'Delivery', delivery: { timestamp } }));
    expect(delivered).toMatchObject({ status: 'delivered', deliveredAt: Date.parse(timestamp) });
    const untimed = parseSesEvent(record({ eventType: 'Delivery', delivery: { timestamp: 'soon' } }));
    expect(untimed).not.toHaveProperty('deliveredAt');
  });

  it('the greeting of SES to a new event destination is about no mail', () => {
    const greeting = 'Successfully validated SNS topic for Amazon SES event publishing.';
    expect([parseSesEvent(greeting), parseSesEvent(`${greeting}\n`)]).toEqual([null, null]);
    expect(() => parseSesEvent(`${greeting} And more`)).toThrow('must be JSON');
  });
});
