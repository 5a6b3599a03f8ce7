import { ndArray, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { alignToBins } from './alignToBins';
import { neuralRecording, type Area, type NeuralRecording } from './NeuralRecording';
import { regularBins, type TimeBin } from './TimeBin';
import { activityOf, type TimedModel } from './TimedModel';

export const SyntheticSites = z
  .strictObject({
    sites: z.int().positive().default(12).meta({ description: 'Sites of each area', unit: '1' }),
    trials: z.int().min(2).default(20).meta({ description: 'Presentations of each image', unit: '1' }),
    reliability: z.number().gt(0).lte(1).default(0.7).meta({
      description:
        'Share of the variance over images that is not noise, of the average over trials, mean over bins',
    }),
    latencies: z.array(z.int().nonnegative()).min(1).default([0]).meta({
      description: 'By which sites lag behind the units that they hear; the sites of an area take turns',
      unit: 'ms',
    }),
    smallestGain: z
      .number()
      .positive()
      .default(1)
      .meta({ description: 'Lowest deviation of a site', unit: '1' }),
    largestGain: z
      .number()
      .positive()
      .default(3)
      .meta({ description: 'Highest deviation of a site', unit: '1' }),
    bins: z.int().positive().default(25).meta({ description: 'Bins of 10 ms from image onset', unit: '1' }),
  })
  .meta({ title: 'Sites that hear the units of a known model' });
export type SyntheticSites = z.output<typeof SyntheticSites>;

export type SyntheticSite = {
  /** Where it is said to be. */
  readonly area: Area;
  /** What it hears. */
  readonly layer: string;
  /** ms */
  readonly latency: number;
  /** Standard deviation over images of the response without noise, root mean square over bins. */
  readonly gain: number;
};

export type SyntheticRecording = {
  /** What an experimenter would have. */
  readonly recording: NeuralRecording;
  /** What is true of each site, in the order of the recording. */
  readonly truth: readonly SyntheticSite[];
};

/**
 * Sites of animals that never were: each hears all units of one layer of a known model with normal weights, after a
 * latency, at a gain of its own, with normal noise in every trial. They stand in where no recordings are given, and are
 * labelled `synthetic` wherever they appear.
 *
 * @param layers the layer that the sites of each area hear
 * @param objects [images], and `categories` [images], for the recording
 * @throws what `activityOf` and `alignToBins` throw: the model must cover all bins, latencies included
 */
export async function syntheticSites(
  config: SyntheticSites,
  {
    model,
    layers,
    objects,
    categories,
  }: {
    readonly model: TimedModel;
    readonly layers: { readonly [area in Area]?: string };
    readonly objects: Int32Array;
    readonly categories: Int32Array;
  },
  rng: Rng,
): Promise<SyntheticRecording> {
  const bins = regularBins({ count: config.bins });
  const truth: SyntheticSite[] = [];
  const signals: Float64Array[] = [];
  for (const [area, layer] of Object.entries(layers) as [Area, string][]) {
    const activity = await activityOf(model, layer, objects.length);
    for (let site = 0; site < config.sites; site++) {
      const own = rng.child(area).child(site);
      const latency = config.latencies[site % config.latencies.length]!;
      const gain = between(config.smallestGain, config.largestGain, own.child('gain').uniform(1)[0]!);
      const heard = alignToBins(activity, delayed(model.timesteps, latency), bins);
      signals.push(signalOf(heard, gain, own.child('weights')));
      truth.push({ area, layer, latency, gain });
    }
  }
  const recording = neuralRecording({
    ...{ name: 'synthetic sites', synthetic: true, bins, objects, categories },
    responses: withNoise(signals, { images: objects.length, truth, config }, rng.child('noise')),
    areas: truth.map(({ area }) => area),
  });
  return { recording, truth };
}

const between = (low: number, high: number, share: number): number => low + share * (high - low);

/** Steps as a site hears them; before the first it hears what the model does then, at rest. */
function delayed(timesteps: readonly TimeBin[], latency: number): TimeBin[] {
  return timesteps.map(({ start, end }, step) => ({
    start: step === 0 ? start : start + latency,
    end: end + latency,
  }));
}

/** [images, bins] of one site: a random direction of its units, scaled to its gain. */
function signalOf({ values, shape }: NdArray, gain: number, rng: Rng): Float64Array {
  const [images, bins, units] = shape as readonly [number, number, number];
  const weights = rng.normal(units);
  const signal = new Float64Array(images * bins);
  values.forEach((value, at) => (signal[Math.floor(at / units)]! += value * weights[at % units]!));
  const scale = gain / Math.sqrt(meanVariance(signal, bins));
  return signal.map((value) => scale * value);
}

/** Variance over images, mean over bins. */
function meanVariance(signal: Float64Array, bins: number): number {
  const images = signal.length / bins;
  let sum = 0;
  for (let bin = 0; bin < bins; bin++) {
    const own = signal.filter((_, at) => at % bins === bin);
    const mean = own.reduce((all, value) => all + value, 0) / images;
    sum += own.reduce((all, value) => all + (value - mean) ** 2, 0) / images;
  }
  return sum / bins;
}

/** [trials, images, bins, sites] */
function withNoise(
  signals: readonly Float64Array[],
  {
    images,
    truth,
    config,
  }: { readonly images: number; readonly truth: readonly SyntheticSite[]; readonly config: SyntheticSites },
  rng: Rng,
): NdArray {
  const { trials, bins, reliability } = config;
  const stream = rng.stream();
  const sites = signals.length;
  const spread = Math.sqrt((trials * (1 - reliability)) / reliability);
  const values = new Float64Array(trials * images * bins * sites);
  for (let at = 0; at < values.length; at++) {
    const [site, row] = [at % sites, Math.floor(at / sites) % (images * bins)];
    values[at] = signals[site]![row]! + spread * truth[site]!.gain * stream.normal();
  }
  return ndArray(values, [trials, images, bins, sites]);
}
