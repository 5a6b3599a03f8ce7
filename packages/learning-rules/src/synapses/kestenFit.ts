import { DataError } from '@goal-driven/core/arrays';
import { sizeAt, type SynapseSizes } from './SynapseSizes';

/**
 * A Kesten process by its moments, for one step between sessions: a synapse of size w changes by `a w + c` on average,
 * with variance `b w^2 + d`.
 */
export type KestenMoments = {
  /** Mean of the multiplicative part, per step. */
  readonly a: number;
  /** Variance of the multiplicative part, per step. */
  readonly b: number;
  /** Mean of the additive part, sizes per step. */
  readonly c: number;
  /** Variance of the additive part, sizes^2 per step. */
  readonly d: number;
};

/** A straight line through points, by least squares. */
export type Line = {
  readonly slope: number;
  readonly intercept: number;
  readonly slopeError: number;
  readonly interceptError: number;
  /** Share of the variance of y that the line explains. */
  readonly rSquared: number;
};

export type KestenFit = KestenMoments & {
  /** Mean change against size: slope a, intercept c. */
  readonly meanLine: Line;
  /** Variance of the change against squared size: slope b, intercept d. */
  readonly varianceLine: Line;
  /** The bins that the lines go through, from the smallest synapses. */
  readonly bins: readonly {
    readonly size: number;
    readonly meanChange: number;
    readonly variance: number;
    readonly pairs: number;
  }[];
  /** Steps of synapses that were there before them. */
  readonly pairs: number;
};

/**
 * Fits a Kesten process to the steps of synapses that are there before the step (they may be gone after it): steps in
 * the order of their sizes fall into bins of equally many, and lines go through the bins' moments.
 *
 * @param perBin steps in a bin; the last has what is left. 165 and 125 gave the published fits of pyramidal and
 *   parvalbumin synapses
 * @throws DataError where fewer than three bins come about, or a line has no slope
 * @source Statman et al. 2014, PLoS Computational Biology 10; Melander et al. 2021, as in its code
 */
export function kestenFit(sizes: SynapseSizes, { perBin }: { readonly perBin: number }): KestenFit {
  const steps = stepsOf(sizes).sort((one, other) => one.size - other.size);
  const bins = Array.from({ length: Math.ceil(steps.length / perBin) }, (_, bin) => {
    const inBin = steps.slice(bin * perBin, (bin + 1) * perBin);
    const meanChange = mean(inBin.map(({ change }) => change));
    return {
      size: mean(inBin.map(({ size }) => size)),
      meanChange,
      variance: mean(inBin.map(({ change }) => (change - meanChange) ** 2)),
      pairs: inBin.length,
    };
  });
  if (bins.length < 3)
    throw new DataError(
      `kestenFit: the steps must fill three bins of ${perBin} or more, got ${steps.length} steps`,
    );
  const meanLine = fitLine(bins.map(({ size, meanChange }) => [size, meanChange]));
  const varianceLine = fitLine(bins.map(({ size, variance }) => [size ** 2, variance]));
  const [a, c] = [meanLine.slope, meanLine.intercept];
  const [b, d] = [varianceLine.slope, varianceLine.intercept];
  return { a, b, c, d, meanLine, varianceLine, bins, pairs: steps.length };
}

/** Every step between sessions of a synapse that is there before it. */
export function stepsOf(sizes: SynapseSizes): { size: number; change: number }[] {
  const steps: { size: number; change: number }[] = [];
  for (let synapse = 0; synapse < sizes.synapses; synapse++)
    for (let session = 0; session + 1 < sizes.sessions; session++) {
      const size = sizeAt(sizes, synapse, session);
      if (size > 0) steps.push({ size, change: sizeAt(sizes, synapse, session + 1) - size });
    }
  return steps;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function fitLine(points: readonly (readonly [number, number])[]): Line {
  const n = points.length;
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  let [xx, xy, yy] = [0, 0, 0];
  for (const [x, y] of points) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
    yy += (y - meanY) ** 2;
  }
  if (!(xx > 0)) throw new DataError('kestenFit: synapses must differ in size, got bins of one size');
  const slope = xy / xx;
  const intercept = meanY - slope * meanX;
  const residual = Math.max(0, yy - slope * xy);
  const scatter = residual / (n - 2);
  return {
    slope,
    intercept,
    slopeError: Math.sqrt(scatter / xx),
    interceptError: Math.sqrt(scatter * (1 / n + meanX ** 2 / xx)),
    rSquared: yy > 0 ? 1 - residual / yy : NaN,
  };
}
