import { trainingName, withTrained, type Rng, type Session, type StudyEvent } from '@goal-driven/core';
import { createLearningRule } from '@goal-driven/learning-rules';
import { ndArray } from '@goal-driven/core/arrays';
import type { Graph } from '../graph/Graph';
import type { ModelScale } from '../models/ModelScale';
import type { DefaultMovie } from '../network/Presentation';
import { createParts, openSources } from '../studies/createParts';
import type { Network } from '../network/Network';
import { arraySource, imageAt, type ImageSource } from '@goal-driven/stimuli';
import type { ClaimConfig } from './ClaimConfig';

/** A kind of network; all else is the base configuration's. */
export type Condition = {
  readonly name: string;
  readonly graph: (scale: ModelScale) => Graph;
  /** How the published network is shown an image; null of a feed-forward one, which is shown it until it has seen it. */
  readonly movie: DefaultMovie | null;
};

/** What all networks of a claim share. */
export type Experiment = {
  readonly config: ClaimConfig;
  readonly sources: ReturnType<typeof openSources>;
  readonly rng: Rng;
  readonly session: Session;
};

/** What all networks of a claim share, its images open; those that must be rendered are, once, unless they are too many. */
export function createExperiment(
  config: ClaimConfig,
  { rng, session }: { readonly rng: Rng; readonly session: Session },
): Experiment {
  const { train: learnt, test } = openSources(config.base.data);
  return { config, sources: { train: rendered(learnt), test: rendered(test) }, rng, session };
}

/** The graph of a condition at the size of the images, for their classes. */
export const graphOf = (
  { graph }: Condition,
  { config: { width, base }, sources }: Pick<Experiment, 'config' | 'sources'>,
): Graph => graph({ size: base.data.size, classes: sources.train.classes.length, width });

type Trained = { readonly network: Network; readonly parts: ReturnType<typeof createParts> };

/**
 * Trains a network of a condition from a seed, or takes up where it was interrupted, and lends it to `use`. Networks of
 * one seed see the same images in the same order whatever the condition, so that conditions are compared in pairs.
 */
export function withNetwork<Result>(
  condition: Condition,
  seed: number,
  experiment: Experiment,
  use: (trained: Trained) => Promise<Result>,
): AsyncGenerator<StudyEvent, Result> {
  const { config, sources, session } = experiment;
  const { presentation, segment, base } = config;
  const rng = experiment.rng.child('seed').child(seed);
  const choice = {
    ...({ kind: 'graph', graph: graphOf(condition, experiment), standard: condition.movie } as const),
    presentation: condition.movie === null ? ({ mode: 'default', blank: 0.5 } as const) : presentation,
    ...({ decodeFrom: 'repository', segment } as const),
  };
  const parts = createParts({ ...base, network: choice }, rng, sources);
  const { architecture, task, stream, heldOut } = parts;
  const rule = createLearningRule(base.learningRule);
  const training = { rule, config: base.training, rng: rng.child('train'), session };
  const name = trainingName(condition, seed);
  return withTrained({ architecture, task, stream, heldOut, name, ...training }, ({ network }) =>
    use({ network, parts }),
  );
}

/** Pictures of at most so many bytes are kept; 256 MiB. */
const KEPT = 2 ** 28;

/** Rendered objects as pictures at hand, where they are not too many; other sources as they are. */
function rendered(source: ImageSource): ImageSource {
  const { pixels, labels, classes, name } = source;
  if (pixels.kind !== 'objects') return source;
  const side = pixels.config.pixels;
  if (labels.length * side * side * 3 > KEPT) return source;
  const values = new Uint8Array(labels.length * side * side * 3);
  labels.forEach((_, index) => values.set(imageAt(pixels, index).values, index * side * side * 3));
  return arraySource({ images: ndArray(values, [labels.length, side, side, 3]), labels, classes, name });
}
