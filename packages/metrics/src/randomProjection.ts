import { ConfigError, ndArray, ShapeError, type RandomState } from '@goal-driven/core/arrays';
import { gram } from './_gram';
import { columnsOf, requireFinite, rowsOf, type Matrix } from './_matrix';
import { requireCount } from './_vectors';
import type { FittedTransform } from './Transform';

export type RandomProjectionOptions = {
  /** Dimensions to project to; by default as many as keep distances within `distortion`. */
  readonly components?: number | undefined;
  /** Share by which squared distances may change, 0.1 by default. */
  readonly distortion?: number | undefined;
};

export type RandomProjection = FittedTransform & {
  /** [components, p] */
  readonly components: Matrix;
};

/**
 * Gaussian random projection: features times a matrix of normal numbers of variance `1 / components`, which keeps
 * distances in expectation. It depends on the samples only by their number and that of their features.
 *
 * @param samples [samples, p]
 * @param random NumPy's legacy generator; numbers are drawn component by component
 * @throws ConfigError where keeping distances takes more dimensions than there are features; from `transform`,
 *   ShapeError for other features
 * @source Johnson & Lindenstrauss 1984; Dasgupta & Gupta 2003; agrees with scikit-learn's GaussianRandomProjection
 */
export function randomProjection(
  samples: Matrix,
  random: RandomState,
  { components, distortion = 0.1 }: RandomProjectionOptions = {},
): RandomProjection {
  requireFinite('randomProjection', 'samples', samples, 2);
  const features = columnsOf(samples);
  const count = components ?? enoughFor(rowsOf(samples), features, distortion);
  requireCount('randomProjection', 'components', count, 1);
  const matrix = ndArray(random.normal(0, 1 / Math.sqrt(count), count * features), [count, features]);
  return {
    components: matrix,
    transform: (others) => {
      requireFinite('randomProjection.transform', 'samples', others, 2);
      if (columnsOf(others) !== features) {
        throw new ShapeError(
          `randomProjection.transform: samples must have ${features} columns, got ${columnsOf(others)}`,
        );
      }
      return gram(others, matrix);
    },
  };
}

/**
 * Dimensions that keep all squared distances between `samples` points within a share `distortion`, with good
 * probability: `4 ln(samples) / (distortion^2 / 2 - distortion^3 / 3)`, rounded down. The number of features plays no
 * part.
 *
 * @param distortion 0 .. 1, both excluded
 * @throws ConfigError for a distortion outside that range, or fewer than 1 sample
 * @source Dasgupta & Gupta 2003, Random Structures & Algorithms 22; scikit-learn's johnson_lindenstrauss_min_dim
 */
export function johnsonLindenstraussDimension(samples: number, distortion = 0.1): number {
  requireCount('johnsonLindenstraussDimension', 'samples', samples, 1);
  if (!(distortion > 0 && distortion < 1)) {
    throw new ConfigError(
      `johnsonLindenstraussDimension: distortion must be between 0 and 1, got ${distortion}`,
    );
  }
  return Math.floor((4 * Math.log(samples)) / (distortion ** 2 / 2 - distortion ** 3 / 3));
}

function enoughFor(samples: number, features: number, distortion: number): number {
  const count = johnsonLindenstraussDimension(samples, distortion);
  if (count > features) {
    throw new ConfigError(
      `randomProjection: ${samples} samples with a distortion of ${distortion} must have at least ${count} features, got ${features}. Give components.`,
    );
  }
  return count;
}
