import type { Rng } from '@goal-driven/core/arrays';
import { accuracy, balancedAccuracy } from './accuracy';
import type { ClassifierFitter, ClassLabels } from './Classifier';
import { indexClasses, requireClasses } from './_indexedClasses';
import { rowsOf, takeRows, type Matrix } from './_matrix';
import { requireSplits } from './_requireSplits';
import { meanOf } from './_vectors';
import type { Split } from './Split';

export type DecodingOptions = {
  /** Fitted anew to the training samples of each split. */
  readonly readout: ClassifierFitter;
  /** Indices of samples for training and test. */
  readonly splits: readonly Split[];
};

export type Decoding = {
  /** [splits], share of the test samples whose class was read out. */
  readonly values: Float64Array;
  /** Mean over splits. */
  readonly accuracy: number;
  /** Mean over splits of the mean over classes in the test of the share that was read out. */
  readonly balancedAccuracy: number;
  /** Mean over splits of the accuracy of always saying the largest class of training. */
  readonly majority: number;
  /** [classes], labels, ascending. */
  readonly classes: Int32Array;
  /** [classes, classes], test samples of all splits: rows are true, columns are read out. */
  readonly confusion: Matrix;
  /** [classes], share of each class's tests that was read out; NaN for a class that is never tested. */
  readonly classAccuracies: Float64Array;
  /** Samples. */
  readonly n: number;
};

/**
 * How well classes can be read out of features: a readout is fitted to the training samples of each split, and its
 * predictions of the test samples are compared with their labels.
 *
 * @param features [samples, features], responses of units or sites
 * @param labels [samples], integers
 * @param rng the readout of split s draws from `rng.child('split').child(s)`
 * @throws ShapeError, DataError for features and labels that do not fit; ConfigError for splits that do not part
 *   these samples; what the readout throws
 */
export function decoding(
  features: Matrix,
  labels: ClassLabels,
  rng: Rng,
  { readout, splits }: DecodingOptions,
): Decoding {
  const { classes, indices } = requireClasses('decoding', features, labels);
  requireSplits('decoding', splits, rowsOf(features));
  const labelsAt = (samples: Int32Array) => Int32Array.from(samples, (sample) => classes[indices[sample]!]!);
  const confusion = new Float64Array(classes.length ** 2);
  const place = new Map(Array.from(classes, (label, c) => [label, c]));
  const bySplit = splits.map(({ train, test }, split) => {
    const [known, wanted] = [labelsAt(train), labelsAt(test)];
    const { predict } = readout(takeRows(features, train), known, rng.child('split').child(split));
    const read = predict(takeRows(features, test));
    wanted.forEach(
      (label, at) => (confusion[place.get(label)! * classes.length + place.get(read[at]!)!]! += 1),
    );
    return {
      accuracy: accuracy(wanted, read),
      balancedAccuracy: balancedAccuracy(wanted, read),
      majority: accuracy(wanted, new Int32Array(wanted.length).fill(commonest(known))),
    };
  });
  const values = Float64Array.from(bySplit, (split) => split.accuracy);
  return {
    values,
    accuracy: meanOf(values),
    balancedAccuracy: meanOf(bySplit.map((split) => split.balancedAccuracy)),
    majority: meanOf(bySplit.map((split) => split.majority)),
    classes,
    confusion: { values: confusion, shape: [classes.length, classes.length] },
    classAccuracies: Float64Array.from(classes, (_, c) => shareOnDiagonal(confusion, c, classes.length)),
    n: rowsOf(features),
  };
}

/** The label of most samples, the lowest of those that tie. */
function commonest(labels: Int32Array): number {
  const { classes, counts } = indexClasses('decoding', labels);
  return classes[counts.indexOf(Math.max(...counts))]!;
}

function shareOnDiagonal(counts: Float64Array, c: number, classes: number): number {
  const row = counts.subarray(c * classes, (c + 1) * classes);
  return row[c]! / row.reduce((sum, count) => sum + count, 0);
}
