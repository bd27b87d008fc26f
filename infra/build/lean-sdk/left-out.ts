/** Code ran that the bundles leave out because Lambda never needs it: what was assumed does not hold any more. */
export class LeftOutOfBundle extends Error {
  override readonly name = 'LeftOutOfBundle';
  readonly code = 'left-out-of-bundle';

  /** @param what the part of the SDK that is missing, by its import */
  constructor(what: string) {
    super(
      `${what} is left out of the bundles. If a function needs it now, take its line out of ` +
        'infra/build/lean-sdk/replacements.ts.',
    );
  }
}
