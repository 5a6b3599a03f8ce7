import {
  ofCondition,
  overConditions,
  plainScore,
  type CategoriesFigure,
  type Condition,
  type Figure,
  type OfCondition,
  type Rng,
  type Session,
  type StudyEvent,
} from '@goal-driven/core';
import { heldInMemory, objectSource } from '@goal-driven/stimuli';
import { openProbes, type Probes } from '../generality/openProbes';
import type { Encoder } from '../studies/readFeatures';
import type { EncoderConfig, EncoderFields } from './EncoderConfig';
import { encoderLayers, encoderPipeline, type EncoderCondition } from './encoderParts';
import { withEncoder } from './withEncoder';

/** What a claim knows of an encoder: `generalityOf`, in distribution, out of it and both. */
export type ProbedGenerality = { readonly within: number; readonly beyond: number; readonly overall: number };
export type MeasuredEncoder = OfCondition<ProbedGenerality>;

type Experiment<Config> = { readonly config: Config; readonly rng: Rng; readonly session: Session };

/**
 * Puts an encoder to the test on scenes and textures, shown as when it is judged. Yields each task.
 *
 * @param labels of the scores
 */
export async function* probeEncoder(
  encoder: Encoder,
  {
    probes,
    config,
    labels,
    session,
  }: {
    readonly probes: Probes;
    readonly config: Pick<EncoderFields, 'streams'>;
    readonly labels: { readonly [label: string]: string | number };
    readonly session: Session;
  },
): AsyncGenerator<StudyEvent, ProbedGenerality> {
  const side = encoder.architecture.config.input[0];
  const pipeline = encoderPipeline('supervised', side);
  const { tasks, within, beyond, overall } = await probes(
    { encoder, layers: encoderLayers(config), pipeline },
    session,
  );
  for (const { layer, task, test, value, n } of tasks) {
    const metric = task === 'category' || task === 'texture' ? 'accuracy' : 'pearson';
    yield plainScore({ metric, labels: { ...labels, task, test, layer }, value, n, unit: '1' });
  }
  return { within, beyond, overall };
}

/** Trains encoders of every condition from every seed and puts each to the test. Yields the scores. */
export async function* overEncoders(
  conditions: readonly EncoderCondition[],
  { config, rng, session }: Experiment<EncoderConfig>,
): AsyncGenerator<StudyEvent, MeasuredEncoder[]> {
  const images = heldInMemory(objectSource(config.scenes));
  const probes = openProbes(config.probes);
  return yield* overConditions(conditions, { seeds: config.seeds, session }, (condition, seed) =>
    withEncoder(condition, { config, images, seed, rng, session }, (encoder) =>
      probeEncoder(encoder, { probes, config, labels: { encoder: condition.name, seed }, session }),
    ),
  );
}

/** Generality of the encoders, a dot for each seed, in distribution and out of it. */
export const generalityFigure = (
  measured: readonly MeasuredEncoder[],
  conditions: readonly Condition[],
): Figure => {
  const group = (label: string, value: (of: MeasuredEncoder) => number) => ({
    label,
    values: conditions.map((condition) => ofCondition(measured, condition).map(value)),
  });
  const figure: CategoriesFigure = {
    kind: 'categories',
    axes: { x: 'encoder', y: 'mean over tasks, above chance' },
    categories: conditions.map(({ name }) => name),
    groups: [
      group('scenes like those of the fit', ({ within }) => within),
      group('scenes in which one thing is new', ({ beyond }) => beyond),
    ],
    references: [{ label: 'chance', y: 0 }],
  };
  return {
    name: 'generality',
    title: 'Generality over tasks',
    caption:
      'Category, position, size, pose and texture, read out by linear probes of the layer that is best in ' +
      'distribution, as the share of the way from chance to perfect. A dot is an encoder.',
    ...figure,
  };
};
