import { disposeTree, ndArray, tf, type Hidden, type NdArray, type Tensor2D } from '@goal-driven/core';
import {
  encodePaths,
  positionErrors,
  type PathSamples,
  type SilencedLayer,
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
      const width = batch.velocity.shape[2]!;
      const cues = batch['cues'];
      const before = hidden!;
      const made = tf.tidy(() => {
        let state = before;
        const [said, activity]: [Tensor2D[], Tensor2D[]] = [[], []];
        for (let step = 0; step < paths.timesteps; step++) {
          const moved = Array.from(batch.velocity.values.subarray(step * width, (step + 1) * width));
          const still = moved.map((value, at) => (width === 3 && at > 0 ? value : 0)); // turns are not motion
          const told = cues?.values.subarray(
            (step * cues.values.length) / paths.timesteps,
            ((step + 1) * cues.values.length) / paths.timesteps,
          );
          const next = steps.step(
            network.params,
            state,
            {
              movement: tf.tensor2d(copies.map((copy) => (copy === 'still' ? still : moved))),
              cues: told && tf.tensor2d(copies.map(() => [...told])),
            },
            masks,
          );
          state = next.hidden;
          said.push(next.layers['dc'] as Tensor2D);
          activity.push(tf.slice(next.layers[watched] as Tensor2D, 0, 1));
        }
        return { state, said: tf.concat(said), activity: tf.concat(activity) };
      });
      disposeTree(before);
      hidden = made.state;
      const said = (await made.said.data()) as Float32Array;
      const activity = (await made.activity.data()) as Float32Array;
      const shape = made.activity.shape as number[];
      disposeTree({ said: made.said, activity: made.activity });
      const cells = said.length / (copies.length * paths.timesteps);
      const everyPosition = readout.decode(ndArray(said, [copies.length * paths.timesteps, cells]));
      const decoded = Object.fromEntries(
        copies.map((copy, at) => [copy, everyCopyOf(everyPosition, at)]),
      ) as Record<Copy, Float64Array>;
      const errorsOf = (positions: Float64Array) => positionErrors(positions, paths.position, readout.period);
      return {
        decoded,
        errors: Object.fromEntries(copies.map((copy) => [copy, errorsOf(decoded[copy])])) as Record<
          Copy,
          Float64Array
        >,
        floor: errorsOf(readout.decode(ndArray(batch.target.values, [paths.timesteps, cells]))),
        activity: ndArray(activity, shape),
        said: said.slice(-copies.length * cells).slice(0, cells),
      };
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
