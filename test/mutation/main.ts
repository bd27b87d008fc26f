import { parseArgs } from 'node:util';
import type { LogLevel, MutantResult } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { MODULES } from './modules.ts';

const { values } = parseArgs({
  options: {
    module: { type: 'string', multiple: true, default: Object.keys(MODULES) },
    file: { type: 'string' },
    least: { type: 'string', default: '95' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const HELP = `Changes the code of the core in small ways, one after the other, and shows which changes no test notices.

  npm run mutate                    all modules: ${Object.keys(MODULES).join(', ')}
  npm run mutate -- --module chains   one module; may be given several times
  npm run mutate -- --module case --file draft.ts

  --least N    the least part of all mutants that tests must notice, in percent (default 95)

A comment “Stryker disable next-line”, with a reason, leaves out a mutant that no test can notice.
`;

/** How many mutants of a module tests noticed. */
interface Score {
  readonly module: string;
  readonly noticed: number;
  readonly survived: number;
  readonly explained: number;
  readonly seconds: number;
}

/** Tests all mutants of a module, and prints those that survive. */
async function testModule(module: string): Promise<Score> {
  if (!MODULES[module]) throw new Error(`There is no module ${module}`);
  process.env.MUTATION_MODULE = module;
  const startedAt = performance.now();
  const mutants = await new Stryker({
    plugins: ['@stryker-mutator/vitest-runner'],
    testRunner: 'vitest',
    vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
    mutate: [`shared/${module}/**/${values.file ?? '*.ts'}`],
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // The installed compiler has no API that Stryker could use.
    tsconfigFile: 'none',
    reporters: ['progress-append-only'],
    tempDirName: '.local/stryker',
    warnings: false,
    allowConsoleColors: false,
    logLevel: 'error' as LogLevel,
  }).runMutationTest();
  const count = (...statuses: MutantResult['status'][]) =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  for (const { status, fileName, location, mutatorName, replacement = '' } of mutants) {
    if (status !== 'Survived' && status !== 'NoCoverage') continue;
    const at = `${fileName.slice(fileName.indexOf('shared/'))}:${location.start.line}:${location.start.column}`;
    console.log(`survived: ${at} ${mutatorName}: ${replacement.replace(/\s+/g, ' ').slice(0, 80)}`);
  }
  return {
    module,
    noticed: count('Killed', 'Timeout'),
    survived: count('Survived', 'NoCoverage'),
    explained: count('Ignored'),
    seconds: Math.round((performance.now() - startedAt) / 1000),
  };
}

if (values.help) {
  console.log(HELP);
} else {
  const scores: Score[] = [];
  for (const module of values.module) scores.push(await testModule(module));
  console.log('\nmodule        mutants  noticed  survived  explained  score  seconds');
  for (const { module, noticed, survived, explained, seconds } of scores) {
    const score = (100 * noticed) / (noticed + survived);
    if (score < Number(values.least)) process.exitCode = 1;
    const cells = [noticed + survived, noticed, survived, explained, `${score.toFixed(1)} %`, seconds];
    const widths = [9, 9, 10, 11, 8, 8];
    console.log(
      module.padEnd(12) + cells.map((cell, index) => String(cell).padStart(widths[index] ?? 0)).join(''),
    );
  }
}
