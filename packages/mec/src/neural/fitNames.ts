import type { FitMap } from './FitMap';
import type { FitSplits } from './FitSplits';

/** A map for labels, such as `ridge 1` or `pls 25`. */
export function mapName(map: FitMap): string {
  switch (map.kind) {
    case 'ridge':
    case 'lasso':
      return `${map.kind} ${map.alpha}`;
    case 'elasticNet':
      return `elasticNet ${map.alpha} ${map.l1Ratio}`;
    case 'pls':
      return `pls ${map.components}`;
    case 'percentile':
      return `percentile ${map.percentile}`;
    case 'ridgeCv':
    case 'elasticNetCv':
    case 'elasticNetSearch':
    case 'leastSquares':
    case 'oneToOne':
    case 'identity':
      return map.kind;
  }
}

/** Splits for labels, such as `random 0.2` or `quad`. */
export function splitsName(splits: FitSplits): string {
  switch (splits.kind) {
    case 'random':
      return `random ${splits.trainFraction}`;
    case 'structured2d':
    case 'regions':
      return splits.square === undefined ? splits.division : `${splits.division} ${splits.square}`;
    default:
      return splits.kind;
  }
}
