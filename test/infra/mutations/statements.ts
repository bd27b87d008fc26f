import type { Value } from '../deployment.ts';
import { asMap, isList, type Mutant, mutant, type Operator } from './mutant.ts';

/** A statement of any policy, and a way to put others in the place of all beside it. */
interface Found {
  readonly statement: Readonly<Record<string, Value>>;
  readonly place: string;
  readonly put: (others: readonly Value[]) => Value;
}

/** Takes away each whole statement that the choice wants, of every policy of every resource. */
export function statementGone(kind: string, wanted: (statement: Found['statement']) => boolean): Operator {
  return changed(({ statement, place, put }) =>
    wanted(statement) ? [{ kind, part: place, value: put([]) }] : [],
  );
}

/** Takes away each condition of each statement: every key by itself. */
export function conditionGone(kind: string): Operator {
  return changed(({ statement, place, put }) =>
    Object.entries(asMap(statement.Condition)).flatMap(([operator, keys]) =>
      Object.keys(asMap(keys)).map((key) => {
        const { [key]: _, ...left } = asMap(keys);
        const { [operator]: __, ...operators } = asMap(statement.Condition);
        const Condition = Object.keys(left).length > 0 ? { ...operators, [operator]: left } : operators;
        return { kind, part: `${place} ${operator} ${key}`, value: put([{ ...statement, Condition }]) };
      }),
    ),
  );
}

/** Takes away each action that a role is allowed, and lets each role do one more. */
export function actionChanged(kind: string): Operator {
  return changed(({ statement, place, put }, type) => {
    const { Action, Principal } = statement;
    if (type !== 'AWS::IAM::Role' || Principal !== undefined) return [];
    const actions = isList(Action) ? Action : [Action ?? ''];
    const others = [
      ...actions.map((gone) => ({ said: `without ${gone}`, left: actions.filter((one) => one !== gone) })),
      { said: 'and one more', left: [...actions, 's3:GetObject'] },
    ];
    return others.map(({ said, left }) => {
      const value = left.length > 0 ? put([{ ...statement, Action: left }]) : put([]);
      return { kind, part: `${place} ${said}`, value };
    });
  });
}

type Change = { readonly kind: string; readonly part: string; readonly value: Value };

function changed(changes: (found: Found, type: string) => readonly Change[]): Operator {
  return (deployed): readonly Mutant[] =>
    deployed.resources.flatMap((resource) =>
      Object.entries(resource.properties).flatMap(([name, property]) =>
        statementsIn(property, name, (value) => value)
          .flatMap((found) => changes(found, resource.type))
          .map(({ kind, part, value }) =>
            mutant(kind, part, deployed, resource, { ...resource.properties, [name]: value }),
          ),
      ),
    );
}

/** Every element of every list called `Statement` inside a value. */
function statementsIn(value: Value, place: string, put: (value: Value) => Value): readonly Found[] {
  if (isList(value)) {
    return value.flatMap((item, i) =>
      statementsIn(item, `${place}[${i}]`, (other) => put(value.with(i, other))),
    );
  }
  const map = asMap(value);
  return Object.entries(map).flatMap(([key, item]) => {
    const putItem = (other: Value) => put({ ...map, [key]: other });
    if (key !== 'Statement' || !isList(item)) return statementsIn(item, `${place}.${key}`, putItem);
    return item.map((statement, i) => ({
      statement: asMap(statement),
      place: `${place} statement ${i + 1}`,
      put: (others: readonly Value[]) => putItem(item.toSpliced(i, 1, ...others)),
    }));
  });
}
