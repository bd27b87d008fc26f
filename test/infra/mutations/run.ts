import type { Deployment } from '../deployment.ts';
import type { Law } from '../law.ts';
import type { Mutant } from './mutant.ts';
import { operators } from './operators.ts';

/** A mutant and the first law that notices it. */
export interface Verdict {
  readonly kind: string;
  readonly what: string;
  /** The law's name; none: it got away. */
  readonly caughtBy: string | undefined;
}

/** Takes one thing after the other away from a deployment, and asks every law. Runbooks go one at a time, too. */
export function judge(
  deployed: Deployment,
  runbooks: readonly string[],
  laws: (runbooks: readonly string[]) => readonly Law[],
): readonly Verdict[] {
  const all = laws(runbooks);
  const mutants = operators.flatMap((operator) => operator(deployed));
  return [
    ...mutants.map((mutant) => verdict(mutant, all)),
    ...runbooks.map((gone) =>
      verdict({ kind: 'runbook', what: gone, deployed }, laws(runbooks.filter((one) => one !== gone))),
    ),
  ];
}

function verdict({ kind, what, deployed }: Mutant, laws: readonly Law[]): Verdict {
  return { kind, what, caughtBy: laws.find((law) => notices(law, deployed))?.name };
}

/** A law notices what is not there any more by its faults, or by not finding what it reads. */
function notices({ faults }: Law, deployed: Deployment): boolean {
  try {
    return faults(deployed).length > 0;
  } catch {
    return true;
  }
}
