import {
  createPass,
  createRng,
  tf,
  type dense,
  type DenseParams,
  type Hidden,
  type Layers,
  type Tensor2D,
  type Tensor3D,
  type Tree,
} from '@goal-driven/core';
import { cellDrive, networkParts, startingHidden } from './_networkParts';
import type { PathIntegrationNetwork } from './NetworkChoice';

/** Layers whose units can be silenced. */
export type SilencedLayer = 'pre_g' | 'g';

/** By layer, [B, units]: 0 for a unit that is silent, 1 for one that is not. A layer left out is whole. */
export type Silencing = { readonly [layer in SilencedLayer]?: Tensor2D };

/** What a network is told at one timestep. */
export type StepInput = {
  /** [B, V]: displacement, m; or speed, m/s, and sine and cosine of the turn. */
  readonly movement: Tensor2D;
  /** [B, C], for a network that is told of cues. */
  readonly cues?: Tensor2D | undefined;
};

/** A path-integrating network one timestep at a time: what it does is what `pathIntegrationNetwork` does. */
export type NetworkSteps = {
  /** The layer whose activity is carried from timestep to timestep. */
  readonly recurrent: SilencedLayer;
  /** The state that the code of the start [B, N] stands for. */
  start(params: Tree, code: Tensor2D, silenced?: Silencing): Hidden;
  /** From a state and one movement to the next state and the activity of the layers, each [B, units]. */
  step(
    params: Tree,
    hidden: Hidden,
    input: StepInput,
    silenced?: Silencing,
  ): { readonly hidden: Hidden; readonly layers: Layers };
};

/**
 * Runs a network step by step, for paths that have no end yet, and with units silenced: their activity is 0 after every
 * timestep, so neither the next timestep nor the next layer hears of them. The memory of an LSTM and the potential of a
 * leaky unit, which no other unit sees, go on.
 *
 * Nothing is learned here: dropout is off, and a cell with noise draws from a fixed seed. The caller owns what it gets.
 *
 * @throws ShapeError of the layers where params, state or input do not fit
 */
export function networkSteps(config: PathIntegrationNetwork): NetworkSteps {
  const parts = networkParts(config);
  const recurrent = parts.dense === undefined ? 'g' : 'pre_g';
  const pass = createPass({ training: false, rng: createRng(0) });
  const runner =
    (params: Tree) =>
    <X extends Tensor2D | Tensor3D>(name: string, layer: ReturnType<typeof dense>, x: X): X =>
      layer.apply(params[name] as DenseParams, x, pass.at(name));
  return {
    recurrent,
    start: (params, code, silenced = {}) =>
      tf.tidy(() => {
        const run = runner(params);
        const encoded = parts.encoders.map((name) => run(name, parts.encoder, code));
        return quiet(startingHidden(parts, encoded), silenced[recurrent]);
      }),
    step: (params, hidden, { movement, cues }, silenced = {}) =>
      tf.tidy(() => {
        const run = runner(params);
        const told = {
          velocity: tf.expandDims(movement, 1) as Tensor3D,
          ...(cues === undefined ? {} : { cues: tf.expandDims(cues, 1) as Tensor3D }),
        };
        const mapped = cellDrive(parts, told, (x) =>
          parts.input === undefined ? x : run('M', parts.input, x),
        );
        const cellParams = params['cell'] as Tree;
        const drive = parts.cell.project(cellParams, tf.squeeze(mapped, [1]) as Tensor2D, pass.at('cell'));
        const next = quiet(parts.cell.step(cellParams, hidden, drive, pass.at('cell')), silenced[recurrent]);
        const rates = parts.cell.output(next);
        const middle =
          parts.dense === undefined ? rates : silence(run('dense', parts.dense, rates), silenced.g);
        const layers = { g: middle, dc: run('decoder', parts.decoder, middle) };
        return {
          hidden: next,
          // A tensor of its own for each name, so that state and layers can be let go of apart.
          layers:
            parts.dense === undefined
              ? { ...layers, g: tf.clone(middle) }
              : { pre_g: tf.clone(rates), ...layers },
        };
      }),
  };
}

const silence = (rates: Tensor2D, mask: Tensor2D | undefined): Tensor2D =>
  mask === undefined ? rates : tf.mul(rates, mask);

/** A state whose silenced units say nothing. */
const quiet = (hidden: Hidden, mask: Tensor2D | undefined): Hidden =>
  mask === undefined ? hidden : { ...hidden, rates: tf.mul(hidden['rates']!, mask) };
