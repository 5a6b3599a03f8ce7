import { createRng, DataError, ndArray } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { fitLayers, layerSource } from './fitLayers';
import { modelLayers } from './LayerFeatures';
import { mouseFit } from './mouseFit';
import { MouseMap, MousePredictivity } from './MousePredictivity';

const rng = createRng(4);
const [trials, images, units, features] = [6, 16, 3, 40];
const source = ndArray(rng.child('features').normal(images * features), [images, features]);
const responses = ndArray(rng.child('trials').normal(trials * images * units), [trials, images, units]);
for (let at = 0; at < responses.values.length; at++) {
  const image = Math.floor(at / units) % images;
  responses.values[at]! += 2 * source.values[image * features + (at % units)]!;
}
const areas = [{ area: 'VISp' as const, animals: [{ specimen: 1, units: [], responses }] }];
const model = modelLayers({ layer: source });

describe('fitLayers', () => {
  it.each([
    { kind: 'pls', components: 4 },
    { kind: 'pls', components: 4, perTarget: true },
    { kind: 'ridge', alpha: 1 },
    { kind: 'oneToOne' },
    { kind: 'rsa' },
    { kind: 'ridge', alpha: 1, preprocessing: [{ kind: 'standardise' }] },
    { kind: 'pls', components: 4, scale: true },
  ])('gives what the features as they are give, by %o', async (map) => {
    const config = MousePredictivity.parse({ map, splits: 2, halves: 3 });
    const [fit] = await fitLayers(model, areas, config);
    const { raw } = mouseFit([source], responses, config).test;
    raw.forEach((value, unit) => expect(fit!.animals[0]!.raw[unit]).toBeCloseTo(value, 9));
  });

  it('fits as many numbers of an image as there are images where only lengths matter, else all', async () => {
    const widthBy = async (map: object) =>
      (await layerSource(model, 'layer', { areas, map: MouseMap.parse(map) })).shape[1];
    expect(await widthBy({ kind: 'pls' })).toBe(images);
    expect(await widthBy({ kind: 'ridge', preprocessing: [{ kind: 'standardise' }] })).toBe(features);
    expect(await widthBy({ kind: 'oneToOne' })).toBe(features);
  });

  it('refuses features of other images, and such as are not finite', async () => {
    const config = MousePredictivity.parse({ map: { kind: 'ridge', alpha: 1 } });
    const other = modelLayers({ layer: ndArray(new Float64Array(30), [15, 2]) });
    await expect(fitLayers(other, areas, config)).rejects.toThrow(/\[16 images, units\], got \[15,2\]/);
    const missing = modelLayers({ layer: ndArray(new Float64Array(images * 20).fill(NaN), [images, 20]) });
    await expect(fitLayers(missing, areas, config)).rejects.toThrow(DataError);
  });
});
