import { beforeAll, expect, test } from 'vitest';
import type { Bundles } from '../../infra/build/bundles.ts';
import type { StageInput } from '../../infra/settings/stage-settings.ts';
import { synthesize } from '../../infra/synthesize.ts';
import { fullSettings, stubBundles, synthesisTimeout } from './stages.ts';

/** CloudFormation neither drops nor changes an export while the other stack imports it: no setting may ask for that. */

const least: StageInput = { stage: 'dev', senderAddress: fullSettings.senderAddress };
const { stage: _, senderAddress: __, ...optional } = fullSettings;

let bundles: Bundles;
let exported: Readonly<Record<string, unknown>>;
beforeAll(async () => {
  bundles = await stubBundles();
  exported = await exportsOf(least);
}, synthesisTimeout);

test('the stacks hang together by exports', () => {
  expect(Object.keys(exported).length).toBeGreaterThan(20);
});

test.each([...Object.keys(optional), 'all of them'])(
  'a stage can be given, and can lose, %s: what one stack exports to the other stays the same',
  async (setting) => {
    const given = setting === 'all of them' ? optional : { [setting]: Object(optional)[setting] };
    expect(await exportsOf({ ...least, ...given })).toEqual(exported);
  },
);

/** Name -> value of what any stack of a stage exports. */
async function exportsOf(input: StageInput): Promise<Record<string, unknown>> {
  const { stacks } = await synthesize({ ...input, bundles, validate: false });
  const outputs = stacks.flatMap(({ template }) => Object.values(template.Outputs));
  return Object.fromEntries(
    outputs
      .filter(({ Export }) => Export !== undefined)
      .map(({ Export, Value }) => [JSON.stringify(Export), Value]),
  );
}
