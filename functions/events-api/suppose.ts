import type { FactSpace } from '../../shared/rules/fact-space.ts';
import { HttpProblem } from '../../shared/runtime/http-problems.ts';

/**
 * Facts with some of them supposed to be otherwise.
 * @param supposed values by name, as a caller sent them
 * @throws HttpProblem 400 naming each that is no fact, or has a value the fact cannot have
 */
export function suppose<Facts extends object>(
  facts: Facts,
  supposed: unknown,
  space: FactSpace<Facts>,
): Facts {
  if (typeof supposed !== 'object' || supposed === null || Array.isArray(supposed)) {
    throw wrong([{ path: 'facts', problem: 'must be an object' }]);
  }
  const changed = { ...facts };
  const faults: { path: string; problem: string }[] = [];
  for (const [name, value] of Object.entries(supposed)) {
    if (!isFact(name, space)) {
      faults.push({
        path: 'facts',
        problem: `has something that is none of ${Object.keys(space).join(', ')}`,
      });
      continue;
    }
    const allowed = space[name].find((one) => one === value);
    if (allowed === undefined)
      faults.push({ path: `facts.${name}`, problem: `must be one of ${space[name].join(', ')}` });
    else changed[name] = allowed;
  }
  if (faults.length > 0) throw wrong(faults);
  return changed;
}

function isFact<Facts extends object>(name: string, space: FactSpace<Facts>): name is keyof Facts & string {
  return Object.hasOwn(space, name);
}

function wrong(faults: readonly { path: string; problem: string }[]): HttpProblem {
  return new HttpProblem({ status: 400, code: 'invalid-facts', title: 'The facts are faulty', faults });
}
