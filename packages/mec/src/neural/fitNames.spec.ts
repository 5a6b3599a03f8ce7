import { describe, expect, it } from 'vitest';
import { FitMap } from './FitMap';
import { mapName, splitsName } from './fitNames';
import { FitSplits } from './FitSplits';

describe('names of fits', () => {
  it.each([
    [{ kind: 'ridge', alpha: 3 }, 'ridge 3'],
    [{ kind: 'lasso', alpha: 0.1 }, 'lasso 0.1'],
    [{ kind: 'elasticNet', alpha: 2, l1Ratio: 0.2 }, 'elasticNet 2 0.2'],
    [{ kind: 'pls', components: 4 }, 'pls 4'],
    [{ kind: 'percentile', percentile: 90 }, 'percentile 90'],
    [{ kind: 'elasticNetSearch' }, 'elasticNetSearch'],
    [{ kind: 'oneToOne' }, 'oneToOne'],
  ])('call the map %j %s', (map, name) => expect(mapName(FitMap.parse(map))).toBe(name));

  it.each([
    [{ kind: 'random', trainFraction: 0.2 }, 'random 0.2'],
    [{ kind: 'regions', division: 'quad' }, 'quad'],
    [{ kind: 'regions', division: 'checkerboard', square: 4 }, 'checkerboard 4'],
    [{ kind: 'structured2d', rows: 2, columns: 2, division: 'diag1' }, 'diag1'],
    [{ kind: 'kFold' }, 'kFold'],
  ])('call the splits %j %s', (splits, name) => expect(splitsName(FitSplits.parse(splits))).toBe(name));
});
