import { ndArray, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { behaviourData, type BehaviourData } from './BehaviourData';
import { SyntheticImages, syntheticModel, type SyntheticModel } from './syntheticModel';
import { SyntheticSites, syntheticSites, type SyntheticRecording } from './syntheticSites';

export const SyntheticObserver = z
  .strictObject({
    images: SyntheticImages.prefault({}),
    sites: SyntheticSites.prefault({}),
    performance: z
      .number()
      .default(2)
      .meta({ description: "Image-level d' of the observer, mean over images" }),
    performanceSd: z.number().nonnegative().default(0.1).meta({ description: 'Its deviation over images' }),
    share: z.number().gt(0).lt(1).default(0.25).meta({
      description: 'Share of the evidence for an image at which the observer has the answer',
    }),
    timeSd: z.number().nonnegative().default(5).meta({
      description: 'Error of measured solution times; of those from halves it is the root of 2 larger',
      unit: 'ms',
    }),
  })
  .meta({ title: 'A synthetic observer and its sites, with known dynamics' });
export type SyntheticObserver = z.output<typeof SyntheticObserver>;

export type Observed = SyntheticRecording & {
  /** What is observed. */
  readonly model: SyntheticModel;
  /** Its answers, with the noise of trials. */
  readonly behaviour: BehaviourData;
  /** [images], ms: the solution times put in, without error; NaN where later than the last bin. */
  readonly times: Float64Array;
};

/** The layer that the sites of each area hear. */
export const syntheticLayers = { V4: 'low', pIT: 'middle', cIT: 'high', aIT: 'high' } as const;

/**
 * An observer that never was, for the recovery of what is put in: images as a known recurrent model sees them, sites that
 * hear its layers, and behaviour that is equally good for all images but for a little noise, while the time of the answer
 * is that at which the model has a given share of the evidence, so that its order is that of the images' rates. All of it
 * is labelled `synthetic`.
 *
 * @throws what `syntheticSites` throws
 */
export async function syntheticObserver(config: SyntheticObserver, rng: Rng): Promise<Observed> {
  const model = syntheticModel(config.images, rng.child('model'));
  const { objects, categories, recurrent } = model;
  const heard = { model: recurrent, layers: syntheticLayers, objects, categories };
  const sites = await syntheticSites(config.sites, heard, rng.child('sites'));
  const last = sites.recording.bins.at(-1)!.start;
  const times = model.timesOf(config.share).map((time) => (time <= last ? time : NaN));
  const error = (name: string, sd: number): Float64Array =>
    rng
      .child(name)
      .normal(times.length)
      .map((value, image) => times[image]! + sd * value);
  const halves = ['firstHalf', 'secondHalf'].map((name) => error(name, Math.SQRT2 * config.timeSd));
  const performance = rng
    .child('performance')
    .normal(times.length)
    .map((value) => config.performance + config.performanceSd * value);
  const behaviour = behaviourData({
    ...{ name: 'synthetic observer', synthetic: true, objects },
    i1: vector(performance),
    ost: vector(error('times', config.timeSd)),
    ostHalves: ndArray(
      Float64Array.from({ length: 2 * times.length }, (_, at) => halves[at % 2]![at >> 1]!),
      [times.length, 2],
    ),
  });
  return { ...sites, model, behaviour, times };
}

const vector = (values: Float64Array): NdArray => ndArray(values, [values.length]);
