import { ConfigError, RandomState } from '@goal-driven/core/arrays';

/** Stimuli on which a map is fitted, and those on which it is tried. */
export type StimulusSplit = { readonly train: ArrayLike<number>; readonly test: ArrayLike<number> };

export type StimulusSplitOptions = {
  /** How many random splits; split s is `RandomState(s).permutation(stimuli)`. Or the splits themselves. */
  readonly splits: number | readonly StimulusSplit[];
  /** Share of the stimuli in training, rounded up; goes with a number of splits. */
  readonly trainFraction?: number;
};

/** @throws ConfigError unless every split has stimuli on either side, none on both, all of them there */
export function stimulusSplits(
  who: string,
  stimuli: number,
  { splits, trainFraction }: StimulusSplitOptions,
): readonly StimulusSplit[] {
  if (typeof splits !== 'number') {
    if (splits.length === 0) throw new ConfigError(`${who}: splits must hold at least one split, got none`);
    splits.forEach((split, index) => requireSplit(`${who}: splits[${index}]`, split, stimuli));
    return splits;
  }
  if (!Number.isSafeInteger(splits) || splits < 1) {
    throw new ConfigError(`${who}: splits must be an integer of at least 1, got ${splits}`);
  }
  const count = Math.ceil((trainFraction ?? NaN) * stimuli);
  if (!(count >= 1 && count < stimuli)) {
    throw new ConfigError(
      `${who}: trainFraction must leave at least 1 of ${stimuli} stimuli on either side, got ${trainFraction}`,
    );
  }
  return Array.from({ length: splits }, (_, seed) => {
    const order = new RandomState(seed).permutation(stimuli);
    return { train: order.slice(0, count), test: order.slice(count) };
  });
}

function requireSplit(who: string, { train, test }: StimulusSplit, stimuli: number): void {
  const seen = new Set<number>();
  for (const part of [train, test]) {
    if (part.length === 0) throw new ConfigError(`${who} must have stimuli on either side, got none`);
    for (const stimulus of Array.from(part)) {
      if (!Number.isInteger(stimulus) || stimulus < 0 || stimulus >= stimuli || seen.has(stimulus)) {
        throw new ConfigError(
          `${who} must name stimuli 0 .. ${stimuli - 1}, each once, got ${stimulus}${seen.has(stimulus) ? ' twice' : ''}`,
        );
      }
      seen.add(stimulus);
    }
  }
}
