import { ConfigError, ndArray } from '@goal-driven/core/arrays';
import { requireClasses } from './_indexedClasses';
import { classifierOf } from './_classifier';
import type { ClassLabels, ProbabilisticClassifier } from './Classifier';
import { columnsOf, rowsOf, type Matrix } from './_matrix';
import { asPoints, distanceOf, squaredDistance, type SampleDistance } from './_rowDistances';

export type NearestNeighboursOptions = {
  /** How many neighbours vote, at most the samples there are. */
  readonly neighbours?: number;
  /** One vote each, or one in inverse proportion to the distance. */
  readonly weights?: 'uniform' | 'distance';
  /** `euclidean` by default. */
  readonly distance?: SampleDistance;
};

/**
 * The class of most of the nearest samples. Of samples at one distance those that come first are nearer; of classes
 * with as many votes the lowest wins. Weighted by distance, neighbours at the very place outvote all others.
 * Probabilities, which are the scores, are shares of the votes.
 *
 * @param features [samples, features]
 * @param labels [samples], integers
 * @throws ShapeError, DataError for features and labels that do not fit, ConfigError for more neighbours than samples
 * @source Fix & Hodges 1951; agrees with scikit-learn's KNeighborsClassifier
 * @differs scikit-learn computes squared distances by products, whose rounding decides between samples at one distance
 */
export function nearestNeighbours(
  features: Matrix,
  labels: ClassLabels,
  options: NearestNeighboursOptions = {},
): ProbabilisticClassifier {
  const { classes, indices } = requireClasses('nearestNeighbours', features, labels);
  const { neighbours = 5, weights = 'uniform', distance = 'euclidean' } = options;
  if (!Number.isSafeInteger(neighbours) || neighbours < 1 || neighbours > indices.length) {
    throw new ConfigError(
      `nearestNeighbours: neighbours must be an integer in 1 .. ${indices.length} (samples), got ${neighbours}`,
    );
  }
  const known = asPoints('nearestNeighbours', 'features', features, distance);
  const probabilities = (others: Matrix): Matrix => {
    const points = asPoints('nearestNeighbours.predict', 'features', others, distance);
    const shares = new Float64Array(rowsOf(others) * classes.length);
    const near = { samples: new Int32Array(neighbours), squares: new Float64Array(neighbours) };
    for (let row = 0; row < rowsOf(others); row++) {
      findNearest(known, { values: points.values, start: row * columnsOf(points) }, near);
      const votes = votesOf(
        near.squares.map((square) => distanceOf(square, distance)),
        weights,
      );
      const all = votes.reduce((sum, vote) => sum + vote, 0);
      near.samples.forEach(
        (sample, at) => (shares[row * classes.length + indices[sample]!]! += votes[at]! / all),
      );
    }
    return ndArray(shares, [rowsOf(others), classes.length]);
  };
  const fitted = { classes, width: columnsOf(features), scores: probabilities };
  const classifier = classifierOf('nearestNeighbours', fitted);
  return { ...classifier, probabilities: classifier.scores };
}

/** Fills `near` with the nearest of the known points and their squared distances, nearest first. */
function findNearest(
  known: Matrix,
  point: { readonly values: Float64Array; readonly start: number },
  { samples, squares }: { readonly samples: Int32Array; readonly squares: Float64Array },
): void {
  const width = columnsOf(known);
  const last = squares.length - 1;
  squares.fill(Infinity);
  const other = { values: known.values, start: 0 };
  const bound = { width, most: Infinity };
  for (let sample = 0; sample < rowsOf(known); sample++) {
    other.start = sample * width;
    bound.most = squares[last]!;
    const square = squaredDistance(point, other, bound);
    if (sample > last && square >= squares[last]!) continue;
    let at = Math.min(sample, last);
    for (; at > 0 && squares[at - 1]! > square; at--) {
      squares[at] = squares[at - 1]!;
      samples[at] = samples[at - 1]!;
    }
    squares[at] = square;
    samples[at] = sample;
  }
}

function votesOf(distances: Float64Array, weights: 'uniform' | 'distance'): Float64Array {
  if (weights === 'uniform') return distances.fill(1);
  const here = distances.some((distance) => distance === 0);
  return distances.map((distance) => (here ? Number(distance === 0) : 1 / distance));
}
