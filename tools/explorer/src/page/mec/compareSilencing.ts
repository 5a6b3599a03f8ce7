import { disposeTree, ndArray, tf, type Figure, type Hidden, type Tensor2D } from '@goal-driven/core';
import {
  heldOutStream,
  positionErrors,
  type PathIntegrationBatch,
  type SilencedLayer,
  type TrainedModel,
} from '@goal-driven/mec';
import { masksOf, randomUnits, type Silenced } from './Silenced';

/** Held-out walks of a comparison, and random draws of as many units. */
const [WALKS, DRAWS] = [100, 5];

/** Mean errors over held-out walks, m. */
export type Comparison = {
  readonly walks: number;
  readonly steps: number;
  readonly whole: number;
  readonly silenced: number;
  /** Of each random draw of as many units. */
  readonly random: readonly number[];
  readonly still: number;
  readonly floor: number;
};

/**
 * What silencing costs, over held-out walks: with those units silenced, with as many drawn at random, whole, and without
 * motion.
 *
 * @param turn lets others do something; awaited after every timestep
 */
export async function compareSilencing(
  model: TrainedModel,
  silenced: { readonly layer: SilencedLayer; readonly units: Silenced },
  turn: () => Promise<void>,
): Promise<Comparison> {
  const { study, parts } = model;
  const timesteps = Math.min(study.timesteps, 100);
  const stream = heldOutStream({ ...parts.encoding, timesteps, batchSize: WALKS });
  const { batch } = await stream.read({ batch: 0 });
  const truth = Float64Array.from(batch.position.values);
  const cells = batch.target.shape[2]!;
  const { layer, units } = silenced;
  const run = (set: Silenced, still = false) => meanError(model, batch, { truth, layer, set, still, turn });
  const random: number[] = [];
  for (let draw = 0; draw < (units.size === 0 ? 0 : DRAWS); draw++)
    random.push(await run(randomUnits(units.size, parts.architecture.units[layer]!, draw)));
  const readFloor = parts.readout.decode(ndArray(batch.target.values, [truth.length / 2, cells]));
  return {
    walks: WALKS,
    steps: timesteps,
    whole: await run(new Set()),
    silenced: await run(units),
    random,
    still: await run(new Set(), true),
    floor: mean(positionErrors(readFloor, truth, parts.readout.period)),
  };
}

type Run = {
  readonly truth: Float64Array;
  readonly layer: SilencedLayer;
  readonly set: Silenced;
  readonly still: boolean;
  readonly turn: () => Promise<void>;
};

async function meanError(
  { network: { params }, parts: { steps, readout, architecture } }: TrainedModel,
  batch: PathIntegrationBatch,
  { truth, layer, set, still, turn }: Run,
): Promise<number> {
  const [walks, timesteps, width] = batch.velocity.shape as [number, number, number];
  const masks = masksOf(layer, architecture.units[layer]!, [set]);
  const at = (name: string, step: number): Tensor2D | undefined =>
    batch[name] &&
    tf.tidy(() => {
      const { values, shape } = batch[name]!;
      const whole = tf.tensor3d(values, shape as [number, number, number]);
      return tf.squeeze(tf.slice(whole, [0, step, 0], [-1, 1, -1]), [1]) as Tensor2D;
    });
  let hidden: Hidden = tf.tidy(() =>
    steps.start(params, tf.tensor2d(batch.start.values, batch.start.shape as [number, number]), masks),
  );
  let sum = 0;
  for (let step = 0; step < timesteps; step++) {
    const before = hidden;
    const next = tf.tidy(() => {
      const moved = at('velocity', step)!;
      const movement = !still
        ? moved
        : width === 3
          ? tf.mul(moved, tf.tensor1d([0, 1, 1]))
          : tf.zerosLike(moved);
      const taken = steps.step(
        params,
        before,
        { movement: movement as Tensor2D, cues: at('cues', step) },
        masks,
      );
      return { hidden: taken.hidden, said: taken.layers['dc']! };
    });
    disposeTree(before);
    hidden = next.hidden;
    const said = ndArray((await next.said.data()) as Float32Array, next.said.shape as number[]);
    next.said.dispose();
    const here = Float64Array.from(
      { length: 2 * walks },
      (_, k) => truth[2 * ((k >> 1) * timesteps + step) + (k % 2)]!,
    );
    sum += mean(positionErrors(readout.decode(said), here, readout.period));
    await turn();
  }
  disposeTree({ hidden, masks });
  return sum / timesteps;
}

export const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]!;
  return sum / values.length;
};

/** The comparison as a figure. */
export function comparisonFigure(
  { walks, steps, whole, silenced, random, still, floor }: Comparison,
  what: { readonly network: string; readonly silenced: string; readonly count: number },
): Figure {
  const cm = (metres: number) => 100 * metres;
  const bars = [
    { label: 'floor of the reading', value: cm(floor) },
    { label: 'whole network', value: cm(whole) },
    ...(random.length === 0
      ? []
      : [
          {
            label: `${what.count} at random`,
            value: cm(mean(random)),
            interval: [cm(Math.min(...random)), cm(Math.max(...random))] as [number, number],
          },
          { label: what.silenced, value: cm(silenced) },
        ]),
    { label: 'without motion', value: cm(still) },
  ];
  return {
    kind: 'bars',
    name: 'silencing',
    title: `What silencing costs ${what.network}`,
    caption: `Mean error over ${walks} held-out walks of ${steps} steps${
      random.length === 0
        ? ''
        : `; ${random.length} random draws of as many units, their least and greatest as a line`
    }.`,
    axes: { x: 'error (cm)', y: '' },
    bars,
  };
}
