import type { Figure, Score } from '@goal-driven/core';
import { ndArray, type Rng } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { alignedAt } from './alignToBins';
import { behaviourData, type BehaviourData } from './BehaviourData';
import { imageBehaviour, imageBehaviourScores, type ImageBehaviour } from './imageBehaviour';
import type { NeuralDecoding } from './neuralSolutionTimes';
import type { SyntheticModel } from './syntheticModel';
import { activityOf } from './TimedModel';

export const BehaviourRecovery = z
  .strictObject({
    times: z
      .array(z.int().nonnegative().multipleOf(10))
      .min(2)
      .default([70, 120, 250])
      .meta({ description: 'When the observers, and the candidates, read the highest layer', unit: 'ms' }),
    noise: z.number().nonnegative().default(0.2).meta({
      description:
        "Error of an observer's I1, a d'; that of either half of its trials is the root of 2 larger",
      unit: '1',
    }),
  })
  .meta({ title: 'Whether image-level behaviour tells which representation an observer reads' });
export type BehaviourRecovery = z.output<typeof BehaviourRecovery>;

/**
 * Observers that decode the highest layer of a known model, each at a time of its own, against the same layer at each of
 * these times. What is put in is when they read: the candidate of an observer's own time must come nearest to its ceiling.
 * Images are cut into other folds for observers than for candidates, so that these are never the same decoder.
 *
 * @returns scores as those of `imageBehaviourScores`, with labels `model` (the candidate) and `behaviour` (the observer),
 *   of the I1 that `decoding` names; and a figure of them
 * @throws DataError for a time that the model does not reach; what `imageBehaviour` throws
 */
export async function behaviourRecovery(
  model: SyntheticModel,
  { times, noise }: BehaviourRecovery,
  { decoding, rng }: { readonly decoding: NeuralDecoding; readonly rng: Rng },
): Promise<{ readonly scores: readonly Score[]; readonly figure: Figure }> {
  const activity = await activityOf(model.recurrent, 'high', model.objects.length);
  const read = (time: number, folds: number): ImageBehaviour => {
    const features = alignedAt(activity, model.recurrent.timesteps, { start: time, end: time + 10 });
    const own = { ...decoding, seed: decoding.seed + folds };
    return imageBehaviour(features, model.objects, own, rng.child(time).child(folds));
  };
  const candidates = times.map((time) => ({ time, behaviour: read(time, 0) }));
  const scores = times.flatMap((time) => {
    const i1 = read(time, 1).i1[decoding.variant];
    const observer = noisyObserver(time, i1, { model, noise, rng: rng.child('noise').child(time) });
    return candidates.flatMap((candidate) =>
      [...imageBehaviourScores(candidate.behaviour, observer, { model: nameOf(candidate.time) })].filter(
        ({ labels }) => labels['variant'] === decoding.variant,
      ),
    );
  });
  return { scores, figure: figureOf(times, scores) };
}

const nameOf = (time: number) => `high at ${time} ms`;

function noisyObserver(
  time: number,
  i1: Float64Array,
  { model, noise, rng }: { readonly model: SyntheticModel; readonly noise: number; readonly rng: Rng },
): BehaviourData {
  const images = i1.length;
  const halves = rng
    .child('halves')
    .normal(2 * images)
    .map((error, at) => i1[at >> 1]! + Math.SQRT2 * noise * error);
  return behaviourData({
    ...{ name: `reads ${nameOf(time)}`, synthetic: true, objects: model.objects },
    // All trials are both halves together.
    i1: ndArray(
      i1.map((_, image) => (halves[2 * image]! + halves[2 * image + 1]!) / 2),
      [images],
    ),
    i1Halves: ndArray(halves, [images, 2]),
  });
}

function figureOf(times: readonly number[], scores: readonly Score[]): Figure {
  const ceiled = (candidate: number, observer: number) =>
    scores
      .filter(
        ({ labels }) =>
          labels['model'] === nameOf(candidate) && labels['behaviour'] === `reads ${nameOf(observer)}`,
      )
      .map((score) => score.ceiled);
  return {
    kind: 'categories',
    name: 'recovered-behaviour',
    title: 'Which representation a synthetic observer reads',
    caption: `Agreement of image-level behaviour (I1), over its ceiling, of synthetic observers that read the highest layer of a known model at one time, and decoders of that layer at each time. An observer's own time must score highest.`,
    axes: { x: 'observer', y: 'noise-corrected correlation' },
    categories: times.map((time) => `reads at ${time} ms`),
    groups: times.map((candidate) => ({
      label: nameOf(candidate),
      values: times.map((observer) => ceiled(candidate, observer)),
    })),
  };
}
