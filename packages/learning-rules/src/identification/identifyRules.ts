import { GoalDrivenError, type NdArray, type Rng } from '@goal-driven/core';
import { accuracy, confusionMatrix, normal, stratifiedKFold, type Split } from '@goal-driven/metrics';
import { importancesOf, type Candidate } from './RuleClassifier';
import { takeRows } from './ruleFeatures';

const FOLDS = 5;
const LARGEST_Z = 5;

export type Identification = {
  /** Of each split. */
  readonly splits: readonly {
    /** Its test samples, and the class that each was taken for. */
    readonly test: Int32Array;
    readonly predicted: Int32Array;
    readonly accuracy: number;
    /** Setting that inner cross-validation chose. */
    readonly chosen: string;
  }[];
  /** [classes, classes], test samples of all splits: rows are true classes, columns what they were taken for. */
  readonly confusion: NdArray;
  /** [features], the mean over splits; of classifiers that have them. */
  readonly importances: Float64Array | undefined;
};

type Task = {
  /** [samples, features]; what is tested may be seen otherwise than what is learned from. */
  readonly features: NdArray;
  readonly tested?: NdArray;
  /** [samples], 0 .. classes - 1 */
  readonly labels: Int32Array;
  readonly splits: readonly Split[];
  readonly candidates: readonly Candidate[];
  readonly rng: Rng;
};

/**
 * Has a classifier tell classes apart, over splits. Where there is a choice of settings, five unshuffled stratified folds
 * inside the training part choose the one of the best mean accuracy; one that fails there is passed over. It is then
 * fitted to the whole training part.
 *
 * @throws what the classifier throws, where no setting is left
 * @source Nayebi et al. 2020, arXiv:2010.11765
 */
export function identifyRules(task: Task): Identification {
  const { features, tested = features, labels, splits, candidates, rng } = task;
  const classes = Math.max(...labels) + 1;
  const confusion = { values: new Float64Array(classes * classes), shape: [classes, classes] };
  let importances: Float64Array | undefined;
  const results = splits.map(({ train, test }, index) => {
    const own = rng.child('split').child(index);
    const known = { features: takeRows(features, train), labels: train.map((row) => labels[row]!) };
    const candidate = chosenOf(candidates, known, own.child('choice'));
    const classifier = candidate.fit(known.features, known.labels, own.child('fit'));
    const predicted = classifier.predict(takeRows(tested, test));
    const wanted = test.map((row) => labels[row]!);
    count(confusion, wanted, predicted);
    importances = addedShare(importances, importancesOf(classifier), splits.length);
    return { test, predicted, accuracy: accuracy(wanted, predicted), chosen: candidate.name };
  });
  return { splits: results, confusion, importances };
}

type Known = { readonly features: NdArray; readonly labels: Int32Array };

function chosenOf(candidates: readonly Candidate[], { features, labels }: Known, rng: Rng): Candidate {
  if (candidates.length === 1) return candidates[0]!;
  const folds = stratifiedKFold(labels, FOLDS);
  let failure: unknown;
  let best: { candidate: Candidate; mean: number } | undefined;
  candidates.forEach((candidate, at) => {
    try {
      let mean = 0;
      folds.forEach(({ train, test }, fold) => {
        const own = rng.child(at).child(fold);
        const classifier = candidate.fit(takeRows(features, train), train.map((row) => labels[row]!), own); // prettier-ignore
        mean += accuracy(test.map((row) => labels[row]!), classifier.predict(takeRows(features, test))) / FOLDS; // prettier-ignore
      });
      if (best === undefined || mean > best.mean) best = { candidate, mean };
    } catch (error) {
      if (!(error instanceof GoalDrivenError)) throw error;
      failure = error;
    }
  });
  if (best === undefined) throw failure;
  return best.candidate;
}

/** How well each class is told from the others. */
export type ClassScores = {
  readonly accuracy: number;
  /** [classes], the mean of the shares of its samples and of others' that are named right. */
  readonly balancedAccuracy: Float64Array;
  /** [classes], d': z of hits less z of false alarms, each within 5 of 0. */
  readonly dPrime: Float64Array;
};

/** @param confusion [classes, classes], rows are true classes */
export function classScores({ values, shape }: NdArray): ClassScores {
  const classes = shape[0]!;
  const all = values.reduce((sum, one) => sum + one, 0);
  const right = Array.from({ length: classes }, (_, c) => values[c * classes + c]!);
  const rates = right.map((hits, c) => {
    const own = values.subarray(c * classes, (c + 1) * classes).reduce((sum, one) => sum + one, 0);
    const taken = Array.from({ length: classes }, (_, row) => values[row * classes + c]!).reduce(
      (a, b) => a + b,
      0,
    );
    return { hits: hits / own, falseAlarms: (taken - hits) / (all - own) };
  });
  const z = (rate: number) => Math.max(-LARGEST_Z, Math.min(LARGEST_Z, normal.quantile(rate)));
  return {
    accuracy: right.reduce((sum, one) => sum + one, 0) / all,
    balancedAccuracy: Float64Array.from(rates, ({ hits, falseAlarms }) => (hits + 1 - falseAlarms) / 2),
    dPrime: Float64Array.from(rates, ({ hits, falseAlarms }) => z(hits) - z(falseAlarms)),
  };
}

function count(sum: NdArray, labels: Int32Array, predicted: Int32Array): void {
  const { classes, counts } = confusionMatrix(labels, predicted);
  classes.forEach((label, row) =>
    classes.forEach((other, column) => {
      sum.values[label * sum.shape[0]! + other]! += counts.values[row * classes.length + column]!;
    }),
  );
}

function addedShare(sum: Float64Array | undefined, own: Float64Array | undefined, parts: number) {
  if (own === undefined) return undefined;
  return own.map((value, at) => (sum?.[at] ?? 0) + value / parts);
}
