import { ConfigError, DataError, ShapeError } from '@goal-driven/core/arrays';
import type { ClassLabels } from './Classifier';
import { requireFinite, rowsOf, type Matrix } from './_matrix';

/** How much the samples of a class count: all alike, in inverse proportion to its size, or as given, ascending. */
export type ClassWeights = 'uniform' | 'balanced' | readonly number[];

export type IndexedClasses = {
  /** ClassLabels that occur, ascending. */
  readonly classes: Int32Array;
  /** [samples], place of each sample's label among the classes. */
  readonly indices: Int32Array;
  /** [classes], samples of each. */
  readonly counts: Int32Array;
};

/**
 * Checks what a classifier is fitted to and numbers its classes.
 *
 * @throws ShapeError for another number of labels than samples; DataError for features that are not finite, labels
 *   that are not 32-bit integers, a single class
 */
export function requireClasses(who: string, features: Matrix, labels: ClassLabels): IndexedClasses {
  requireFinite(who, 'features', features, 2);
  if (labels.length !== rowsOf(features)) {
    throw new ShapeError(
      `${who}: labels must be as many as the ${rowsOf(features)} samples, got ${labels.length}`,
    );
  }
  const indexed = indexClasses(who, labels);
  if (indexed.classes.length < 2) {
    throw new DataError(`${who}: labels must be of at least 2 classes, got only ${indexed.classes[0]}`);
  }
  return indexed;
}

/** @throws DataError for a label that is not a 32-bit integer */
export function indexClasses(who: string, labels: ClassLabels): IndexedClasses {
  for (let index = 0; index < labels.length; index++) {
    if ((labels[index]! | 0) !== labels[index]) {
      throw new DataError(`${who}: labels must be 32-bit integers, got ${labels[index]} at index ${index}`);
    }
  }
  const classes = Int32Array.from(new Set(Array.from(labels))).sort();
  const places = new Map(Array.from(classes, (label, place) => [label, place]));
  const indices = Int32Array.from(labels, (label) => places.get(label)!);
  const counts = new Int32Array(classes.length);
  for (const place of indices) counts[place]!++;
  return { classes, indices, counts };
}

/**
 * The weight of each class, in order.
 *
 * @throws ConfigError unless there is a positive number for each class
 */
export function weightsOfClasses(
  who: string,
  { counts }: IndexedClasses,
  weights: ClassWeights,
): Float64Array {
  if (weights === 'uniform') return new Float64Array(counts.length).fill(1);
  if (weights === 'balanced') {
    const samples = counts.reduce((sum, count) => sum + count, 0);
    return Float64Array.from(counts, (count) => samples / (counts.length * count));
  }
  if (weights.length !== counts.length || !weights.every((weight) => weight > 0 && weight < Infinity)) {
    throw new ConfigError(
      `${who}: classWeights must be uniform, balanced or ${counts.length} positive numbers, got ${JSON.stringify(weights)}`,
    );
  }
  return Float64Array.from(weights);
}
