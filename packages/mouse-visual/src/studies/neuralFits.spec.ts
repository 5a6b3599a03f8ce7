import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRng,
  quietSession,
  resolveConfig,
  runStudy,
  tf,
  useBackend,
  type Figure,
  type Score,
} from '@goal-driven/core';
import { DataError, ndArray, writeNpz } from '@goal-driven/core/arrays';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MouseArea } from '../neural/mouseAreas';
import { areasOf } from '../neural/MouseRecordings';
import { mouseArrays } from '../neural/mouseRecordingsFile';
import { RandomHierarchy, randomHierarchy } from '../neural/randomHierarchy';
import { SyntheticMice, syntheticMice } from '../neural/syntheticMice';
import { takeArea } from '../neural/takeArea';
import { layerFeatures } from './layerFeatures';
import neuralFits from './neuralFits';
import { presets } from './presets';
import training from './training';

await useBackend('cpu');

const { network: smokeNetwork } = presets.smoke;

const folder = mkdtempSync(join(tmpdir(), 'mouse-fits-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(config: object = {}, session = quietSession()) {
  const [scores, figures]: [Score[], Figure[]] = [[], []];
  const parsed = resolveConfig(neuralFits, { preset: 'smoke', config });
  for await (const event of neuralFits.run({ config: parsed, rng: createRng(1), session })) {
    if (event.kind === 'score') scores.push(event.score);
    if (event.kind === 'figure') figures.push(event.figure);
  }
  return { scores, figures, config: parsed };
}

const matching = (scores: readonly Score[], metric: string, labels: object = {}) =>
  scores.filter(
    (score) =>
      score.metric === metric &&
      Object.entries(labels).every(([label, value]) => score.labels[label] === value),
  );

describe('mouse-visual/neural-fits on synthetic mice', () => {
  let events: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    const curves = { unitShares: [0.5, 0.75, 1], imageCounts: [10, 30] };
    events = await run({ timeWindow: 100, pairwise: true, shuffledLayers: true, ...curves });
  });

  it('scores every layer for every area, the chosen ones and all areas together, as synthetic', () => {
    const { scores } = events;
    const fits = matching(scores, 'neuralPredictivity', { map: 'ridge 1' });
    expect(fits).toHaveLength(4 * 6);
    for (const { labels, version, unit } of scores) {
      expect([labels['animals'], version, ['1', 'ms'].includes(unit)]).toEqual(['synthetic', 1, true]);
    }
    expect(matching(scores, 'skippedHalves')).toEqual([]);
    for (const area of ['VISp', 'VISam']) {
      const [best] = matching(scores, 'bestLayerPredictivity', { area });
      const own = fits.filter(({ labels }) => labels['area'] === area);
      expect(best!.ceiled).toBe(Math.max(...own.map(({ ceiled }) => ceiled)));
      expect(own.find(({ labels }) => labels['layer'] === best!.labels['layer'])!.value).toBe(best!.value);
    }
    const [all] = matching(scores, 'bestLayerPredictivity', { area: 'all' });
    const each = matching(scores, 'bestLayerPredictivity').filter(({ labels }) => labels['area'] !== 'all');
    expect(all!.n).toBe(each.reduce((sum, { n }) => sum + n, 0));
    const [low] = matching(scores, 'bestLayerIntervalLow', { area: 'all' });
    const [high] = matching(scores, 'bestLayerIntervalHigh', { area: 'all' });
    expect(low!.value <= all!.ceiled && all!.ceiled <= high!.value).toBe(true);
  });

  it('scores animals by every map, pooled and pairwise, on test and training images but for rsa', () => {
    const rows = matching(events.scores, 'animalConsistency', { area: 'VISp' }).map(({ labels }) =>
      ['map', 'source', 'images'].map((label) => labels[label]).join(' '),
    );
    expect(rows).toEqual([
      ...['rsa pooled test', 'rsa pairwise test'],
      ...[
        'oneToOne pooled test',
        'oneToOne pooled train',
        'oneToOne pairwise test',
        'oneToOne pairwise train',
      ],
      ...['ridge 1 pooled test', 'ridge 1 pooled train', 'ridge 1 pairwise test', 'ridge 1 pairwise train'],
    ]);
    for (const { labels } of matching(events.scores, 'animalConsistency', { area: 'VISp' })) {
      const own = matching(events.scores, 'animalConsistency', { ...labels, area: 'all' });
      expect(own).toHaveLength(1);
      const { area: _, ...others } = labels;
      const each = matching(events.scores, 'animalConsistency', others).filter((one) => one !== own[0]);
      expect(own[0]!.n).toBe(each.reduce((sum, { n }) => sum + n, 0));
      const ceiled = each.map((one) => one.ceiled);
      expect(own[0]!.ceiled).toBeGreaterThanOrEqual(Math.min(...ceiled)); // a median lies among those of the parts
      expect(own[0]!.ceiled).toBeLessThanOrEqual(Math.max(...ceiled));
    }
    expect(matching(events.scores, 'areaConsistency')).toHaveLength(36);
    expect(matching(events.scores, 'areaConsistency', { source: 'VISp', area: 'VISp' })[0]!.value).toBe(
      matching(events.scores, 'animalConsistency', {
        area: 'VISp',
        map: 'ridge 1',
        source: 'pooled',
        images: 'test',
      })[0]!.ceiled,
    );
  });

  it('draws what it scores', () => {
    expect(events.figures.map(({ name }) => name)).toEqual([
      ...['reliability-over-time', 'layers-and-areas', 'layer-hierarchy', 'predictivity-over-time'],
      ...['consistency-by-map', 'consistency-by-units', 'consistency-by-images', 'area-map'],
    ]);
    const layers = events.figures[1]!;
    if (layers.kind !== 'categories') throw new Error('another figure');
    expect(layers.categories).toEqual(['layer1', 'layer2', 'layer3', 'layer4']);
    expect(layers.groups.map(({ label }) => label)).toEqual(['V1', 'LM', 'RL', 'AL', 'PM', 'AM']);
    const score = matching(events.scores, 'neuralPredictivity', { area: 'VISrl', layer: 'layer2' })[0]!;
    expect(layers.groups[2]!.values[1]).toEqual([score.ceiled]);
    expect(layers.caption).toContain('of 2 synthetic animals');
    for (const figure of events.figures) expect(figure.caption).toContain('synthetic');
  });

  it('draws consistency by images for every area, and holds the hierarchy against mixed layers', () => {
    const byImages = events.figures.find(({ name }) => name === 'consistency-by-images')!;
    if (byImages.kind !== 'lines') throw new Error('another figure');
    expect(byImages.lines.map(({ x }) => x)).toEqual(Array(6).fill([10, 30]));
    expect(byImages.lines.every(({ y }) => y.every(Number.isFinite))).toBe(true);
    const [own, control] = matching(events.scores, 'layerHierarchy');
    expect([own!.labels['control'], control!.labels['control']]).toEqual([undefined, 'shuffled layers']);
    expect(control!.value).toBeLessThan(own!.value);
    expect(control!.n).toBeGreaterThan(0);
  });

  it('is the same from the same seed, and stops when told to', async () => {
    const few = { areaMap: false, consistencyMaps: [] };
    expect((await run(few)).scores).toEqual((await run(few)).scores);
    const session = { ...quietSession(), signal: AbortSignal.abort() };
    await expect(run(few, session)).rejects.toThrow('interrupted at recordings');
  });

  it('chooses layers within training images where told to', async () => {
    const { scores } = await run({
      ...{ areaMap: false, consistencyMaps: [], layerChoice: { by: 'innerImages' } },
      mice: { sources: [{ area: 'VISp', layer: 'layer1' }] },
    });
    expect(matching(scores, 'bestLayerPredictivity', { choice: 'innerImages' })).toHaveLength(2);
  });
});

describe('mouse-visual/neural-fits on files', () => {
  const made = randomHierarchy(RandomHierarchy.parse({ images: 30, layers: 2, units: 6 }), createRng(7));
  const sources = [
    { area: 'VISp', layer: 'layer1' },
    { area: 'VISrl', layer: 'layer2' },
  ];
  const mice = SyntheticMice.parse({
    kind: 'calcium',
    ...{
      sources,
      specimens: 2,
      fewestUnits: 4,
      mostUnits: 4,
      trials: 8,
      bins: 1,
      binWidth: 250,
      silent: 0,
      running: 0,
    },
  });
  const recordings = syntheticMice(mice, made, createRng(2));
  const features = join(folder, 'features.npz');
  let files = 0;
  /** The units of one area, as a calcium recording of animals that were. */
  const fileOf = (
    area: MouseArea,
    change: (arrays: ReturnType<typeof mouseArrays>) => object = () => ({}),
  ) => {
    const own = takeArea(recordings, area);
    const header = { ...own.header, synthetic: false, name: area };
    const path = join(folder, `${area}-${files++}.npz`);
    const arrays = mouseArrays({ ...own, header });
    writeFileSync(path, writeNpz({ ...arrays, ...change(arrays) }, { compress: false }));
    return path;
  };
  const config = {
    selection: { unitReliability: -1, windowReliability: null },
    areaMap: false,
    consistencyMaps: [],
  };

  beforeAll(() => writeFileSync(features, writeNpz(made, { compress: false })));

  it('reads a file for each area and one of features; calcium RL is not among all areas', async () => {
    const both = [fileOf('VISp'), fileOf('VISrl')];
    const { scores, figures } = await run({ ...config, recordings: both, features });
    expect(new Set(scores.map(({ labels }) => labels['animals']))).toEqual(new Set(['recorded']));
    expect(matching(scores, 'bestLayerPredictivity').map(({ labels }) => labels['area'])).toEqual([
      ...['VISp', 'VISrl', 'all'],
    ]);
    const [all, v1] = ['all', 'VISp'].map((area) => matching(scores, 'bestLayerPredictivity', { area })[0]!);
    expect(all!.ceiled).toBe(v1!.ceiled);
    expect(areasOf(recordings)).toEqual(['VISp', 'VISrl']);
    expect(figures.map(({ name }) => name)).toEqual(['layers-and-areas', 'layer-hierarchy']);
    const alone = await run({ ...config, recordings: both, consistencyMaps: [{ kind: 'oneToOne' }] });
    expect(matching(alone.scores, 'neuralPredictivity')).toEqual([]);
    expect(matching(alone.scores, 'animalConsistency')).toHaveLength(6);
    for (const images of ['test', 'train']) {
      const [ofAll, ofV1] = ['all', 'VISp'].map(
        (area) => matching(alone.scores, 'animalConsistency', { area, images })[0]!,
      );
      expect([ofAll!.ceiled, ofAll!.n]).toEqual([ofV1!.ceiled, ofV1!.n]);
    }
  });

  it('says how many halves of trials it left out', async () => {
    const gaps = ({ responses }: ReturnType<typeof mouseArrays>) => {
      const { values, shape } = responses!; // [8 trials, 30 images, 1 bin, 8 units]; of image 3 unit 0 has 2 trials
      const missing = (at: number) => at % 240 === 24 && Math.floor(at / 240) > 1;
      const known = Float32Array.from(values as Float32Array, (value, at) => (missing(at) ? NaN : value));
      const table = (value: number) => ndArray(new Float64Array(8).fill(value), [1, 8]); // else the unit has none
      return {
        responses: ndArray(known, shape),
        splithalf_r_mean: table(0.9),
        splithalf_r_std: table(0.1),
      };
    };
    const recordings = [fileOf('VISp', gaps), fileOf('VISrl')];
    const { scores } = await run({
      ...{ ...config, recordings, features, consistencyMaps: [{ kind: 'ridge', alpha: 1 }] },
      fit: { halves: 20 },
    });
    const rows = matching(scores, 'skippedHalves').map(({ labels, value, n }) => {
      expect(value).toBeGreaterThan(0);
      return [labels['area'], labels['layer'] ?? labels['source'], n].join(' ');
    });
    expect(rows).toEqual(['VISp layer1 2', 'VISp layer2 2', 'VISp pooled 2', 'all pooled 2']);
  });

  it('refuses files of other images, an area twice, and a selection of nobody', async () => {
    const v1 = fileOf('VISp');
    const frames = ndArray(
      Int32Array.from({ length: 30 }, (_, image) => image + 1),
      [30],
    );
    const shifted = fileOf('VISrl', () => ({ frame_id: frames }));
    await expect(run({ ...config, recordings: [v1, shifted] })).rejects.toThrow(DataError);
    await expect(run({ ...config, recordings: [v1, v1] })).rejects.toThrow(
      'each area must be in one file, got VISp',
    );
    const nobody = { ...config, selection: { unitReliability: 1 }, recordings: [v1] };
    await expect(run(nobody)).rejects.toThrow('selection must leave animals, got none');
    await expect(run({ layers: ['layer1'] })).rejects.toThrow('layers must be of features');
  });
});

describe('mouse-visual/neural-fits on a network', () => {
  const stimuli = { kind: 'objects', images: 30, pixels: 16 };
  const of = (network: object, more: object = {}) => ({
    ...{ network, stimuli, crop: 12, areaMap: false, consistencyMaps: [] },
    mice: { sources: [{ area: 'VISp', layer: 'stage2' }], explained: 1, fewestUnits: 8, mostUnits: 8 },
    ...more,
  });

  it('takes a finished run of the training study, and finds the layer of it that mice read', async () => {
    const out = join(folder, 'trained');
    await runStudy(training, { out, preset: 'smoke', seed: 3 });
    const network = { kind: 'run', name: 'own', run: out };
    const before = tf.memory().numTensors;
    const { scores } = await run(of(network));
    expect(tf.memory().numTensors).toBe(before);
    const layers = matching(scores, 'neuralPredictivity').map(({ labels }) => labels['layer']);
    expect(layers).toEqual(['stage1', 'stage2']);
    expect(matching(scores, 'bestLayerPredictivity', { area: 'VISp' })[0]!.labels['layer']).toBe('stage2');
    const values = (own: readonly Score[]) => matching(own, 'neuralPredictivity').map(({ ceiled }) => ceiled);
    const untrained = await run(of({ ...network, untrained: true }));
    expect(values(untrained.scores)).not.toEqual(values(scores));
    const [one] = matching((await run(of({ ...network, layers: ['stage2'] }))).scores, 'neuralPredictivity');
    expect(one!.ceiled).toBe(values(scores)[1]);
  });

  it('is shown as many images as were recorded, and is the only model', async () => {
    const network = { kind: 'random', name: 'random', network: smokeNetwork };
    const features = join(folder, 'none.npz');
    await expect(run(of(network, { features }))).rejects.toThrow(
      'must be of a file or of a network, got both',
    );
    await expect(run(of(network, { layers: ['stage1'] }))).rejects.toThrow('layers must be of features');
    await expect(run(of({ ...network, layers: ['V9'] }))).rejects.toThrow('stage1, stage2, got V9');
    const recordings = join(folder, 'other.npz');
    const made = randomHierarchy(RandomHierarchy.parse({ images: 20, layers: 1, units: 6 }), createRng(7));
    const mice = SyntheticMice.parse({
      sources: [{ area: 'VISp', layer: 'layer1' }],
      specimens: 2,
      trials: 8,
      bins: 1,
      binWidth: 250,
    });
    writeFileSync(
      recordings,
      writeNpz(mouseArrays(syntheticMice(mice, made, createRng(2))), { compress: false }),
    );
    const selection = { unitReliability: -1, windowReliability: null };
    await expect(run(of(network, { recordings: [recordings], selection }))).rejects.toThrow(
      'must be [20 images, units], got [30,',
    );
  });
});

describe('layerFeatures', () => {
  const file = (arrays: Parameters<typeof writeNpz>[0]) => {
    const path = join(folder, 'layers.npz');
    writeFileSync(path, writeNpz(arrays, { compress: true }));
    return path;
  };
  const map = ndArray(
    Float32Array.from({ length: 24 }, (_, at) => at),
    [3, 2, 2, 2],
  );
  const flat = ndArray(Float64Array.of(1, 2, 3), [3, 1]);

  it('makes all axes but the first one, in the order of the file or as told', async () => {
    const path = file({ conv: map, dense: flat });
    const features = await layerFeatures(path);
    expect(Object.keys(features)).toEqual(['conv', 'dense']);
    expect(features['conv']!.shape).toEqual([3, 8]);
    expect([...features['conv']!.values.subarray(8, 10)]).toEqual([8, 9]);
    expect(Object.keys(await layerFeatures(path, ['dense']))).toEqual(['dense']);
    await expect(layerFeatures(path, ['pool'])).rejects.toThrow('layers must be among conv, dense, got pool');
  });

  it.each([
    [{ a: ndArray(Float64Array.of(1), [1]) }, 'a must be [1 images, units], got [1]'],
    [{ a: flat, b: ndArray(new Float64Array(2), [2, 1]) }, 'b must be [3 images, units], got [2,1]'],
    [{ a: ndArray(Float64Array.of(1, NaN), [2, 1]) }, 'a must be finite, got NaN at index 1'],
    [{}, 'it must hold at least one layer, got none'],
  ])('refuses %o', async (arrays, message) => {
    await expect(layerFeatures(file(arrays as { a: typeof flat }))).rejects.toThrow(message);
  });
});
