import { ShapeError } from '@goal-driven/core/arrays';
import { indexClasses } from './_indexedClasses';
import { meanOf } from './_vectors';
import type { ClassLabels } from './Classifier';

/**
 * Share of the samples whose class was predicted.
 *
 * @param labels [samples], integers
 * @param predicted [samples], integers
 * @returns 0 .. 1
 * @throws ShapeError unless there are as many, at least 1; DataError for labels that are not integers
 */
export function accuracy(labels: ClassLabels, predicted: ClassLabels): number {
  requireLabels('accuracy', labels, predicted);
  let right = 0;
  for (let sample = 0; sample < labels.length; sample++)
    right += Number(labels[sample] === predicted[sample]);
  return right / labels.length;
}

/**
 * Mean over classes of the share of their samples whose class was predicted: whatever the sizes of classes, guessing
 * gives one over their number.
 *
 * @param labels [samples], integers; their classes are those that count
 * @param predicted [samples], integers
 * @returns 0 .. 1
 * @throws ShapeError unless there are as many, at least 1; DataError for labels that are not integers
 * @source agrees with scikit-learn's balanced_accuracy_score
 */
export function balancedAccuracy(labels: ClassLabels, predicted: ClassLabels): number {
  requireLabels('balancedAccuracy', labels, predicted);
  const { indices, counts } = indexClasses('balancedAccuracy', labels);
  const right = new Int32Array(counts.length);
  indices.forEach((c, sample) => (right[c]! += Number(labels[sample] === predicted[sample])));
  return meanOf(Float64Array.from(right, (count, c) => count / counts[c]!));
}

/** @throws ShapeError unless there are as many predictions as labels, at least 1; DataError for labels that are not integers */
export function requireLabels(who: string, labels: ClassLabels, predicted: ClassLabels): void {
  if (labels.length !== predicted.length || labels.length < 1) {
    throw new ShapeError(
      `${who}: labels and predicted must be as many, at least 1, got ${labels.length} and ${predicted.length}`,
    );
  }
  indexClasses(who, labels);
  indexClasses(who, predicted);
}
