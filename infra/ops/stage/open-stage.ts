import { UsageError } from '../errors.ts';
import type { Stage } from './stage.ts';

/** What the command line said of the stage. */
export interface StageChoice {
  readonly stage?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  /** The local stack's file. */
  readonly stackFile: string;
}

/** Opens the stage a command is for: the one on this machine, unless another is named. @throws CliError */
export async function openStage({ stage, region, profile, stackFile }: StageChoice): Promise<Stage> {
  if (stage === undefined || stage === 'local') {
    if (region !== undefined || profile !== undefined) {
      throw new UsageError('--region and --profile are for a deployed stage.', 'Name it with --stage.');
    }
    // Loaded when needed: the clients take longer to load than most commands to run.
    const { localStage } = await import('./local-stage.ts');
    return localStage(stackFile);
  }
  if (!/^[a-z][a-z0-9-]{0,15}$/.test(stage)) {
    throw new UsageError('--stage takes the name of a stage: 1 to 16 of a-z, 0-9 and -.');
  }
  const { deployedStage } = await import('./deployed-stage.ts');
  return deployedStage({ stage, region, profile });
}
