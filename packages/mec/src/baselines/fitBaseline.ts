import type { NdArray, Rng } from '@goal-driven/core/arrays';
import { nmf, pca } from '@goal-driven/metrics';
import type { Baseline } from './Baseline';
import { generalizedHebbian } from './generalizedHebbian';
import { lowRankCode } from './lowRankCode';
import { nonNegativePca } from './nonNegativePca';
import type { PlaceMaps } from './placeMaps';

/** A baseline fitted to place-cell maps; it gives features for the maps of any arena. */
export type FittedBaseline = {
  /** [bins, features] at the visited bins of the maps. */
  features(maps: PlaceMaps): NdArray;
};

/**
 * Fits a baseline to the place-cell maps of an arena. What needs no fit gives the maps themselves.
 *
 * @throws ConfigError for options that the maps do not allow, such as more components than cells
 * @source Dordek et al. 2016, doi:10.7554/eLife.10094; Nayebi et al. 2021 for the factorisation and its starts
 */
export function fitBaseline(baseline: Baseline, { place }: PlaceMaps, rng: Rng): FittedBaseline {
  switch (baseline.kind) {
    case 'placeCells':
      return { features: (maps) => maps.place };
    case 'velocity':
      return { features: (maps) => maps.velocity };
    case 'nmf': {
      const { components, seed, maxSweeps, tolerance } = baseline;
      const start = { kind: 'random', seed } as const;
      return transformed(nmf(place, { components, start, maxSweeps, tolerance }));
    }
    case 'pca':
      return transformed(pca(place, { components: baseline.components }));
    case 'nonNegativePca':
      return transformed(nonNegativePca(place, baseline, rng));
    case 'hebbian':
      return transformed(generalizedHebbian(place, baseline, rng));
    case 'lowRank':
      return transformed(lowRankCode(place, baseline, rng));
  }
}

const transformed = ({ transform }: { transform: (samples: NdArray) => NdArray }): FittedBaseline => ({
  features: (maps) => transform(maps.place),
});
