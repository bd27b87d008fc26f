import { GLOBAL_OPTIONS, usageOf } from './arguments.ts';
import type { Command, Option, Report } from './command.ts';
import type { TextOutput } from './terminal/text-output.ts';

/** What the command line can do. */
export function overview(commands: readonly Command[]): Report {
  return {
    ok: true,
    json: { commands: commands.map(({ name, takes, summary }) => ({ name, takes, summary })) },
    text(page) {
      page.line({ text: 'npm run ops -- <command>   operates a local or deployed stage', tone: 'strong' });
      page.line();
      page.facts(commands.map(({ name, summary }) => [`  ${name}`, summary]));
      page.line();
      page.line('Without --stage a command is for the stack on this machine (npm start).');
      page.line('Nothing is discarded, moved, erased, rotated or invited anew without --yes.');
      page.line('Exit codes: 0 well, 1 failed or found trouble, 2 wrong usage.');
      page.line();
      page.line('npm run ops -- help <command> tells more, and shows examples.');
    },
  };
}

/** What one command can do. */
export function helpFor(command: Command): Report {
  const { name, takes, summary, about, options, examples } = command;
  return {
    ok: true,
    json: { name, takes, summary, about, options, examples },
    text(page) {
      page.line({ text: usageOf(command), tone: 'strong' }, 4);
      page.line();
      page.line(`${summary}.`);
      for (const paragraph of about) {
        page.line();
        page.line(paragraph);
      }
      tellOptions(page, 'Options', options);
      page.line();
      page.line({ text: 'Examples', tone: 'strong' });
      for (const example of examples) page.verbatim(`  npm run ops -- ${example}`);
      tellOptions(page, 'For every command', GLOBAL_OPTIONS);
    },
  };
}

function tellOptions(page: TextOutput, head: string, options: Readonly<Record<string, Option>>): void {
  const told = Object.entries(options);
  if (told.length === 0) return;
  page.line();
  page.line({ text: head, tone: 'strong' });
  page.facts(
    told.map(([name, { value, about, many }]) => [
      `  --${name}${value === undefined ? '' : ` ${value}`}`,
      many === true ? `${about} (may be repeated)` : about,
    ]),
  );
}
