import { createProgram, fullName } from '../../infra/ops/program.ts';

/**
 * Parses a command line without running it.
 * @returns the name of its command, such as `dlq list`
 * @throws the usage error of a wrong line
 */
export async function parseLine(line: string): Promise<string> {
  let name = '';
  const program = createProgram(() => async (...args) => {
    // commander passes the command last.
    name = fullName(args.at(-1) as Parameters<typeof fullName>[0]);
  });
  await program.parseAsync(wordsOf(line), { from: 'user' });
  return name;
}

/** Splits a line as a shell does, without quotes. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return words.map((word) => word.replace(/['"]/g, ''));
}
