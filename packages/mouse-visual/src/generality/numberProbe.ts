import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import {
  kFold,
  meanOfKnown,
  ridge,
  ridgePath,
  rSquared,
  takeRows,
  type FittedMap,
} from '@goal-driven/metrics';
import { bestCost, type ProbeFit } from './bestCost';

/**
 * A ridge regression of several targets together, alpha = 1 / cost, whose cost is chosen by R2, the mean over the targets
 * that vary, in folds of samples in a row.
 *
 * @param features [samples, p]
 * @param targets [samples, q]
 * @throws as `ridge` and `kFold`
 * @source Nayebi et al. 2023, methods: scikit-learn's Ridge and GridSearchCV
 * @differs scikit-learn gives a target that does not vary in a fold an R2 of 0 or 1
 */
export function numberProbe(
  features: NdArray,
  targets: NdArray,
  { costs, folds }: ProbeFit,
): FittedMap & { readonly cost: number } {
  const alphas = costs.map((cost) => 1 / cost);
  const cost = bestCost(
    costs,
    () => kFold(features.shape[0]!, folds),
    ({ train, test }) => {
      const maps = ridgePath(takeRows(features, train), takeRows(targets, train), { alphas });
      const [seen, actual] = [takeRows(features, test), takeRows(targets, test)];
      return maps.map((map) => meanRSquared(actual, map.predict(seen)));
    },
  );
  const { predict } = ridge(features, targets, { alpha: 1 / cost });
  return { predict, cost };
}

/** R2 of each target, the mean of those that vary; NaN where none does. */
function meanRSquared(actual: NdArray, predicted: NdArray): number {
  const [rows, targets] = actual.shape as [number, number];
  const column = ({ values }: NdArray, at: number) =>
    ndArray(
      values.filter((_, index) => index % targets === at),
      [rows],
    );
  return meanOfKnown(
    Array.from({ length: targets }, (_, at) => rSquared(column(actual, at), column(predicted, at))),
  );
}
