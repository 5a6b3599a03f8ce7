import type { NdArray, Rng } from '@goal-driven/core/arrays';
import { accuracy, linearSvm, stratifiedKFold, takeRows, type Classifier } from '@goal-driven/metrics';
import { bestCost, type ProbeFit } from './bestCost';

/** Of the objective. 1e-4, which hardly takes less time, can choose another cost than the exact planes do. */
const TOLERANCE = 1e-8;

/**
 * A linear support vector machine, each class against the rest (squared hinge, the intercept penalised as the weight of
 * a feature of value 1), whose cost is chosen by its accuracy in folds balanced over classes.
 *
 * @param features [samples, p]
 * @param labels [samples]
 * @param rng draws the order of samples while a plane is looked for
 * @throws as `linearSvm` and `stratifiedKFold`
 * @source Nayebi et al. 2023, methods: scikit-learn's LinearSVC and GridSearchCV
 */
export function classProbe(
  features: NdArray,
  labels: Int32Array,
  { costs, folds, rng }: ProbeFit & { readonly rng: Rng },
): Classifier & { readonly cost: number } {
  const fitted = (rows: NdArray, known: Int32Array, cost: number) =>
    linearSvm(rows, known, rng, { cost, tolerance: TOLERANCE });
  const taken = (rows: ArrayLike<number>) => Int32Array.from(rows, (row) => labels[row]!);
  const cost = bestCost(
    costs,
    () => stratifiedKFold(labels, folds),
    ({ train, test }) => {
      const [known, wanted] = [takeRows(features, train), takeRows(features, test)];
      return costs.map((each) => accuracy(taken(test), fitted(known, taken(train), each).predict(wanted)));
    },
  );
  return { ...fitted(features, labels, cost), cost };
}
