import { ROLES } from '../../../shared/events/vocabulary.ts';
import type { Command } from '../command.ts';
import { toCliError, UsageError } from '../errors.ts';
import { runSmokeTest, type Step } from '../smoke/smoke-test.ts';

/** How a step ended. */
interface StepEnd {
  readonly step: string;
  readonly ok: boolean;
  readonly milliseconds: number;
  /** What was seen, or what was wrong. */
  readonly saw: string;
  readonly fix: string | null;
  /** A command that tells more. */
  readonly run: string | null;
}

export const smoke: Command = {
  name: 'smoke',
  takes: '',
  positionals: { least: 0, most: 0 },
  summary: 'Tests a stage: publishes a sample, waits, cleans up',
  about: [
    'The partner is smoke-<random>, the customer a random tenant, the mail goes to SES’s mailbox simulator. Afterwards the customer is erased; the partner’s registration and a timeline without personal data stay. Exit code 0 when all holds.',
  ],
  options: {
    role: { value: 'ROLE', about: 'one of the stage’s allowedRoles; default sales-agent' },
    timeout: { value: 'SECONDS', about: 'longest wait of one step; default 60' },
  },
  examples: ['smoke', 'smoke --stage prod --region eu-central-1 --json'],
  async run(call) {
    const longest = 1000 * call.number('timeout', { least: 1, most: 900, otherwise: 60 });
    const asked = call.text('role') ?? 'sales-agent';
    const role = ROLES.find((one) => one === asked);
    if (!role) throw new UsageError(`--role takes one of ${ROLES.join(', ')}, not ${asked}.`);
    const stage = await call.stage();
    const story = runSmokeTest(stage, { role, longest, progress: call.progress });
    const ends: StepEnd[] = [];
    for (const step of story.steps) {
      call.progress.tell(step.name);
      ends.push(await take(step));
      if (ends.at(-1)?.ok === false) break;
    }
    // Whatever failed: if the partner got as far as being sent, there may be a customer to erase.
    if (ends.length > 2) ends.push(await take(story.cleanUp));
    const ok = ends.every((end) => end.ok);
    const { partnerId, tenantId } = story;
    return {
      ok,
      json: { stage: stage.name, ok, partnerId, tenantId, steps: ends },
      text(page) {
        page.table(
          [{ head: '' }, { head: 'step' }, { head: 'time', right: true }, { head: 'saw', wraps: true }],
          ends.map(({ ok: well, step, milliseconds, saw }) => [
            well ? { text: 'ok', tone: 'good' } : { text: 'FAILED', tone: 'bad' },
            step,
            `${(milliseconds / 1000).toFixed(1)} s`,
            saw,
          ]),
        );
        page.line();
        for (const { fix, run } of ends) {
          if (run !== null) page.hint(fix ?? '', run);
          else if (fix !== null) page.line(fix);
        }
        page.line(
          ok
            ? { text: `Stage ${stage.name} works.`, tone: 'good' }
            : { text: `Stage ${stage.name} does not work.`, tone: 'bad' },
        );
        if (ends.length > 1)
          page.line(
            `What stays: the partner ${partnerId}, and that something happened to customer ${tenantId}.`,
          );
      },
    };
  },
};

async function take(step: Step): Promise<StepEnd> {
  const startedAt = performance.now();
  const end = (told: Pick<StepEnd, 'ok' | 'saw' | 'fix' | 'run'>) => ({
    step: step.name,
    milliseconds: Math.round(performance.now() - startedAt),
    ...told,
  });
  try {
    return end({ ok: true, saw: await step.run(), fix: null, run: null });
  } catch (error) {
    const { message, faults, fix = null, run = null } = toCliError(error);
    const paths = faults.map(({ path, problem }) => `; ${path} ${problem}`).join('');
    return end({ ok: false, saw: `${message}${paths}`, fix, run });
  }
}
