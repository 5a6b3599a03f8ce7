import { ConfigError, DataError, ndArray, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { classicalMds, pooledTrials, smacof } from '@goal-driven/metrics';
import type { MouseArea } from './mouseAreas';
import { mouseFit } from './mouseFit';
import type { MousePredictivity } from './MousePredictivity';
import type { AreaResponses } from './mouseResponses';
import { summariseFits } from './summariseFits';

/** Areas predicted from each other. */
export type AreaConsistencies = {
  readonly areas: readonly MouseArea[];
  /** [areas, areas], row the source, column the target: median over the target's units of the ceiled value */
  readonly consistencies: NdArray;
};

/**
 * How well the units of each area predict those of each other: all animals of the source area but the one whose unit is
 * predicted, as one, so that an area is compared with itself as with another and no animal predicts itself.
 *
 * @throws ConfigError for an area that only one animal has, as its source for itself; and as `mouseFit`
 * @source ours; the paper's comparison between animals, taken across areas
 */
export function areaConsistencies(
  areas: readonly AreaResponses[],
  config: MousePredictivity,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): AreaConsistencies {
  const values = areas.flatMap((source) =>
    areas.map((target) => {
      const fits = target.animals.map(({ specimen, responses }) => {
        const others = source.animals.filter((animal) => animal.specimen !== specimen);
        if (others.length === 0) {
          throw new ConfigError(
            `areaConsistencies: ${source.area} must have another animal than ${specimen}, got none`,
          );
        }
        const pooled = pooledTrials(others.map((animal) => animal.responses));
        return mouseFit([pooled], responses, config, { signal }).test;
      });
      return summariseFits(fits).ceiled;
    }),
  );
  return {
    areas: areas.map(({ area }) => area),
    consistencies: ndArray(Float64Array.from(values), [areas.length, areas.length]),
  };
}

/** Areas as points of a plane; distances have no unit, 0 where two areas are alike and 1 where they share nothing. */
export type AreaMap = {
  readonly areas: readonly MouseArea[];
  /** [areas, areas], 0 on the diagonal */
  readonly dissimilarities: NdArray;
  /** [areas, 2], classical scaling: centred, its first axis the widest */
  readonly classical: NdArray;
  /** [areas, 2], the same moved to the least squared error of distances (SMACOF) */
  readonly metric: NdArray;
  /** Of `metric`: root of the squared error over the squared dissimilarities, 0 .. 1. */
  readonly stress: number;
  /** Pairs of areas that predict each other better than themselves; they count as not dissimilar. */
  readonly pairsAboveOne: number;
};

/**
 * A map of the areas on which those lie close together that predict each other as well as themselves: the dissimilarity
 * of two is `1 - (c_ij + c_ji) / 2 / sqrt(c_ii c_jj)`, c the consistencies, and not below 0.
 *
 * @param rng of `smacof`, which starts from the classical map and draws nothing
 * @throws ShapeError for fewer than 3 areas; DataError where a consistency is NaN, or that of an area with itself is not
 *   above 0
 * @source ours: what dissimilarity the paper's control of its map refers to is not public
 */
export function areaMap({ areas, consistencies }: AreaConsistencies, rng: Rng): AreaMap {
  const n = areas.length;
  const own = (area: number) => consistencies.values[area * n + area]!;
  const weak = areas.findIndex((_, area) => !(own(area) > 0));
  if (weak >= 0) {
    throw new DataError(`areaMap: ${areas[weak]} must predict itself, above 0, got ${own(weak)}`);
  }
  let pairsAboveOne = 0;
  const values = Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    if (i === j) return 0;
    const within = Math.sqrt(own(i) * own(j));
    const distance = 1 - (consistencies.values[i * n + j]! + consistencies.values[j * n + i]!) / 2 / within;
    if (i < j && distance < 0) pairsAboveOne++;
    return Math.max(0, distance);
  });
  const dissimilarities = ndArray(values, [n, n]);
  const classical = classicalMds(dissimilarities).coordinates;
  const { coordinates, normalizedStress } = smacof(dissimilarities, rng, { start: classical });
  return { areas, dissimilarities, classical, metric: coordinates, stress: normalizedStress, pairsAboveOne };
}
