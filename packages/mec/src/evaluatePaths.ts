import {
  createPass,
  createRng,
  disposeTree,
  ndArray,
  tf,
  type Architecture,
  type NdArray,
  type Tensor,
  type Tree,
} from '@goal-driven/core';
import { positionErrors, type PlaceCode } from './placeCells';
import { networkInput } from './networkInput';
import type { PathIntegrationBatch } from './pathIntegrationStream';
import { outputLosses, type OutputLoss, type OutputLossName } from './outputLosses';
import type { PathIntegrationInput } from './pathIntegrationTask';

/** A network with its parameters. */
export type Network = {
  readonly architecture: Architecture<PathIntegrationInput>;
  readonly params: Tree;
  readonly state: Tree;
};

/** How positions are read from outputs: by place cells, or as they are. */
export type Readout = Pick<PlaceCode, 'encode' | 'decode'> & Partial<Pick<PlaceCode, 'period'>>;

/** Means over all positions of the evaluated paths. Errors in m, losses in the unit of the loss. */
export type PathIntegrationReport = {
  readonly samples: number;
  /** Between decoded and true position. */
  readonly decodingError: number;
  /** The same network with its velocity input set to zero. */
  readonly noMotionError: number;
  /** Decoding the code of the starting position and staying there. */
  readonly stayError: number;
  /** Decoding the true code: what the three-cell decoder itself errs. */
  readonly decoderFloor: number;
  readonly loss: number;
  /** The loss of a perfect network: entropy of the targets for the cross-entropy, else 0. */
  readonly lossFloor: number;
  /** The loss of an output that is the same for all cells; NaN where positions are said. */
  readonly lossUniform: number;
  /** Decoding error at each timestep, m: [T]. */
  readonly errorOverTime: readonly number[];
  readonly noMotionOverTime: readonly number[];
};

/**
 * How outputs become positions and a loss, the layer whose activity is looked at, and who sees each batch as
 * it passes.
 */
export type EvaluationOptions = {
  readonly readout: Readout;
  readonly loss: OutputLossName;
  readonly layer: string;
  readonly visit?: (traced: Traced) => void;
};

/** What a network made of one batch. */
export type Traced = {
  readonly batch: PathIntegrationBatch;
  /** [B * T, 2], m. */
  readonly decoded: Float64Array;
  /** Layer activity [B * T, units]. */
  readonly activity: NdArray<Float32Array>;
};

/**
 * Runs a network over batches of paths, with its velocity input and without.
 *
 * @param options.loss what the output is compared by
 * @param options.layer the layer whose activity `visit` is shown
 * @param options.visit sees each batch with decoded positions and activity, for rate maps and figures
 */
export async function evaluatePaths(
  network: Network,
  batches: AsyncIterable<PathIntegrationBatch>,
  { readout, loss, layer, visit }: EvaluationOptions,
): Promise<PathIntegrationReport> {
  const sums = { decoding: 0, noMotion: 0, stay: 0, floor: 0, loss: 0, perfect: 0, uniform: 0, samples: 0 };
  const { compare, floor, uniform } = outputLosses[loss] as OutputLoss;
  const errorsOf = (decoded: Float64Array, truth: Float64Array) =>
    positionErrors(decoded, truth, readout.period);
  let timeline: { decoding: Float64Array; noMotion: Float64Array } | undefined;
  for await (const batch of batches) {
    const truth = Float64Array.from(batch.position.values);
    const moved = await runNetwork(network, batch, { layer, compare, still: false });
    const still = await runNetwork(network, batch, { layer, compare, still: true });
    const decoded = readout.decode(moved.output);
    const errors = errorsOf(decoded, truth);
    const stillErrors = errorsOf(readout.decode(still.output), truth);
    const [episodes, timesteps] = batch.velocity.shape as [number, number];
    timeline ??= { decoding: new Float64Array(timesteps), noMotion: new Float64Array(timesteps) };
    errors.forEach((error, index) => (timeline!.decoding[index % timesteps]! += error));
    stillErrors.forEach((error, index) => (timeline!.noMotion[index % timesteps]! += error));
    sums.samples += errors.length;
    sums.decoding += total(errors);
    sums.noMotion += total(stillErrors);
    sums.stay += total(errorsOf(repeatRows(readout.decode(placeOf(batch)), timesteps), truth));
    sums.floor += total(errorsOf(readout.decode(flat(batch.target)), truth));
    sums.loss += moved.loss * errors.length;
    sums.perfect += floor(batch.target);
    sums.uniform += uniform?.(batch.target) ?? NaN;
    visit?.({
      batch,
      decoded,
      activity: ndArray(moved.activity.values, [episodes * timesteps, moved.activity.shape.at(-1)!]),
    });
  }
  const { samples } = sums;
  const perStep = samples / (timeline?.decoding.length ?? 1);
  return {
    samples,
    decodingError: sums.decoding / samples,
    noMotionError: sums.noMotion / samples,
    stayError: sums.stay / samples,
    decoderFloor: sums.floor / samples,
    loss: sums.loss / samples,
    lossFloor: sums.perfect / samples,
    lossUniform: sums.uniform / samples,
    errorOverTime: Array.from(timeline?.decoding ?? [], (sum) => sum / perStep),
    noMotionOverTime: Array.from(timeline?.noMotion ?? [], (sum) => sum / perStep),
  };
}

type RunOutput = {
  readonly output: NdArray<Float32Array>;
  readonly activity: NdArray<Float32Array>;
  readonly loss: number;
};

async function runNetwork(
  { architecture, params, state }: Network,
  batch: PathIntegrationBatch,
  { layer, compare, still }: { layer: string; compare: OutputLoss['compare']; still: boolean },
): Promise<RunOutput> {
  const held = tf.tidy(() => {
    const input = networkInput(batch, still);
    const applied = architecture.apply(
      params,
      state,
      input,
      createPass({ training: false, rng: createRng(0) }),
    );
    const target = tf.tensor3d(batch.target.values, batch.target.shape as [number, number, number]);
    const loss = compare(applied.output, target);
    return { output: applied.output, activity: applied.layers[layer]!, loss };
  });
  const [output, activity, loss] = [
    await read(held.output),
    await read(held.activity),
    (await held.loss.data())[0]!,
  ];
  disposeTree(held);
  return { output: flat(output), activity, loss };
}

const read = async (tensor: Tensor): Promise<NdArray<Float32Array>> =>
  ndArray((await tensor.data()) as Float32Array, [...tensor.shape]);

/** [B, T, N] as [B * T, N], the same values. */
const flat = ({ values, shape }: NdArray<Float32Array>): NdArray<Float32Array> =>
  ndArray(values, [shape[0]! * shape[1]!, shape[2]!]);

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

function repeatRows(rows: Float64Array, times: number): Float64Array {
  const repeated = new Float64Array(rows.length * times);
  for (let index = 0; index < repeated.length; index++) {
    const row = Math.floor(index / (2 * times));
    repeated[index] = rows[2 * row + (index % 2)]!;
  }
  return repeated;
}

/** The place code of the start [B, N], without the heading code that may stand beside it. */
function placeOf({ start, target }: PathIntegrationBatch): NdArray<Float32Array> {
  const [rows, width] = start.shape as [number, number];
  const cells = target.shape[2]!;
  if (width === cells) return start;
  const place = new Float32Array(rows * cells);
  for (let row = 0; row < rows; row++) {
    place.set(start.values.subarray(row * width, row * width + cells), row * cells);
  }
  return ndArray(place, [rows, cells]);
}
