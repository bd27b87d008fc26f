import * as z from 'zod';

/** Most of each kind: an SQS policy may have 8 KB, and one entry takes some 100 bytes. */
const most = 20;

const account = z.string().regex(/^\d{12}$/, 'must be the 12 digits of an AWS account, as text');

const role = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
    'must be the ARN of an IAM role, arn:aws:iam::<account>:role/<name>, without wildcards',
  );

const eventRule = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:rule\/[\w./-]+$/,
    'must be the ARN of an EventBridge rule, arn:aws:events:<region>:<account>:rule/<name>, without wildcards',
  );

/** Who else may put events on the three event queues. See {@link StageSettings}. */
export const publisherSettings = z.strictObject({
  accounts: several(account, 'accounts'),
  roles: several(role, 'roles'),
  eventRules: several(eventRule, 'rules'),
});

function several(one: z.ZodString, what: string) {
  return z
    .array(one)
    .max(most, `must name at most ${most} ${what} (the size of a queue’s policy)`)
    .refine((all) => new Set(all).size === all.length, `must name each of the ${what} once`)
    .default([]);
}
