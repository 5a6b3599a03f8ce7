import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRng,
  judge,
  ndArray,
  quietSession,
  resolveConfig,
  tf,
  useBackend,
  writeNpz,
  type Finding,
  type Score,
} from '@goal-driven/core';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { vector } from './benchmarks/_arrays.fixture';
import { claims } from './claims';
import { feedForward, published, rgcWiderWithoutFeedback, rgcWithoutFeedback } from './claims/conditions';
import { observedImages, requireSameImages } from './claims/observed';
import { publishedRatio } from './claims/parametersConserved';
import { difficultyOf, RenderedObserver, renderedObserver } from './claims/renderedObserver';
import { TimesClaimConfig } from './claims/TimesClaimConfig';
import { createExperiment, withNetwork } from './claims/withNetwork';
import { graphParameters } from './models/graphParameters';
import { arraySource, objectLatents, RenderedObjects } from '@goal-driven/stimuli';

await useBackend('wasm'); // trains networks

let before = 0;
beforeEach(() => void (before = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const ofTimes = ['ventral-stream/solution-times', 'ventral-stream/challenge-later'];

describe.each(Object.entries(claims))('%s', (name, claim) => {
  it('ends in a verdict at its smallest, from findings over its seeds', { timeout: 240_000 }, async () => {
    const config = resolveConfig(claim, { preset: 'smoke' });
    const findings: Finding[] = [];
    const scores: Score[] = [];
    for await (const event of claim.run({
      ...{ config: config as never, rng: createRng(1), session: quietSession() },
    })) {
      if (event.kind === 'finding') findings.push(event.finding);
      if (event.kind === 'score') scores.push(event.score);
    }
    expect(claim.name).toBe(name);
    const { criteria } = claim.claim!;
    expect(findings.map(({ statistic }) => statistic).sort()).toEqual(
      criteria.map(({ statistic }) => statistic).sort(),
    );
    expect(scores.length).toBeGreaterThan(0);
    const features = scores.flatMap(({ metric, labels }) =>
      metric === 'solutionTimeConsistency' && labels['seed'] === 0 ? [labels['features']] : [],
    );
    expect(features).toEqual(name === ofTimes[0] ? ['together', 'uniform', 'graded'] : []);
    expect(['holds', 'does not hold', 'cannot be told']).toContain(judge(criteria, findings));
    for (const { seeds, n, against, method } of findings) {
      expect(against).toBe(ofTimes.includes(name) ? 'synthetic observer' : undefined);
      expect(seeds.length).toBe(method === 'counted' ? 0 : n);
      for (const seed of seeds) expect([0, 1]).toContain(seed);
    }
  });

  it('has presets of all sizes and criteria on record', () => {
    expect(claim.claim!.criteria.length).toBeGreaterThan(0);
    for (const preset of ['full', 'quick']) resolveConfig(claim, { preset });
  });
});

describe('conditions', () => {
  const scale = { size: 32, classes: 4, width: 0.125 };
  const recurrent = published('rgc_intermediate').graph(scale);

  it('take the arrows back from rgc_intermediate and leave its nodes', () => {
    const without = rgcWithoutFeedback.graph(scale);
    expect(without.nodes).toEqual(recurrent.nodes);
    expect(without.edges).toEqual(recurrent.edges.filter(({ kind }) => kind !== 'feedback'));
    expect(recurrent.edges.length - without.edges.length).toBe(5);
  });

  it('make up for its parameters by width', () => {
    const [own, less, wider] = [
      recurrent,
      rgcWithoutFeedback.graph(scale),
      rgcWiderWithoutFeedback.graph(scale),
    ];
    const count = graphParameters(own);
    expect(graphParameters(less)).toBeLessThan(count);
    expect(Math.abs(graphParameters(wider) / count - 1)).toBeLessThan(0.02);
    expect(wider.edges.some(({ kind }) => kind === 'feedback')).toBe(false);
  });

  it('count the published sizes', () => {
    expect(publishedRatio()).toBe(15_445_800 / 16_403_432);
  });

  it('see the same images in the same order from one seed', async () => {
    const claim = claims['ventral-stream/recurrence-helps'];
    const config = resolveConfig(claim, { preset: 'smoke' });
    const experiment = createExperiment(config, { rng: createRng(1), session: quietSession() });
    const seen = async (name: 'base_shallow' | 'wide_shallow', seed: number) => {
      const run = withNetwork(feedForward(name), seed, experiment, async ({ parts }) => {
        const { batch } = await parts.stream.read({ batch: 1 });
        return [...batch.images.values, ...batch.labels.values];
      });
      return (await run.next()).value;
    };
    const first = await seen('base_shallow', 0);
    expect(await seen('wide_shallow', 0)).toEqual(first);
    expect(await seen('base_shallow', 1)).not.toEqual(first);
  });
});

describe('renderedObserver', () => {
  const set = RenderedObjects.parse({ kind: 'objects', images: 60, objects: 1, variation: ['low', 'high'] });
  const easy = {
    ...objectLatents(set, 0), // low: canonical, centred, of middle size
    background: { kind: 'gray', id: 0 } as const,
  };

  it('calls an image harder the more it is turned, off centre, small and cluttered', () => {
    // the middle size is half way from the largest to the smallest
    expect(difficultyOf(easy, set.size)).toBeCloseTo(0.5 / 4, 12);
    expect(difficultyOf({ ...easy, size: 1.6 * set.size }, set.size)).toBeCloseTo(0, 12);
    const hard = {
      ...easy,
      rotation: { yaw: 90, pitch: -90, roll: 90 },
      position: [2.4, -2.4] as const,
      size: set.size / 1.6,
      background: { kind: 'clutter', id: 0 } as const,
    };
    expect(difficultyOf(hard, set.size)).toBeCloseTo(1, 12);
    expect(difficultyOf({ ...hard, position: [2.4, 0] }, set.size)).toBeCloseTo((3 + 1 / Math.SQRT2) / 4, 12);
    // beyond the range nothing is harder still
    expect(difficultyOf({ ...hard, size: 0.1 }, set.size)).toBeCloseTo(1, 12);
  });

  it('takes longer the harder an image is, and tells all equally well', () => {
    const exact = RenderedObserver.parse({ timeSd: 0, performanceSd: 0, fastest: 90, slowest: 190 });
    const { ost, i1, objects, synthetic } = renderedObserver(exact, set, createRng(0));
    expect(synthetic).toBe(true);
    expect(new Set(i1.values)).toEqual(new Set([1.5]));
    for (const image of [0, 7, 59]) {
      const latents = objectLatents(set, image);
      expect(ost!.values[image]).toBeCloseTo(90 + 100 * difficultyOf(latents, set.size), 9);
      expect(objects[image]).toBe(latents.label);
    }
  });

  it('tells hard images worse where asked to, about the same mean, and has halves of its performance', () => {
    const none = { timeSd: 0, performanceSd: 0, performance: 2 };
    const exact = RenderedObserver.parse({ ...none, performanceFall: 3 });
    const { i1, i1Halves } = renderedObserver(exact, set, createRng(0));
    const difficulties = Array.from(i1.values, (_, image) =>
      difficultyOf(objectLatents(set, image), set.size),
    );
    const mean = difficulties.reduce((sum, own) => sum + own, 0) / 60;
    difficulties.forEach((own, image) => expect(i1.values[image]).toBeCloseTo(2 - 3 * (own - mean), 12));
    expect(i1Halves!.values.filter((_, at) => at % 2 === 1)).toEqual(i1.values);
    const measured = renderedObserver({ ...exact, performanceError: 0.1 }, set, createRng(0));
    const errors = measured.i1.values.map((value, image) => value - i1.values[image]!);
    expect(Math.sqrt(errors.reduce((sum, own) => sum + own * own, 0) / 60)).toBeCloseTo(0.1, 1);
    expect(measured.i1Halves!.values[0]).not.toBe(measured.i1Halves!.values[1]);
  });

  it('has errors of the size asked for, those of halves the root of 2 larger', () => {
    const many = RenderedObjects.parse({ kind: 'objects', images: 2000, objects: 1 });
    const ideal = renderedObserver(RenderedObserver.parse({ timeSd: 0 }), many, createRng(0)).ost!.values;
    const { ost, ostHalves } = renderedObserver(RenderedObserver.parse({ timeSd: 8 }), many, createRng(0));
    const sd = (errors: Float64Array) => Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length);
    expect(sd(ost!.values.map((time, image) => time - ideal[image]!))).toBeCloseTo(8, 0);
    const half = ideal.map((time, image) => ostHalves!.values[2 * image]! - time);
    expect(sd(half) / Math.SQRT2).toBeCloseTo(8, 0);
  });
});

describe('observedImages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'claims-'));
  const images = { kind: 'imageFolder', folder: join(folder, 'images') } as const;
  const behaviour = join(folder, 'behaviour.npz');
  const picture = PNG.sync.write(new PNG({ width: 8, height: 8 }));
  for (const name of ['apple', 'zebra']) {
    mkdirSync(join(images.folder, name), { recursive: true });
    writeFileSync(join(images.folder, name, 'a.png'), picture);
  }
  const test = arraySource({
    images: ndArray(new Uint8Array(8 * 8 * 3), [1, 8, 8, 3]),
    labels: [0],
    classes: ['x'],
  });
  const observed = async (...obj: number[]) => {
    const i1 = vector(1, 2);
    writeFileSync(
      behaviour,
      writeNpz({ i1, ost: vector(120, NaN), obj: vector(...obj) }, { compress: false }),
    );
    const config = TimesClaimConfig.parse({ recordings: { behaviour, images } });
    return observedImages(config, test, createRng(0));
  };

  it('reads recordings with their images, whose folders say the same objects', async () => {
    const { behaviour: found, source } = await observed(6, 10);
    expect([found.synthetic, source.labels.length, [...found.objects]]).toEqual([false, 2, [5, 9]]);
    await expect(observed(6, 9)).rejects.toThrow('got bird for image 1, of zebra');
    const short = { ...source, labels: Int32Array.of(0) };
    expect(() => requireSameImages(short, found)).toThrow('a row for each of 1 images, got 2');
    rmSync(folder, { recursive: true });
  });

  it('has no synthetic observer for images that nobody rendered', async () => {
    const config = TimesClaimConfig.parse({ base: { data: { test: { kind: 'cifar10', folder: 'x' } } } });
    await expect(observedImages(config, test, createRng(0))).rejects.toThrow('must be rendered objects');
  });
});
