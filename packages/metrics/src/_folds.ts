import { ConfigError } from '@goal-driven/core/arrays';

/** Samples to fit on and samples held out, by index. */
export type Split = { readonly train: ArrayLike<number>; readonly test: ArrayLike<number> };

/**
 * Splits as given, or `folds` of them: each holds out samples in a row, the first ones one more where samples do not
 * divide, as scikit-learn's KFold without shuffling.
 *
 * @throws ConfigError for fewer than 2 folds or more than samples, no splits, an empty side or a wrong index
 */
export function splitsOf(who: string, folds: number | readonly Split[], samples: number): readonly Split[] {
  if (typeof folds !== 'number') {
    folds.forEach((split) => requireSplit(who, split, samples));
    if (folds.length === 0) throw new ConfigError(`${who}: splits must hold at least one, got none`);
    return folds;
  }
  if (!Number.isInteger(folds) || folds < 2 || folds > samples) {
    throw new ConfigError(`${who}: folds must be an integer in 2 .. ${samples} (samples), got ${folds}`);
  }
  const all = Array.from({ length: samples }, (_, index) => index);
  let start = 0;
  return Array.from({ length: folds }, (_, fold) => {
    const end = start + Math.floor(samples / folds) + (fold < samples % folds ? 1 : 0);
    const split = { train: [...all.slice(0, start), ...all.slice(end)], test: all.slice(start, end) };
    start = end;
    return split;
  });
}

function requireSplit(who: string, { train, test }: Split, samples: number): void {
  for (const side of [train, test]) {
    const wrong = Array.from(side).find((index) => !Number.isInteger(index) || index < 0 || index >= samples);
    if (side.length === 0 || wrong !== undefined) {
      throw new ConfigError(
        `${who}: each side of a split must hold indices in 0 .. ${samples - 1}, got ${wrong ?? 'none'}`,
      );
    }
  }
}
