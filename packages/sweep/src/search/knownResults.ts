import { z } from 'zod';
import type { Asked, Told } from './Searcher';

export const Trials = z.int().positive().meta({ description: 'Suggestions in all' });

export const Parallel = z.int().positive().default(4).meta({
  description:
    'How many suggestions may be open at once: suggestion k knows the results up to k - parallel and waits for them. At least the number of workers, or some stand idle; the more, the later a search learns',
});

/**
 * The results that a suggestion may know: of all suggestions up to `index - parallel`, whatever else has ended.
 *
 * @returns 'wait' while one of them is open
 */
export function knownResults({ index, told }: Asked, parallel: number): readonly Told[] | 'wait' {
  const known: Told[] = [];
  for (let at = 0; at <= index - parallel; at++) {
    const result = told[at];
    if (result === undefined || result === 'open') return 'wait';
    known.push(result);
  }
  return known;
}

/** The first objective; infinite where the suggestion failed or has no number. */
export function lossOf({ objectives }: Told): number {
  const loss = objectives?.[0];
  return loss === undefined || Number.isNaN(loss) ? Infinity : loss;
}

/** Places of the results from the lowest loss on, the earlier first among equals; failed ones are left out. */
export function ranked(results: readonly Told[]): number[] {
  const losses = results.map(lossOf);
  return losses
    .map((_, at) => at)
    .filter((at) => losses[at]! < Infinity)
    .sort((a, b) => losses[a]! - losses[b]! || a - b);
}
