import { parseCaseKey } from '../cases/case-key.ts';
import { printCase } from '../cases/print-case.ts';
import { readCase } from '../cases/read-case.ts';
import type { Command } from '../command.ts';
import { CliError } from '../errors.ts';
import { next } from '../stage/stage.ts';

const SHOWN = 20;

export const showCase: Command = {
  name: 'case',
  takes: '<partnerId> <tenantId>',
  positionals: { least: 2, most: 2 },
  summary: 'Shows a case file: permission, subscriptions, what happened',
  about: ['It names the customer and its mail address, as the case file does.'],
  options: { all: { about: `shows the whole timeline, not the newest ${SHOWN} entries` } },
  examples: ['case contoso 8233bd63-f606-f18d-6fa2-5bd22831bf2b --all'],
  async run(call) {
    const key = parseCaseKey(call);
    const most = call.has('all') ? Number.POSITIVE_INFINITY : SHOWN;
    const stage = await call.stage();
    const file = await readCase(stage.api, key, (timeline) => timeline.length >= most);
    if (!file) {
      throw new CliError(
        'unknown-case',
        `Partner ${key.partnerId} has no case of customer ${key.tenantId}.`,
        {
          fix: 'Was it published? Events that failed:',
          run: next(stage, 'dlq list'),
        },
      );
    }
    const shown = { ...file, timeline: file.timeline.slice(0, most) };
    return {
      ok: true,
      json: { stage: stage.name, case: shown },
      text: (page) => printCase(page, file, most),
    };
  },
};
