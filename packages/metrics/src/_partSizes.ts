import { ConfigError } from '@goal-driven/core/arrays';

/** How much goes where; at least one share must be given, and the other part takes the rest. */
export type Shares = {
  /** Share in training, rounded down. */
  readonly trainFraction?: number | undefined;
  /** Share in the test, rounded up. */
  readonly testFraction?: number | undefined;
};

/**
 * Sizes of the two parts of a shuffle. With both shares given, what neither takes is left out.
 *
 * @param total of what is counted, `unit` in the plural
 * @throws ConfigError for no share, one outside (0, 1), both together above 1, or an empty part
 */
export function partSizes(
  who: string,
  { total, unit }: { readonly total: number; readonly unit: string },
  { trainFraction, testFraction }: Shares,
): { readonly train: number; readonly test: number } {
  requireShare(who, 'trainFraction', trainFraction);
  requireShare(who, 'testFraction', testFraction);
  const given = [trainFraction, testFraction].filter((share) => share !== undefined);
  if (given.length === 0)
    throw new ConfigError(`${who}: trainFraction or testFraction must be given, got neither`);
  const wantedTrain = trainFraction === undefined ? undefined : Math.floor(trainFraction * total);
  const wantedTest = testFraction === undefined ? undefined : Math.ceil(testFraction * total);
  const train = wantedTrain ?? total - wantedTest!;
  const test = wantedTest ?? total - wantedTrain!;
  if (train < 1 || test < 1 || train + test > total) {
    throw new ConfigError(
      `${who}: train and test must both hold some of ${total} ${unit} and no more than these, got ${train} and ${test}`,
    );
  }
  return { train, test };
}

function requireShare(who: string, name: string, share: number | undefined): void {
  if (share !== undefined && !(share > 0 && share < 1)) {
    throw new ConfigError(`${who}: ${name} must be between 0 and 1, got ${share}`);
  }
}
