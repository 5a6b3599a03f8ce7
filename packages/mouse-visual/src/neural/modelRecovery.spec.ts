import { createRng, type NdArray } from '@goal-driven/core/arrays';
import { beforeAll, describe, expect, it } from 'vitest';
import { animalConsistency } from './animalConsistency';
import { chooseLayers, chooseLayersWithin } from './chooseLayers';
import { consistencyByUnits } from './consistencyCurves';
import { fitLayers, type LayerFit, type ModelLayers } from './fitLayers';
import { fitOverTime } from './fitOverTime';
import { layerHierarchy } from './layerHierarchy';
import { mouseFit } from './mouseFit';
import { MousePredictivity } from './MousePredictivity';
import { mouseResponses, type AreaResponses } from './mouseResponses';
import { RandomHierarchy, randomHierarchy } from './randomHierarchy';
import { selectUnits, UnitSelection } from './selectUnits';
import { shuffleLayers } from './shuffleLayers';
import { summariseFits } from './summariseFits';
import { SyntheticMice, syntheticMice } from './syntheticMice';
import { withReliability } from './withReliability';

const features = randomHierarchy(RandomHierarchy.parse({ images: 90, units: 20 }), createRng(1));
const modelOf = (made: Record<string, NdArray>): ModelLayers => ({
  layers: Object.keys(made),
  features: async (layer) => made[layer]!,
});
const model = modelOf(features);
const config = MousePredictivity.parse({ map: { kind: 'ridge', alpha: 1 }, splits: 3, halves: 3 });
const small = { specimens: 2, fewestUnits: 10, mostUnits: 10, trials: 12, bins: 4, binWidth: 50 };

function recorded(fields: object = {}) {
  const made = syntheticMice(SyntheticMice.parse({ ...small, ...fields }), features, createRng(2));
  const recordings = withReliability(made, { halves: 5 });
  const { animals } = selectUnits(recordings, UnitSelection.parse({ unitPercentile: null }));
  return { recordings, selected: animals, areas: mouseResponses(recordings, animals) };
}

const truth = SyntheticMice.parse({}).sources.map(({ area, layer }) => [area, layer]);

describe('recovery of a known model', () => {
  let areas: AreaResponses[];
  let fits: LayerFit[];
  beforeAll(async () => {
    areas = recorded().areas;
    fits = await fitLayers(model, areas, config);
  });

  it('finds the layer that the units of each area read, by every choice', async () => {
    for (const by of ['sameData', 'otherAnimals'] as const) {
      const chosen = chooseLayers(fits, by);
      expect(chosen.map(({ area, layers }) => [area, ...new Set(layers)])).toEqual(truth);
    }
    const within = await chooseLayersWithin(model, areas, { ...config, innerSplits: 2 });
    const right = within.flatMap(({ layers }, at) => layers.map((layer) => layer === truth[at]![1]));
    expect(right.filter(Boolean).length / right.length).toBeGreaterThan(0.85); // chance 0.2
  });

  it.each([
    { kind: 'oneToOne' },
    { kind: 'rsa' },
    { kind: 'pls', clamp: true },
    { kind: 'elasticNet', alpha: 0.05 },
  ])('finds it, or a neighbour, by $kind too', async (map) => {
    const other = await fitLayers(model, areas, MousePredictivity.parse({ ...config, map }));
    const chosen = chooseLayers(other, 'sameData').map(({ layers }) => Number(layers[0]!.slice(5)));
    chosen.forEach((layer, at) => expect(Math.abs(layer - Number(truth[at]![1]!.slice(5)))).toBeLessThan(2));
  });

  it('orders the areas, and does not where layers are mixed', async () => {
    const { score, areas: places } = layerHierarchy(model.layers, fits);
    expect(score).toBeGreaterThan(0.8);
    const positions = places.map(({ position }) => position);
    expect(positions[0]!).toBeLessThan(positions[3]!);
    expect(positions[3]!).toBeLessThan(positions[5]!);
    const mixed = shuffleLayers(model, createRng(3));
    const control = layerHierarchy(model.layers, await fitLayers(mixed, areas, config));
    expect(Math.abs(control.score)).toBeLessThan(0.4);
  });

  it('predicts an area when it responds, not before', async () => {
    const { recordings, selected } = recorded({
      bins: 6,
      binWidth: 25,
      sources: [{ area: 'VISp', layer: 'layer1', latency: 50 }],
    });
    const windows = [
      { start: 0, end: 2 },
      { start: 2, end: 6 },
    ];
    const [before, after] = await fitOverTime(
      { ...model, layers: ['layer1'] },
      { recordings, selected, windows },
      config,
    );
    expect([before!.time, after!.time]).toEqual([0, 50]);
    expect(Math.abs(before!.raw)).toBeLessThan(0.15);
    expect(after!.raw).toBeGreaterThan(0.4);
    const [area] = mouseResponses(recordings, selected, windows[1]);
    const own = area!.animals.map((animal) => mouseFit([features['layer1']!], animal.responses, config).test);
    expect(after).toEqual({ area: 'VISp', layer: 'layer1', time: 50, ...summariseFits(own) });
  });
});

describe('consistency between synthetic animals (check b of the specification)', () => {
  const one = {
    sources: [{ area: 'VISp', layer: 'layer3' }],
    specimens: 3,
    fewestUnits: 30,
    mostUnits: 30,
    silent: 0,
    running: 0,
    explained: 1,
  };

  it('rises with the number of units', () => {
    const [area] = recorded(one).areas;
    const curve = consistencyByUnits(area!, config, { shares: [0.1, 0.3, 1], subsets: 2 });
    const medians = curve.map(({ test }) => test.ceiled);
    expect(medians[0]!).toBeLessThan(medians[1]! - 0.05);
    expect(medians[1]!).toBeLessThan(medians[2]! - 0.05);
  });

  it('and the score of the model hardly depend on noise, as raw correlations do', async () => {
    const scores = await Promise.all(
      [0.98, 0.7].map(async (reliability) => {
        const { areas } = recorded({ ...one, reliability });
        const [fit] = await fitLayers({ ...model, layers: ['layer3'] }, areas, config);
        const [ridge, animals] = [
          fit!.animals,
          animalConsistency(areas[0]!, config, { source: 'pooled' }).test,
        ];
        return [summariseFits(ridge), summariseFits(animals)] as const;
      }),
    );
    for (const place of [0, 1] as const) {
      const [quiet, noisy] = scores.map((own) => own[place]);
      expect(quiet!.raw - noisy!.raw).toBeGreaterThan(0.1);
      expect(Math.abs(quiet!.ceiled - noisy!.ceiled)).toBeLessThan(0.5 * (quiet!.raw - noisy!.raw));
    }
  });
});
