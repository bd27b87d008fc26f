import { styleText } from 'node:util';
import { Command, type CommandUnknownOpts, Help, type HelpConfiguration } from '@commander-js/extra-typings';
import { type ActionOf, examplesOf, oneText } from './command.ts';
import { alarmsCommand } from './commands/alarms.ts';
import { caseCommand, casesCommand } from './commands/cases.ts';
import { dlqCommand } from './commands/dead-letters.ts';
import { eraseCommand } from './commands/erase.ts';
import { explainCommand } from './commands/explain.ts';
import { publishCommand } from './commands/publish.ts';
import { relinkCommand } from './commands/relink.ts';
import { replayCommand } from './commands/replay.ts';
import { rotateKeysCommand } from './commands/rotate-keys.ts';
import { smokeCommand } from './commands/smoke.ts';

/** The options that every command has. They may stand before or after the command. */
export interface GlobalOptions {
  readonly stage?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly stackFile?: string | undefined;
  readonly json?: true | undefined;
}

/** Creates the commander program with every command, in the order in which help lists them. */
export function createProgram(action: ActionOf, { json = false }: { readonly json?: boolean } = {}) {
  const program = new Command('npm run ops --')
    .usage('<command> [options]')
    .description('Operates a local or a deployed stage.')
    .option('--stage <NAME>', 'a deployed stage; without it, the local stack', oneText('stage'))
    .option(
      '--region <REGION>',
      'its AWS region; default: AWS_REGION, or the region of the profile',
      oneText('region'),
    )
    .option(
      '--profile <NAME>',
      'the AWS profile; default: AWS_PROFILE, or the credentials of the environment',
      oneText('profile'),
    )
    .option(
      '--stack-file <FILE>',
      'the file that describes the local stack; default: .local/stack.json',
      oneText('stack-file'),
    )
    .option('--json', 'print JSON; `npm run --silent ops -- …` prints nothing else')
    .helpOption('-h, --help', 'print help; so does `help <command>`')
    .helpCommand(false)
    .exitOverride()
    .configureHelp(json ? jsonHelp : textHelp);
  for (const command of [
    publishCommand(action),
    caseCommand(action),
    casesCommand(action),
    explainCommand(action),
    dlqCommand(action),
    relinkCommand(action),
    replayCommand(action),
    eraseCommand(action),
    rotateKeysCommand(action),
    smokeCommand(action),
    alarmsCommand(action),
  ])
    program.addCommand(command);
  inheritSettings(program);
  return program;
}

/** The commands below a command that can be run: not `dlq`, but `dlq list`. */
export function commandsOf(command: CommandUnknownOpts): readonly CommandUnknownOpts[] {
  return command.commands.flatMap((one) => (one.commands.length === 0 ? [one] : commandsOf(one)));
}

/** The name of a command with that of its group, such as `dlq list`. */
export function fullName(command: CommandUnknownOpts): string {
  const { parent } = command;
  return parent?.parent ? `${fullName(parent)} ${command.name()}` : command.name();
}

/** commander hands the settings of the program down to commands that it creates itself, but not to those that are added. */
function inheritSettings(parent: CommandUnknownOpts): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    inheritSettings(command);
  }
}

const NOTES = `
Without --stage, a command works on the stack on this machine (npm start).
Commands that delete, move, rotate or invite do nothing without --yes.
Exit codes: 0 all is well, 1 failed or found a problem, 2 wrong usage.
\`npm run ops -- help <command>\` explains a command and shows examples.
`;

const textHelp: HelpConfiguration = {
  showGlobalOptions: true,
  visibleCommands: (command) => [...commandsOf(command)],
  subcommandTerm: fullName,
  subcommandDescription: (command) => command.summary(),
  styleTitle: (title) => styleText('bold', title, { validateStream: false }),
  formatHelp(command, helper) {
    const lines = examplesOf(command).map((line) => `  npm run ops -- ${line}\n`);
    const examples = lines.length === 0 ? '' : `\n${helper.styleTitle('Examples:')}\n${lines.join('')}`;
    const notes = command.parent === null ? NOTES : '';
    return Help.prototype.formatHelp.call(helper, command, helper) + examples + notes;
  },
};

const jsonHelp: HelpConfiguration = {
  formatHelp: (command) =>
    `${JSON.stringify(command.commands.length === 0 ? helpOf(command) : { commands: commandsOf(command).map(overviewOf) }, null, 2)}\n`,
};

function overviewOf(command: CommandUnknownOpts) {
  return {
    name: fullName(command),
    takes: command.usage().replace(/^\[options\] ?/, ''),
    summary: command.summary(),
  };
}

function helpOf(command: CommandUnknownOpts) {
  const options = command.options.map(({ long, description, variadic, required, flags }) => [
    (long ?? flags).replace(/^--/, ''),
    {
      ...(required && { value: flags.replace(/^.*<|>.*$/g, '') }),
      ...(variadic && { many: true }),
      about: description,
    },
  ]);
  return {
    ...overviewOf(command),
    about: command.description().split('\n\n'),
    options: Object.fromEntries(options),
    examples: examplesOf(command),
  };
}
