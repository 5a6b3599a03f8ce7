import { ConfigError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { animalOf, parkMiller, readers } from './_mice.fixture';
import { chooseLayers, chooseLayersWithin, LayerChoice } from './chooseLayers';
import { fitLayers, type LayerFit, type ModelLayers } from './fitLayers';
import { mouseFit } from './mouseFit';
import { MousePredictivity } from './MousePredictivity';
import type { MouseArea } from './mouseAreas';
import { summariseFits } from './summariseFits';

const fit = (layer: string, area: MouseArea, animals: number[][]): LayerFit => ({
  ...{ layer, area },
  animals: animals.map((ceiled, specimen) => {
    const values = Float64Array.from(ceiled);
    return { specimen, ceiled: values, raw: values, ceiling: values, skippedHalves: 0 };
  }),
});

describe('chooseLayers', () => {
  const fits = [
    fit('low', 'VISp', [[0.5, 0.5], [0.1]]),
    fit('middle', 'VISp', [[0.4, 0.4], [0.3]]),
    fit('high', 'VISp', [[0.5, 0.5], [0.5]]),
    fit('low', 'VISam', [[0.2], [0.9]]),
    fit('middle', 'VISam', [[0.8], [0.1]]),
    fit('high', 'VISam', [[NaN], [NaN]]),
  ];

  it('takes for each area the first layer of the largest median over units', () => {
    const [v1, am] = chooseLayers(fits, 'sameData');
    expect([v1!.area, v1!.layers, v1!.animals]).toEqual(['VISp', ['low'], fits[0]!.animals]);
    expect([am!.area, am!.layers]).toEqual(['VISam', ['low']]); // medians 0.55 and 0.45
  });

  it('takes for each animal the layer that suits the others', () => {
    const [, am] = chooseLayers(fits, 'otherAnimals');
    // Animal 0 has the layer of animal 1, and the other way round: what suits neither.
    expect(am!.layers).toEqual(['low', 'middle']);
    expect(am!.animals.map(({ specimen, ceiled }) => [specimen, ...ceiled])).toEqual([
      [0, 0.2],
      [1, 0.1],
    ]);
  });

  it('refuses an area without values, and one animal that has no others', () => {
    expect(() => chooseLayers([fits[5]!], 'sameData')).toThrow(
      'VISam must have a layer with a value, got none',
    );
    const alone = () => chooseLayers([fit('low', 'VISl', [[1]])], 'otherAnimals');
    expect(alone).toThrow(ConfigError);
    expect(alone).toThrow('VISl must have at least 2 animals for otherAnimals, got 1');
  });
});

describe('fitLayers and chooseLayersWithin', () => {
  const layers: Record<string, NdArray> = { low: parkMiller(1, [30, 6]), high: parkMiller(2, [30, 6]) };
  const model: ModelLayers = { layers: ['low', 'high'], features: async (layer) => layers[layer]! };
  const areas = [
    { area: 'VISp' as const, animals: [1, 2].map((s) => animalOf(s, readers(layers['low']!, { seed: s }))) },
    { area: 'VISl' as const, animals: [3, 4].map((s) => animalOf(s, readers(layers['high']!, { seed: s }))) },
  ];
  const config = MousePredictivity.parse({ map: { kind: 'ridge', alpha: 0.1 }, splits: 3, halves: 2 });

  it('fits every layer to every animal, and tells how far it is', async () => {
    const steps: string[] = [];
    const fits = await fitLayers(model, areas, config, {
      onProgress: (...step) => steps.push(step.join(' ')),
    });
    expect(fits.map(({ layer, area }) => `${layer} ${area}`)).toEqual([
      ...['low VISp', 'low VISl'],
      ...['high VISp', 'high VISl'],
    ]);
    const { test, skippedHalves } = mouseFit([layers['low']!], areas[1]!.animals[1]!.responses, config);
    expect(fits[1]!.animals[1]).toEqual({ specimen: 4, ...test, skippedHalves });
    expect([steps.length, steps.at(-1)]).toEqual([8, '8 8 high']);
    expect(chooseLayers(fits, 'sameData').map((chosen) => chosen.layers)).toEqual([['low'], ['high']]);
  });

  it('chooses within the training images of each split, and scores what is chosen by test images', async () => {
    const chosen = await chooseLayersWithin(model, areas, { ...config, ...LayerChoice.parse({}) });
    expect(chosen.map((own) => own.layers)).toEqual([Array(3).fill('low'), Array(3).fill('high')]);
    // Every split chose the same layer, so that its values are those of the layer.
    const fits = await fitLayers(model, areas, config);
    const [own, all] = [chosen[0]!.animals[0]!.ceiled, fits[0]!.animals[0]!.ceiled];
    own.forEach((value, unit) => expect(value).toBeCloseTo(all[unit]!, 12));
  });

  it('is not biased upwards by layers that tell nothing, as the choice on the same data is', async () => {
    const noise = Object.fromEntries(
      Array.from({ length: 6 }, (_, seed) => [`noise${seed}`, parkMiller(50 + seed, [30, 6])]),
    );
    const silent: ModelLayers = { layers: Object.keys(noise), features: async (layer) => noise[layer]! };
    const area = [{ area: 'VISp' as const, animals: [animalOf(1, readers(layers['low']!))] }];
    const same = chooseLayers(await fitLayers(silent, area, config), 'sameData');
    const within = await chooseLayersWithin(silent, area, { ...config, innerSplits: 2 });
    const [biased, honest] = [same, within].map(([own]) => summariseFits(own!.animals).ceiled);
    expect(biased!).toBeGreaterThan(honest!);
  });

  it('refuses features of other images, and RSA', async () => {
    const wrong = { ...model, features: async () => ndArray(new Float64Array(6), [3, 2]) };
    await expect(fitLayers(wrong, areas, config)).rejects.toThrow(ShapeError);
    await expect(fitLayers(wrong, areas, config)).rejects.toThrow(
      'features of low must be [30 images, units], got [3,2]',
    );
    const rsa = { ...MousePredictivity.parse({ map: { kind: 'rsa' } }), innerSplits: 2 };
    await expect(chooseLayersWithin(model, areas, rsa)).rejects.toThrow('must have training images, got rsa');
  });
});
