import { ConfigError, ndArray, RandomState, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { meanOfTrials, objectSolutionTimes, stratifiedKFold, takeRows } from '@goal-driven/metrics';
import { z } from 'zod';
import { behaviourData, type BehaviourData } from './BehaviourData';
import type { NeuralRecording } from './NeuralRecording';
import { i1Of } from './splitSolutionTimes';
import { SvmDecoder, svmDecoder } from './svmDecoder';

export const NeuralDecoding = z
  .strictObject({
    decoder: SvmDecoder.prefault({}),
    variant: z.enum(['distractors', 'rest']).default('rest').meta({
      description: "Whether rates are averaged before they become a d', as of behaviour in Kar 2019",
    }),
    folds: z
      .int()
      .min(2)
      .default(10)
      .meta({ description: 'Parts of the images, each decoded once', unit: '1' }),
    seed: z
      .int()
      .nonnegative()
      .max(0xffffffff)
      .default(0)
      .meta({ description: 'Of the order of the images' }),
  })
  .meta({ title: 'Decoding of objects from sites in each bin', source: 'Kar et al. 2019' });
export type NeuralDecoding = z.output<typeof NeuralDecoding>;

export type NeuralSolutionTimes = {
  /** [bins, images], I1 of the decoder, each image held out. */
  readonly performance: NdArray;
  /** [images], ms; NaN where it never reaches the criterion. */
  readonly times: Float64Array;
  /** Images that have a time. */
  readonly solved: number;
};

/**
 * When the sites of a recording have the answer: in each bin of time a linear decoder of the responses averaged over
 * trials, cross-validated, its image-level performance, and the time at which that first reaches the observer's.
 *
 * @param criterion [images], I1 of the observer; NaN where it has none
 * @param trials which trials are averaged, all by default
 * @throws what decoder, folds and `objectSolutionTimes` throw; DataError for a response without a recorded trial
 * @source Kar et al. 2019, doi:10.1038/s41593-019-0392-5: lines between neighbouring bins
 * @differs cost and folds of the decoder are chosen here; false-alarm rates are those of all held-out images together
 */
export function neuralSolutionTimes(
  { responses, bins, objects }: NeuralRecording,
  criterion: NdArray,
  config: NeuralDecoding,
  { rng, trials }: { readonly rng: Rng; readonly trials?: readonly number[] },
): NeuralSolutionTimes {
  const [count, images, , sites] = responses.shape as readonly [number, number, number, number];
  const stacked = ndArray(responses.values, [count, images * bins.length, sites]);
  const means = meanOfTrials(stacked, trials);
  const performance = new Float64Array(bins.length * images);
  bins.forEach((_, bin) => {
    const rows = Array.from({ length: images }, (_image, image) => image * bins.length + bin);
    const probabilities = heldOutProbabilities(takeRows(means, rows), objects, config, rng.child(bin));
    const scores = i1Of[config.variant](probabilities, ndArray(Float64Array.from(objects), [images]));
    performance.set(scores.values, bin * images);
  });
  const table = ndArray(performance, [bins.length, images]);
  const times = ndArray(
    Float64Array.from(bins, ({ start }) => start),
    [bins.length],
  );
  const { times: found, solved } = objectSolutionTimes(table, criterion, { times });
  return { performance: table, times: Float64Array.from(found), solved };
}

/**
 * Behaviour with the solution times of a recording of the same images, from all trials and from either half of them, in
 * random order.
 *
 * @throws ConfigError for fewer than 2 trials; as `neuralSolutionTimes`
 */
export function withNeuralTimes(
  behaviour: BehaviourData,
  recording: NeuralRecording,
  config: NeuralDecoding,
  rng: Rng,
): BehaviourData {
  const count = recording.responses.shape[0]!;
  if (count < 2) throw new ConfigError(`withNeuralTimes: trials must be at least 2, got ${count}`);
  const order = [...rng.child('halves').permutation(count)];
  const middle = Math.floor(count / 2);
  const timesOf = (trials: readonly number[]) =>
    neuralSolutionTimes(recording, behaviour.i1, config, { rng, trials }).times;
  const [all, ...halves] = [order, order.slice(0, middle), order.slice(middle)].map(timesOf);
  const images = behaviour.objects.length;
  const pairs = Float64Array.from({ length: 2 * images }, (_, at) => halves[at % 2]![at >> 1]!);
  return behaviourData({
    ...behaviour,
    synthetic: behaviour.synthetic || recording.synthetic,
    ost: ndArray(all!, [images]),
    ostHalves: ndArray(pairs, [images, 2]),
  });
}

/**
 * Probabilities of all images, each from a decoder that was fitted without it.
 *
 * @param features [images, units]
 * @returns [images, objects]
 */
export function heldOutProbabilities(
  features: NdArray,
  objects: Int32Array,
  { decoder, folds, seed }: NeuralDecoding,
  rng: Rng,
): NdArray {
  const count = Math.max(...objects) + 1;
  const probabilities = ndArray(new Float64Array(objects.length * count), [objects.length, count]);
  const random = new RandomState(seed);
  stratifiedKFold(objects, folds, { random }).forEach(({ train, test }, fold) => {
    const training = {
      features: takeRows(features, train),
      objects: Int32Array.from(train, (image) => objects[image]!),
      count,
    };
    const read = svmDecoder(decoder)(training, rng.child(fold))(takeRows(features, test));
    test.forEach((image, row) =>
      probabilities.values.set(read.values.subarray(row * count, (row + 1) * count), image * count),
    );
  });
  return probabilities;
}
