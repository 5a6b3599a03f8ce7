import { copyFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRng,
  quietSession,
  resolveConfig,
  runStudy,
  tf,
  useBackend,
  writeNpz,
  type Figure,
  type Score,
} from '@goal-driven/core';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, it } from 'vitest';
import { parkMiller, vector } from '../benchmarks/_arrays.fixture';
import behaviour from './behaviour';
import categorisation from './categorisation';
import { MOST_BYTES, readRecording } from './readRecording';

await useBackend('cpu');

const folder = mkdtempSync(join(tmpdir(), 'ventral-behaviour-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function smoke(config: object = {}, signal = new AbortController().signal) {
  const [scores, figures]: [Score[], Figure[]] = [[], []];
  const parsed = resolveConfig(behaviour, { preset: 'smoke', config });
  const session = { ...quietSession(), signal };
  for await (const event of behaviour.run({ config: parsed, rng: createRng(0), session })) {
    if (event.kind === 'score') scores.push(event.score);
    if (event.kind === 'figure') figures.push(event.figure);
  }
  return { scores, figures };
}

const of = (scores: readonly Score[], metric: string) => scores.filter((score) => score.metric === metric);
const features = (scores: readonly Score[]) =>
  of(scores, 'solutionTimeConsistency').map(({ labels }) => labels['features']);

describe('the study of behaviour', () => {
  it('asks a recurrent network for times and image by image, and says that its observer is synthetic', async () => {
    const before = tf.memory().numTensors;
    const { scores, figures } = await smoke();
    expect(tf.memory().numTensors).toBe(before);
    const [together, first, second, brainScore] = of(scores, 'solutionTimeConsistency');
    const layers = String(together!.labels['layers']).split(' + ');
    expect(layers).toHaveLength(2);
    expect(features(scores)).toEqual(['together', ...layers, 'brainScore']);
    for (const { labels } of [together!, first!, second!, brainScore!])
      expect(labels).toMatchObject({ observer: 'synthetic', sites: 'synthetic', times: 'observer' });
    expect(of(scores, 'solutionTimeConsistencyError')).toHaveLength(4);
    // Halves of the rendered observer's times agree, but not wholly: it errs by 10 ms.
    expect(together!.ceiling).toBeGreaterThan(0);
    expect(together!.ceiling).toBeLessThan(1);
    expect(brainScore!.ceiling).toBe(0.79);
    const read = of(scores, 'imageLevelConsistency');
    expect(read.map(({ labels }) => [labels['bin'], labels['variant']])).toEqual(
      [100, 200].flatMap((bin) => ['distractors', 'rest'].map((variant) => [bin, variant])),
    );
    for (const { ceiling, ceiled, value, n } of read) {
      expect(ceiling).toBeGreaterThan(0.3);
      expect(ceiling).toBeLessThan(0.99); // it errs by 0.03; without error it would be 1 but for rounding
      expect(ceiled).toBeCloseTo(value / ceiling, 12);
      expect(n).toBe(40);
    }
    for (const { name } of figures) expect(name).toMatch(/^[\w.-]{1,100}$/); // names of files
    expect(figures.map(({ name }) => name).slice(1)).toEqual([
      ...['solution-times', 'solution-time-consistency', 'solution-times-and-solved'],
      ...['image-behaviour', 'image-behaviour-by-image'],
    ]);
  });

  it('spreads the layers of a feed-forward network over time, evenly and graded; it has no dynamics of its own', async () => {
    const { scores } = await smoke({
      untrained: { network: { kind: 'baseline', name: 'base_shallow', width: 0.03 } },
      preferred: 3,
    });
    expect(features(scores)).toEqual(['uniform', 'graded', 'brainScore']);
    const [uniform, , brainScore] = of(scores, 'solutionTimeConsistency');
    expect(String(uniform!.labels['layers']).split(' + ')).toHaveLength(3);
    expect([brainScore!.value, brainScore!.n]).toEqual([NaN, 0]);
    const read = of(scores, 'imageLevelConsistency').map(({ value }) => value);
    expect(read.slice(0, 2)).toEqual(read.slice(2)); // the same at all times
  });

  it('asks the network of a finished run, and takes times from sites', async () => {
    const run = join(folder, 'run');
    const data = { test: { images: 24 } };
    await runStudy(categorisation, { preset: 'smoke', seed: 3, out: run, config: { data } });
    const { scores } = await smoke({ run, times: 'sites', brainScore: false });
    const [together] = of(scores, 'solutionTimeConsistency');
    expect(together!.labels).toMatchObject({ model: 'ventral-stream/rgc_shallow', times: 'sites' });
    expect(of(scores, 'imageLevelConsistency')[0]!.n).toBe(24); // the images that the run was judged by
    await expect(smoke({ run: join(folder, 'none') })).rejects.toThrow('must be a run directory');
  });

  it('holds it against recorded behaviour and sites where they are given', async () => {
    const recordings = recorded(24);
    const { scores } = await smoke({ recordings, brainScore: false });
    const [together] = of(scores, 'solutionTimeConsistency');
    expect(together!.labels).toMatchObject({ observer: 'recorded', sites: 'recorded' });
    expect(together!.ceiling).toBe(0.79); // no halves
    const { responses, ...rest } = recordings;
    const without = (await smoke({ recordings: rest, brainScore: false })).scores;
    expect(of(without, 'solutionTimeConsistency')[0]!.labels).toMatchObject({
      ...{ observer: 'recorded', sites: 'synthetic' },
    });
    // Brain-Score's images differ by content: a picture that comes twice is asked for once.
    const twice = (await smoke({ recordings: repeated(rest) })).scores;
    const counts = of(twice, 'solutionTimeConsistency').map(({ labels }) => labels['images']);
    expect([features(twice)[0], features(twice).at(-1)]).toEqual(['together', 'brainScore']);
    expect(counts).toEqual([24, 24, 24, 23]);
    await expect(readRecording(responses, 23)).rejects.toThrow('a row for each of 23 images, got 24');
  });

  it('names what it cannot do', async () => {
    const untrained = { data: { test: recorded(4).images } };
    await expect(smoke({ untrained })).rejects.toThrow(
      'must be rendered objects for a synthetic observer, got imageFolder',
    );
    await expect(smoke({}, AbortSignal.abort())).rejects.toThrow('interrupted');
    // One setting of the observer leaves the others as they are here.
    expect(resolveConfig(behaviour, { preset: 'quick' })).toMatchObject({
      observer: { performance: 0.7, performanceFall: 0.5, performanceError: 0.03, fastest: 100 },
    });
    expect(() => resolveConfig(behaviour, { config: { readAt: [255] } })).toThrow('readAt');
  });
});

describe('readRecording', () => {
  it('says what to do with a file that is too long, before it reads it', async () => {
    const path = join(folder, 'long.npz');
    writeFileSync(path, '');
    truncateSync(path, MOST_BYTES + 1); // a hole: no disk is taken
    await expect(readRecording(path, 2)).rejects.toThrow(
      `at most 2147483647 bytes, got 2147483648; store responses as float32`,
    );
    await expect(readRecording(join(folder, 'none.npz'), 2)).rejects.toThrow('must be readable');
  });
});

/** The first picture again in the place of the second. */
function repeated<Given extends { readonly images: { readonly folder: string } }>(given: Given): Given {
  const own = join(given.images.folder, 'apple');
  copyFileSync(join(own, '000.png'), join(own, '001.png'));
  return given;
}

/** Pictures of two objects, behaviour on them, and two sites of aIT over the first 26 bins. */
function recorded(count: number) {
  const images = { kind: 'imageFolder', folder: join(folder, 'images') } as const;
  const shades = parkMiller(5, [count, 8 * 8 * 3]).values;
  const own = count / 2;
  for (const [object, name] of ['apple', 'zebra'].entries()) {
    mkdirSync(join(images.folder, name), { recursive: true });
    for (let image = 0; image < own; image++) {
      const png = new PNG({ width: 8, height: 8 });
      const from = (object * own + image) * 192;
      for (let pixel = 0; pixel < 64; pixel++) {
        for (let channel = 0; channel < 3; channel++)
          png.data[4 * pixel + channel] = 128 + 40 * shades[from + 3 * pixel + channel]!;
        png.data[4 * pixel + 3] = 255;
      }
      writeFileSync(join(images.folder, name, `${String(image).padStart(3, '0')}.png`), PNG.sync.write(png));
    }
  }
  const written = (name: string, arrays: Parameters<typeof writeNpz>[0]) => {
    writeFileSync(join(folder, name), writeNpz(arrays, { compress: false }));
    return join(folder, name);
  };
  const index = Array.from({ length: count }, (_, image) => image);
  const codes = (low: number, high: number) => vector(...index.map((image) => (image < own ? low : high)));
  const signal = parkMiller(6, [count, 2]).values;
  const responses = parkMiller(7, [4, count, 26, 2]);
  responses.values.forEach((value, at) => {
    const image = Math.floor(at / 52) % count;
    responses.values[at] = 0.3 * value + signal[2 * image + (at % 2)]!;
  });
  return {
    images,
    behaviour: written('behaviour.npz', {
      i1: vector(...index.map((image) => 0.1 * (image % 5))),
      ost: vector(...index.map((image) => 100 + image)),
      obj: codes(6, 10),
    }),
    responses: written('responses.npz', {
      responses,
      bin_starts: vector(...Array.from({ length: 26 }, (_, bin) => 10 * bin)),
      areas: vector(3, 3),
      objects: codes(0, 1),
      categories: codes(0, 1),
    }),
  };
}
