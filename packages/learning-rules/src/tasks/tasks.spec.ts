import { ConfigError, createRng, ndArray, ShapeError, tf } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { bandwidthsAt, Cochleagram, cochleagram, filterCount, filterGains, hertzAt } from './cochleagram';
import { Contrastive, contrastiveLoss, contrastiveTask, viewStream } from './contrastiveTask';
import { headsTask } from './headsTask';
import { SpokenWords, spokenWords } from './spokenWords';

describe('cochleagram', () => {
  const ear = Cochleagram.parse({ filters: 10, sampleFactor: 2 });
  const tone = (hertz: number, samples = 4096) =>
    Float64Array.from({ length: samples }, (_, at) => Math.cos((2 * Math.PI * hertz * at) / 20_000));

  it('has the published number of filters, on a scale that is its own inverse', () => {
    expect(filterCount(Cochleagram.parse({}))).toBe(203);
    expect(bandwidthsAt(24.7 * 9.265 * (Math.E - 1))).toBeCloseTo(9.265, 12);
    expect(hertzAt(bandwidthsAt(440))).toBeCloseTo(440, 9);
  });

  it.each([1, 2, 4])('passes all power within its range, tiled %i times', (sampleFactor) => {
    const config = Cochleagram.parse({ sampleFactor });
    for (const hertz of [200, 1000, 1234.5, 6000]) {
      const power = filterGains(config, hertz).reduce((sum, gain) => sum + gain * gain, 0);
      expect(power).toBeCloseTo(1, 12);
    }
  });

  it('gives a tone the gains of its filters, to the power of 0.3', () => {
    const hertz = (20_000 * 205) / 4096; // a bin of the transform, so nothing leaks
    const heard = cochleagram(ear)(tone(hertz));
    const [filters, frames] = heard.shape as [number, number];
    expect([filters, frames]).toEqual([21, 40]); // 2 (10 + 1) - 1; floor(4096 / 100)
    const gains = filterGains(ear, hertz);
    gains.forEach((gain, filter) => {
      for (const frame of [0, 17, 39])
        expect(heard.values[filter * frames + frame]).toBeCloseTo(gain < 1e-12 ? 0 : gain ** 0.3, 3);
    });
    expect(Math.max(...gains)).toBeGreaterThan(0.6); // cos / sqrt 2 near a centre
  });

  it('is compressed as told: a tone ten times as loud is 10^0.3 as strong', () => {
    const [soft, loud] = [1, 10].map((level) => cochleagram(ear)(tone(1000).map((value) => level * value)));
    const strongest = soft!.values.indexOf(Math.max(...soft!.values));
    expect(loud!.values[strongest]! / soft!.values[strongest]!).toBeCloseTo(10 ** 0.3, 9);
  });

  it('refuses rates that do not fit, and sounds without a frame', () => {
    expect(() => cochleagram(Cochleagram.parse({ envelopeRate: 300 }))).toThrow(ConfigError);
    expect(() => cochleagram(ear)(tone(1000, 99))).toThrow(
      'cochleagram: sound must have 100 samples, got 99',
    );
  });
});

describe('spoken words', () => {
  const config = SpokenWords.parse({
    of: 'word',
    words: 3,
    duration: 0.1,
    ear: { filters: 12, sampleFactor: 1 },
    train: 30,
    test: 12,
    signalToNoise: [20, 20],
  });
  const nearest = (of: 'word' | 'speaker' | 'noise', more: object = {}) => {
    const { train, test } = spokenWords(SpokenWords.parse({ ...config, ...more, of }), createRng(2));
    const size = train.images.shape[1]!;
    const row = (set: typeof train, index: number) =>
      set.images.values.subarray(index * size, (index + 1) * size);
    const right = [...test.labels.values].filter((label, index) => {
      const distances = [...train.labels.values].map((_, other) =>
        row(test, index).reduce((sum, value, at) => sum + (value - row(train, other)[at]!) ** 2, 0),
      );
      return train.labels.values[distances.indexOf(Math.min(...distances))] === label;
    });
    return right.length / test.labels.values.length;
  };

  it('sound alike when word, speaker and background are the same', () => {
    const { train, shape, heads } = spokenWords(config, createRng(2));
    expect([train.images.shape, shape, heads]).toEqual([[30, 12 * 20], [12, 20, 1], { word: 3 }]);
    expect(spokenWords(config, createRng(2)).train.images.values).toEqual(train.images.values);
    // Of one speaker in little noise the nearest sound names the word; there are 3, so chance is a third.
    expect(nearest('word', { speakers: 1, noises: 1 })).toBeGreaterThan(0.9);
    // 12 sounds: by chance (1 in 4) nine or more are right with probability 4e-4.
    expect(
      nearest('noise', { words: 1, speakers: 1, signalToNoise: [-20, -20], duration: 0.4 }),
    ).toBeGreaterThan(0.7);
  });
});

describe('naming words, speakers and noises at once', () => {
  it('has the sounds of each alone, and their labels beside each other', () => {
    const config = { words: 3, duration: 0.05, ear: { filters: 4, sampleFactor: 1 }, train: 12, test: 3 };
    const of = (name: string) =>
      spokenWords(SpokenWords.parse({ ...config, ...(name !== 'all' && { of: name }) }), createRng(2));
    const all = of('all');
    expect(all.heads).toEqual({ word: 3, speaker: 6, noise: 4 });
    expect(all.train.labels.shape).toEqual([12, 3]);
    Object.keys(all.heads).forEach((name, head) => {
      const one = of(name);
      expect(one.train.images).toEqual(all.train.images);
      expect([...one.train.labels.values]).toEqual(
        Array.from({ length: 12 }, (_, sound) => all.train.labels.values[3 * sound + head]),
      );
    });
  });

  it('is as by hand, and leaves what it gives', () => {
    const task = headsTask({ word: 2, noise: 3 });
    // Logits of the two heads side by side; the classes 1 and 2, then 0 and 0.
    const output = tf.tensor2d([[0, Math.log(3), 0, 0, Math.log(2)], [5, 0, 0, 0, 0]]); // prettier-ignore
    const batch = { images: tf.zeros([2, 1]), labels: tf.tensor2d([[1, 2], [0, 0]], [2, 2], 'int32') }; // prettier-ignore
    const forward = () => ({ output, layers: {}, state: {} });
    const before = tf.memory().numTensors;
    const found = task.evaluate({ forward, batch } as never);
    expect(tf.memory().numTensors - before).toBe(4);
    const word = (Math.log(4 / 3) + Math.log(1 + Math.exp(-5))) / 2;
    const noise = (Math.log(2) + Math.log(3)) / 2;
    expect(found['loss']!.dataSync()[0]).toBeCloseTo(word + noise, 5);
    // The noise of the second has three equal logits, of which the first is taken.
    const shares = ['wordAccuracy', 'noiseAccuracy', 'accuracy'].map((name) => found[name]!.dataSync()[0]);
    expect(shares).toEqual([1, 1, 1]);
    const { loss } = task.objective({ forward, batch, state: {} } as never);
    expect(loss.dataSync()).toEqual(found['loss']!.dataSync());
    const swapped = { ...batch, labels: tf.tensor2d([[1, 2], [0, 1]], [2, 2], 'int32') }; // prettier-ignore
    const other = task.evaluate({ forward, batch: swapped } as never);
    expect(other['accuracy']!.dataSync()[0]).toBeCloseTo(0.75, 6);
    expect(other['noiseAccuracy']!.dataSync()[0]).toBe(0.5);
  });
});

describe('contrastive loss', () => {
  const loss = (rows: number[][], temperature = 1) =>
    tf.tidy(() => contrastiveLoss(tf.tensor2d(rows), temperature).dataSync()[0]!);

  it('is what one computes by hand', () => {
    // Two examples along two axes, whatever the lengths: own view 1, the two others 0. Both directions.
    const each = Math.log(Math.E + 2) - 1;
    expect(loss([[1, 0], [0, 3], [2, 0], [0, 1]])).toBeCloseTo(2 * each, 5); // prettier-ignore
    expect(loss([[1, 0], [0, 3], [2, 0], [0, 1]], 0.5)).toBeCloseTo(2 * (Math.log(Math.E ** 2 + 2) - 2), 5); // prettier-ignore
  });

  it('is lower where views find each other, and refuses a view without another', () => {
    expect(loss([[1, 0], [0, 1], [1, 0], [0, 1]])).toBeLessThan(loss([[1, 0], [0, 1], [0, 1], [1, 0]])); // prettier-ignore
    expect(() => loss([[1, 0]])).toThrow(ShapeError);
  });

  it('is of views of the same examples, the same for the same cursor', async () => {
    const labelled = {
      images: ndArray(Float32Array.from({ length: 4 * 9 }, (_, at) => at), [4, 9]), // prettier-ignore
      labels: ndArray(new Int32Array(4), [4]),
    };
    const plain = Contrastive.parse({ shift: 0, contrast: [1, 1], noise: 0 });
    const options = { batchSize: 2, shape: [3, 3, 1] as const };
    const { batch } = await viewStream(labelled, { ...plain, ...options }, createRng(1)).read(1);
    expect(batch.images.values.subarray(0, 18)).toEqual(batch.images.values.subarray(18));
    const shifted = viewStream(labelled, { ...Contrastive.parse({ noise: 0, contrast: [1, 1] }), ...options }, createRng(1)); // prettier-ignore
    const [one, two] = await Promise.all([shifted.read(5), shifted.read(5)]);
    expect(one.batch.images.values).toEqual(two.batch.images.values);
    const sorted = (row: number) => [...one.batch.images.values.subarray(row * 9, row * 9 + 9)].toSorted((a, b) => a - b); // prettier-ignore
    expect(sorted(0)).toEqual(sorted(2)); // moved round the edges, nothing lost
    expect(() => viewStream(labelled, { ...plain, ...options, batchSize: 5 }, createRng(1))).toThrow(
      ShapeError,
    );
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const images = tf.tensor2d(one.batch.images.values, [4, 9]);
      const forward = () => ({ output: images, layers: {}, state: {} });
      const { loss: found } = contrastiveTask(plain).evaluate({ forward, batch: { images } } as never);
      expect(found!.dataSync()[0]).toBeGreaterThan(0);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
