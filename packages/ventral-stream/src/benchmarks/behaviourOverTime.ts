import type { Figure, Score } from '@goal-driven/core';
import type { Rng } from '@goal-driven/core/arrays';
import type { BehaviourData } from './BehaviourData';
import { recurrentCourse } from './FeatureCourse';
import { imageBehaviour, imageBehaviourScores, type ImageBehaviour } from './imageBehaviour';
import type { NeuralDecoding } from './neuralSolutionTimes';
import type { TimeBin } from './TimeBin';
import type { TimedModel } from './TimedModel';

/** How well each image is told when the layers are read in one bin of time. */
export type BehaviourInBin = { readonly bin: TimeBin; readonly behaviour: ImageBehaviour };

/**
 * Image-level behaviour of a model that is read at some times: all its layers side by side, decoded anew in each bin. A
 * model of one step is the same in all bins, and decoded once.
 *
 * @param objects [images], the object shown: whole numbers from 0
 * @throws what `recurrentCourse` and `imageBehaviour` throw
 * @source as `imageBehaviour`; when a brain is read by behaviour is not known, so the times are asked for
 */
export async function behaviourOverTime(
  model: TimedModel,
  objects: Int32Array,
  {
    bins,
    decoding,
    rng,
  }: { readonly bins: readonly TimeBin[]; readonly decoding: NeuralDecoding; readonly rng: Rng },
): Promise<BehaviourInBin[]> {
  const course = await recurrentCourse(model, model.layers, { images: objects.length, bins });
  const known = new Map<string, ImageBehaviour>();
  return bins.map((bin, index) => {
    const source = course.sources[index]!;
    const behaviour =
      known.get(source) ?? imageBehaviour(course.at(index), objects, decoding, rng.child(source));
    known.set(source, behaviour);
    return { bin, behaviour };
  });
}

/** Its agreement with an observer in each bin, labelled with the bin's start, ms. */
export function* behaviourOverTimeScores(
  read: readonly BehaviourInBin[],
  observer: BehaviourData,
  labels: Score['labels'],
): Generator<Score> {
  for (const { bin, behaviour } of read)
    yield* imageBehaviourScores(behaviour, observer, { ...labels, bin: bin.start });
}

/**
 * Agreement over the time at which the model is read, and image by image at the last of these times.
 *
 * @param scores of `behaviourOverTimeScores`
 */
export function behaviourFigures(
  read: readonly BehaviourInBin[],
  scores: readonly Score[],
  { name, synthetic, i1 }: BehaviourData,
): Figure[] {
  const last = read.at(-1)!;
  const whose = `${name}${synthetic ? ' (a synthetic observer)' : ''}`;
  const of = (variant: string) =>
    scores.filter(({ labels }) => labels['variant'] === variant && labels['form'] === 'correlation');
  const variants = ['distractors', 'rest'] as const;
  const ceiling = of('distractors')[0]?.ceiling ?? NaN;
  return [
    {
      ...{ kind: 'lines', name: 'image-behaviour' },
      title: 'Which images are told well, by model and observer',
      caption: `Pearson's correlation over images of the model's I1, from a decoder fitted to other images in a bin of 10 ms, with that of ${whose}; not corrected for its noise.`,
      axes: { x: 'time after image onset at which the model is read (ms)', y: 'image-level consistency' },
      lines: variants.map((variant) => ({
        ...{ label: variant, x: of(variant).map(({ labels }) => Number(labels['bin'])) },
        y: of(variant).map(({ value }) => value),
      })),
      ...(Number.isFinite(ceiling) && { references: [{ label: "the observer's halves", y: ceiling }] }),
    },
    {
      ...{ kind: 'scatter', name: 'image-behaviour-by-image' },
      title: 'How well each image is told, by model and observer',
      caption: `Each dot an image; the model is read at ${last.bin.start} ms, the observer is ${whose}.`,
      axes: { x: "I1 of the observer (d')", y: "I1 of the model (d')" },
      groups: variants.map((variant) => {
        const own = last.behaviour.i1[variant];
        const both = [...own.keys()].filter(
          (image) => !Number.isNaN(own[image]!) && !Number.isNaN(i1.values[image]!),
        );
        return {
          label: variant,
          x: both.map((image) => i1.values[image]!),
          y: both.map((image) => own[image]!),
        };
      }),
    },
  ];
}
