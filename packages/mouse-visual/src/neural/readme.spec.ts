import { readFileSync } from 'node:fs';
import { createRng } from '@goal-driven/core';
import { expect, it } from 'vitest';
import {
  chooseLayers,
  fitLayers,
  modelLayers,
  MousePredictivity,
  mouseResponses,
  RandomHierarchy,
  randomHierarchy,
  selectUnits,
  SyntheticMice,
  syntheticMice,
  UnitSelection,
  withReliability,
} from '../index';

/** What the README's example of neural data prints; the check of packages runs it as it stands. */
it('the README says which layers the example finds', async () => {
  const rng = createRng(1);
  const features = randomHierarchy(RandomHierarchy.parse({ images: 60, units: 16 }), rng.child('features'));
  const mice = SyntheticMice.parse({ specimens: 2, trials: 10, bins: 2, binWidth: 100 });
  const recordings = withReliability(syntheticMice(mice, features, rng.child('mice')), { halves: 5 });
  const { animals } = selectUnits(recordings, UnitSelection.parse({ unitPercentile: null }));
  const fit = MousePredictivity.parse({ map: { kind: 'ridge', alpha: 1 }, splits: 2, halves: 2 });
  const fits = await fitLayers(modelLayers(features), mouseResponses(recordings, animals), fit);
  const found = chooseLayers(fits, 'sameData').map(({ area, layers }) => `${area} ${layers[0]}`);
  expect(found).toEqual(SyntheticMice.parse({}).sources.map(({ area, layer }) => `${area} ${layer}`));
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(`\`${found.join(', ')}\``);
});
