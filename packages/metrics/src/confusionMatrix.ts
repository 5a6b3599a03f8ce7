import { ndArray } from '@goal-driven/core/arrays';
import { requireLabels } from './accuracy';
import { indexClasses } from './_indexedClasses';
import type { Matrix } from './_matrix';
import type { ClassLabels } from './Classifier';

export type ConfusionMatrix = {
  /** [classes], labels that occur on either side, ascending. */
  readonly classes: Int32Array;
  /** [classes, classes], samples of the class of the row for which that of the column was predicted. */
  readonly counts: Matrix;
};

/**
 * How many samples of each class were taken for each.
 *
 * @param labels [samples], integers
 * @param predicted [samples], integers
 * @throws ShapeError unless there are as many, at least 1; DataError for labels that are not integers
 * @source agrees with scikit-learn's confusion_matrix
 */
export function confusionMatrix(labels: ClassLabels, predicted: ClassLabels): ConfusionMatrix {
  requireLabels('confusionMatrix', labels, predicted);
  const samples = labels.length;
  const both = Int32Array.from({ length: 2 * samples }, (_, at) =>
    at < samples ? labels[at]! : predicted[at - samples]!,
  );
  const { classes, indices } = indexClasses('confusionMatrix', both);
  const counts = new Float64Array(classes.length ** 2);
  for (let sample = 0; sample < samples; sample++) {
    counts[indices[sample]! * classes.length + indices[samples + sample]!]! += 1;
  }
  return { classes, counts: ndArray(counts, [classes.length, classes.length]) };
}
