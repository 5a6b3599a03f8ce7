import { describe, expect, it } from 'vitest';
import { createRng, ndArray } from '@goal-driven/core/arrays';
import { objectSolutionTimes } from '@goal-driven/metrics';
import { parkMiller, recordingOf, vector } from './_arrays.fixture';
import { NeuralDecoding, neuralSolutionTimes } from './neuralSolutionTimes';

const [trials, images, bins, sites] = [3, 60, 6, 8];
/** Evidence of an image's object comes in bin 1, 2, 3 or 4. */
const bin1 = (image: number) => 1 + (Math.floor(image / 4) % 4);
const noise = parkMiller(3, [trials, images, bins, sites]).values;
const responses = ndArray(
  noise.map((value, at) => {
    const [site, bin, image] = [
      at % sites,
      Math.floor(at / sites) % bins,
      Math.floor(at / sites / bins) % images,
    ];
    return value + (bin >= bin1(image) && site === image % 4 ? 2 : 0);
  }),
  [trials, images, bins, sites],
);
const recording = recordingOf(responses, { from: 70 });
const config = NeuralDecoding.parse({ folds: 5, decoder: { cost: 1, gain: 3 } });
const criterion = vector(...Array.from({ length: images }, (_, image) => (image === 0 ? NaN : 2)));

describe('neuralSolutionTimes', () => {
  const found = neuralSolutionTimes(recording, criterion, config, { rng: createRng(1) });

  it('finds when each image can be told', () => {
    expect(found.performance.shape).toEqual([bins, images]);
    expect(found.times[0]).toBeNaN();
    const late = [...found.times.keys()].filter(
      (image) => Math.abs(found.times[image]! - (70 + 10 * bin1(image))) > 10,
    );
    expect(late.length).toBeLessThan(images / 10);
    expect(found.solved).toBeGreaterThan(0.9 * images);
  });

  it('draws lines between neighbouring bins', () => {
    const clock = vector(...Array.from({ length: bins }, (_, bin) => 70 + 10 * bin));
    const { times } = objectSolutionTimes(found.performance, criterion, { times: clock });
    expect(found.times).toEqual(Float64Array.from(times));
  });

  it('tells nothing by decoders of noise', () => {
    const first = [...found.performance.values.subarray(0, images)];
    const mean = first.reduce((sum, value) => sum + value, 0) / images;
    expect(Math.abs(mean)).toBeLessThan(0.5); // told images are above 1
  });

  it('takes the trials asked for', () => {
    const one = neuralSolutionTimes(recording, criterion, config, { rng: createRng(1), trials: [0] });
    const values = responses.values.slice(0, images * bins * sites);
    const alone = recordingOf(ndArray(values, [1, images, bins, sites]), { from: 70 });
    expect(neuralSolutionTimes(alone, criterion, config, { rng: createRng(1) })).toEqual(one);
  });
});
