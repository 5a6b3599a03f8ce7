import { DataError, ShapeError } from '@goal-driven/core/arrays';
import type { Labels } from './Labels';

export type Classes = {
  /** Class of each sample; classes are numbered in sorted order of their labels. */
  readonly of: Int32Array;
  /** Samples of each class, in the order of the samples. */
  readonly members: readonly (readonly number[])[];
};

/**
 * Samples by their labels.
 *
 * @throws ShapeError for no labels, DataError for a number that is not finite
 */
export function classesOf(who: string, name: string, labels: Labels): Classes {
  if (labels.length === 0) throw new ShapeError(`${who}: ${name} must not be empty, got none`);
  const members = new Map<number | string, number[]>();
  for (let sample = 0; sample < labels.length; sample++) {
    const label = labels[sample]!;
    if (typeof label === 'number' && !Number.isFinite(label)) {
      throw new DataError(`${who}: ${name} must be finite, got ${label} at sample ${sample}`);
    }
    const known = members.get(label);
    if (known === undefined) members.set(label, [sample]);
    else known.push(sample);
  }
  const sorted = [...members].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, samples]) => samples);
  const of = new Int32Array(labels.length);
  sorted.forEach((samples, index) => samples.forEach((sample) => (of[sample] = index)));
  return { of, members: sorted };
}
