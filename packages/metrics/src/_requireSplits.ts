import { ConfigError } from '@goal-driven/core/arrays';
import type { Split } from './Split';

/** @throws ConfigError for no splits, an empty test, an index outside the samples, or one in both parts */
export function requireSplits(who: string, splits: readonly Split[], samples: number): void {
  if (splits.length === 0) throw new ConfigError(`${who}: splits must be at least 1, got none`);
  splits.forEach(({ train, test }, index) => {
    if (test.length === 0) throw new ConfigError(`${who}: split ${index} must test some samples, got none`);
    for (const sample of [...train, ...test]) {
      if (sample < 0 || sample >= samples) {
        throw new ConfigError(
          `${who}: split ${index} must hold indices of ${samples} samples, got ${sample}`,
        );
      }
    }
    const trained = new Set(train);
    const both = test.find((sample) => trained.has(sample));
    if (both !== undefined) {
      throw new ConfigError(`${who}: split ${index} must part its samples, got ${both} in train and test`);
    }
  });
}
