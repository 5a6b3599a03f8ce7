import {
  disposeTree,
  ndArray,
  tf,
  type Hidden,
  type NdArray,
  type Tensor,
  type Tensor2D,
} from '@goal-driven/core';
import {
  encodePaths,
  positionErrors,
  type PathIntegrationBatch,
  type PathSamples,
  type Readout,
  type SilencedLayer,
  type StepInput,
  type TrainedModel,
} from '@goal-driven/mec';
import type { Pose, Steps } from './Feed';
import { masksOf, type Silenced } from './Silenced';

/** The copies of a network that walk the same path: as the reader has it, with others silenced, whole, without motion. */
export const copies = ['network', 'random', 'whole', 'still'] as const;
export type Copy = (typeof copies)[number];

/** What the copies made of some steps. */
export type Integrated = {
  /** Decoded positions by copy, m: [n, 2] each. */
  readonly decoded: Readonly<Record<Copy, Float64Array>>;
  /** Distances to the true position by copy, m: [n] each. */
  readonly errors: Readonly<Record<Copy, Float64Array>>;
  /** What the reading of the true place code errs, m: [n]. */
  readonly floor: Float64Array;
  /** Activity of the watched layer of the reader's copy: [n, units]. */
  readonly activity: NdArray<Float32Array>;
  /** What the reader's copy says after the last step: over place cells, or a position. */
  readonly said: Float32Array;
};

/** Copies of a network that go on from step to step. */
export type Integrator = {
  /** Tells all copies where the animal is: their states become those of the code of that place. */
  tell(pose: Pose): void;
  advance(from: Pose, steps: Steps): Promise<Integrated>;
  silence(layer: SilencedLayer, network: Silenced, random: Silenced): void;
  dispose(): void;
};

/**
 * Runs four copies of a network along one path as one batch, so that what silencing costs is seen at once beside the
 * whole network and beside one that does not hear of its motion.
 *
 * @param watched the layer whose activity is handed out
 */
export function createIntegrator({ network, parts }: TrainedModel, watched: SilencedLayer): Integrator {
  const { steps, encoding, readout } = parts;
  let hidden: Hidden | undefined;
  let masks: { readonly [layer in SilencedLayer]?: Tensor2D } = {};
  return {
    tell(pose) {
      if (hidden !== undefined) disposeTree(hidden);
      const { start } = encodePaths(
        pathOf(pose, { positions: Float64Array.of(pose.x, pose.y), headings: Float64Array.of(pose.heading) }),
        encoding,
      );
      hidden = tf.tidy(() => {
        const code = tf.tile(tf.tensor2d(start.values, start.shape as [number, number]), [copies.length, 1]);
        return steps.start(network.params, code as Tensor2D, masks);
      });
    },
    async advance(from, taken) {
      const paths = pathOf(from, taken);
      const batch = encodePaths(paths, encoding);
      const before = hidden!;
      const made = tf.tidy(() => {
        let state = before;
        const [said, activity]: [Tensor2D[], Tensor2D[]] = [[], []];
        for (let step = 0; step < paths.timesteps; step++) {
          const next = steps.step(network.params, state, inputOf(batch, step), masks);
          state = next.hidden;
          said.push(next.layers['dc'] as Tensor2D);
          activity.push(tf.slice(next.layers[watched] as Tensor2D, 0, 1));
        }
        return { state, said: tf.concat(said), activity: tf.concat(activity) };
      });
      disposeTree(before);
      hidden = made.state;
      const said = await taken2d(made.said);
      return { ...readings(said, { paths, batch, readout }), activity: await taken2d(made.activity) };
    },
    silence(layer, chosen, random) {
      disposeTree(masks);
      masks = masksOf(
        layer,
        parts.architecture.units[layer]!,
        copies.map((copy) => (copy === 'network' ? chosen : copy === 'random' ? random : new Set())),
      );
    },
    dispose() {
      disposeTree({ masks, hidden: hidden ?? {} });
      hidden = undefined;
    },
  };
}

/** What the copies are told at one step; one of them not of its motion, though of its turns. */
function inputOf(batch: PathIntegrationBatch, step: number): StepInput {
  const at = (name: string) => {
    const width = batch[name]!.shape[2]!;
    return Array.from(batch[name]!.values.subarray(step * width, (step + 1) * width));
  };
  const moved = at('velocity');
  const still = moved.map((value, place) => (moved.length === 3 && place > 0 ? value : 0));
  return {
    movement: tf.tensor2d(copies.map((copy) => (copy === 'still' ? still : moved))),
    cues: batch['cues'] && tf.tensor2d(copies.map(() => at('cues'))),
  };
}

/** The values of a matrix, which is let go of. */
async function taken2d(tensor: Tensor): Promise<NdArray<Float32Array>> {
  const values = (await tensor.data()) as Float32Array;
  tensor.dispose();
  return ndArray(values, [...tensor.shape]);
}

/** @param said [steps * copies, cells] */
function readings(
  said: NdArray<Float32Array>,
  { paths, batch, readout }: { paths: PathSamples; batch: PathIntegrationBatch; readout: Readout },
): Omit<Integrated, 'activity'> {
  const cells = said.shape[1]!;
  const positions = readout.decode(said);
  const errorsOf = (decoded: Float64Array) => positionErrors(decoded, paths.position, readout.period);
  const byCopy = (valueOf: (place: number) => Float64Array) =>
    Object.fromEntries(copies.map((copy, place) => [copy, valueOf(place)])) as Record<Copy, Float64Array>;
  const last = said.values.length - copies.length * cells;
  return {
    decoded: byCopy((place) => everyCopyOf(positions, place)),
    errors: byCopy((place) => errorsOf(everyCopyOf(positions, place))),
    floor: errorsOf(readout.decode(ndArray(batch.target.values, [paths.timesteps, cells]))),
    said: said.values.slice(last, last + cells),
  };
}

/** Every fourth pair, from the one at `first`. */
const everyCopyOf = (positions: Float64Array, first: number): Float64Array =>
  positions.filter((_, at) => (at >> 1) % copies.length === first);

/** Steps as a path of one episode. */
export function pathOf(from: Pose, { positions, headings }: Steps): PathSamples {
  const start = Float64Array.of(from.x, from.y);
  return {
    episodes: 1,
    timesteps: headings.length,
    start,
    velocity: positions.map((value, at) => value - (at < 2 ? start[at]! : positions[at - 2]!)),
    position: positions,
    heading: headings,
    startHeading: Float64Array.of(from.heading),
  };
}
