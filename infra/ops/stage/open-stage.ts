import { UsageError } from '../errors.ts';
import type { Stage } from './stage.ts';

/** The stage that the command line chooses. */
export interface StageChoice {
  readonly stage?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  /** The file of the local stack. */
  readonly stackFile: string;
}

/** Opens the named stage, or else the local stack. @throws CliError */
export async function openStage({ stage, region, profile, stackFile }: StageChoice): Promise<Stage> {
  if (stage === undefined || stage === 'local') {
    if (region !== undefined || profile !== undefined) {
      throw new UsageError('--region and --profile are for a deployed stage.', 'Name it with --stage.');
    }
    // Loaded on use: loading the clients takes longer than most commands.
    const { localStage } = await import('./local-stage.ts');
    return localStage(stackFile);
  }
  if (!/^[a-z][a-z0-9-]{0,15}$/.test(stage)) {
    throw new UsageError('--stage takes the name of a stage: 1 to 16 of a-z, 0-9 and -.');
  }
  const { deployedStage } = await import('./deployed-stage.ts');
  return deployedStage({ stage, region, profile });
}
