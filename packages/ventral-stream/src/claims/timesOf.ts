import type { StudyEvent } from '@goal-driven/core';
import { alignedAt } from '../benchmarks/alignToBins';
import { recurrentCourse, type FeatureCourse } from '../benchmarks/FeatureCourse';
import { gradedCourse, uniformCourse } from '../benchmarks/gradedCourse';
import { imageBehaviour } from '../benchmarks/imageBehaviour';
import { solutionTimes } from '../benchmarks/solutionTimes';
import { syntheticSites, type SyntheticSites } from '../benchmarks/syntheticSites';
import type { PredictivityConfig } from '../benchmarks/PredictivityConfig';
import type { SolutionTimes } from '../benchmarks/summariseSolutionTimes';
import { publishedBins } from '../benchmarks/TimeBin';
import { activityOf, type TimedModel } from '../benchmarks/TimedModel';
import { timedNetwork } from '../benchmarks/timedNetwork';
import { heldOutBatches, heldOutImages } from '@goal-driven/stimuli';
import { stepsOf } from '../studies/CategorisationConfig';
import type { ObservedImages } from './observed';
import type { TimesClaimConfig } from './TimesClaimConfig';
import { withNetwork, type Condition, type Experiment } from './withNetwork';

/** A network whose layers are asked when they have the answer. */
export type TimedCondition = Condition & {
  /** From low to high: those of a recurrent network side by side, those of a feed-forward one spread over time. */
  readonly layers: readonly string[];
};

type TimesExperiment = Experiment & { readonly config: TimesClaimConfig; readonly observed: ObservedImages };

/** A condition trained from a seed, and what its layers do over the 260 ms of the primate protocol. */
export function timedCondition(
  condition: TimedCondition,
  seed: number,
  experiment: TimesExperiment,
): AsyncGenerator<StudyEvent, TimedModel> {
  const { config, observed, session, rng } = experiment;
  const { data } = config.base;
  const batchSize = Math.min(data.testBatchSize, observed.source.labels.length);
  session.say?.(`${condition.name}, seed ${seed}`);
  return withNetwork(condition, seed, experiment, async ({ network }) => {
    const steps = stepsOf(data).test;
    const stream = heldOutImages(observed.source, { batchSize, steps, threads: 0 });
    const images = { stream, batches: heldOutBatches(observed.source, batchSize) };
    const sample = { units: config.units, rng: rng.child('units') };
    const model = await timedNetwork(network, images, { layers: condition.layers, session, sample });
    return { ...model, name: condition.name };
  });
}

/** When a network solves each image, and how its times agree with the observer's. */
export async function timesOf(
  model: TimedModel,
  { config, observed: { behaviour }, rng }: TimesExperiment,
): Promise<SolutionTimes> {
  const asked = { images: behaviour.objects.length, bins: publishedBins };
  const { layers } = model;
  const course: FeatureCourse =
    model.timesteps.length > 1
      ? await recurrentCourse(model, layers, asked)
      : await uniformCourse(model, { layers, ...asked });
  return solutionTimes(course, behaviour, config.solutionTimes, rng.child('decoders'));
}

/**
 * The same of a feed-forward network whose layers are graded over time by synthetic sites of aIT, which hear the highest
 * layer of another model. Without recordings of a brain there are no others.
 *
 * @param heard the model that the sites hear
 * @throws what `syntheticSites` and `gradedCourse` throw
 */
export async function gradedTimesOf(
  model: TimedModel,
  heard: TimedModel,
  {
    config,
    observed: { behaviour },
    rng,
  }: TimesExperiment & {
    readonly config: { readonly sites: SyntheticSites; readonly grading: PredictivityConfig };
  },
): Promise<SolutionTimes> {
  const { objects } = behaviour;
  const hears = { model: heard, layers: { aIT: heard.layers.at(-1)! }, objects, categories: objects };
  const { recording } = await syntheticSites(config.sites, hears, rng.child('sites'));
  const asked = { layers: model.layers, images: objects.length, bins: publishedBins };
  const graded = { reference: model, recording, areas: ['aIT'] as const, config: config.grading };
  const course = await gradedCourse(model, asked, graded);
  return solutionTimes(course, behaviour, config.solutionTimes, rng.child('decoders'));
}

/** How well each image is told by the highest layer of a feed-forward network: [images], I1. */
export async function performanceOf(
  model: TimedModel,
  { config: { feedForward }, observed: { behaviour }, rng }: TimesExperiment,
): Promise<Float64Array> {
  const activity = await activityOf(model, model.layers.at(-1)!, behaviour.objects.length);
  const features = alignedAt(activity, model.timesteps, publishedBins[0]!);
  const { i1 } = imageBehaviour(features, behaviour.objects, feedForward, rng.child('feedForward'));
  return i1[feedForward.variant];
}
