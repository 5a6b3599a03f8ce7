import {
  createPass,
  exactProjector,
  leafAt,
  ndArray,
  tf,
  type FeedForwardNetwork,
  type NdArray,
  type ObserveTraining,
  type Observed,
  type Projector,
  type Rng,
  type Tensor4D,
} from '@goal-driven/core';
import { convolutionOperator, denseOperator, type LinearOperator } from '../LinearOperator';
import type { ObservedLayer } from '../networks/observedLayers';
import { isClear, obfuscate, seenUnits, type Obfuscation } from './obfuscate';
import {
  activityObservables,
  changeObservables,
  layerChange,
  OBSERVABLES,
  weightObservables,
} from './observables';

/** The observables of a layer by the pseudo-Jacobian, which takes the feedback kernel for the forward one [3]. */
export const PSEUDO: readonly string[] = OBSERVABLES.slice(-3).map((name) => `pseudo_${name}`);

/** A network, what is shown to it, and how its layers are seen. */
export type Observing = {
  /** It must record the activities of the layers. */
  readonly network: FeedForwardNetwork;
  readonly layers: readonly ObservedLayer[];
  /** Examples that are shown, [N, I]. */
  readonly probes: NdArray<Float32Array>;
  /** Ways to see the same numbers, by name. */
  readonly views: { readonly [view: string]: Obfuscation };
  readonly rng: Rng;
};

/** The name of a number of a layer in the curves of a training. */
export const observedName = (view: string, layer: string, observable: string): string =>
  `observed/${view}/${layer}/${observable}`;

/** What a layer's numbers are at one time. */
type LayerState = {
  readonly kernel: NdArray<Float32Array>;
  readonly activity: NdArray<Float32Array>;
  readonly slope: NdArray<Float32Array>;
  /** What a change of all inputs, or of those marked 1, does to each output; by the kernel, and by the feedback. */
  readonly reach: (marked: Float32Array) => { readonly exact: Float32Array; readonly pseudo: Float32Array };
  readonly inputs: number;
};

/**
 * Sees every layer of a network in training: shows it the probes as in evaluation, by running moments, and gives the 45
 * observables of each layer in each view, and 3 more by the pseudo-Jacobian. Of what has no feedback kernel the
 * pseudo-Jacobian is the true one.
 *
 * @differs noise on the layer-wise change, of which the source says no more than that it is there, is added to the
 *   derivative by each input
 */
export const observeNetwork = (observing: Observing): ObserveTraining => {
  const { network, layers, probes, views, rng } = observing;
  return (seen) => {
    const values: { [name: string]: number } = {};
    tf.tidy(() => {
      const states = layerStates(seen, { network, layers, probes });
      for (const [view, obfuscation] of Object.entries(views))
        layers.forEach(({ name }, index) => {
          const own = { obfuscation, rng: rng.child(name), step: seen.step };
          const numbers = observablesOf(states[index]!, own);
          [...OBSERVABLES, ...PSEUDO].forEach((observable, at) => {
            values[observedName(view, name, observable)] = numbers[at]!;
          });
        });
    });
    return Promise.resolve(values);
  };
};

type Seeing = { readonly obfuscation: Obfuscation; readonly rng: Rng; readonly step: number };

/** [45 + 3] */
function observablesOf(state: LayerState, { obfuscation, rng, step }: Seeing): number[] {
  const { kernel, activity, slope, reach, inputs } = state;
  const units = (name: string, count: number) => seenUnits(count, obfuscation, rng.child(name));
  const noise = rng.child('noise').child(step);
  const seen = (
    name: string,
    rows: NdArray<Float32Array>,
    which: Int32Array,
  ): NdArray<Float32Array | Float64Array> =>
    isClear(obfuscation) ? rows : obfuscate(rows, obfuscation, { units: which, rng: noise.child(name) });
  const entries = kernel.values.length;
  const weights = isClear(obfuscation)
    ? kernel
    : flat(seen('weight', ndArray(kernel.values, [1, entries]), units('weight', entries)));
  const outputs = activity.shape[1]!;
  const marked = new Float32Array(inputs);
  for (const input of units('inputs', inputs)) marked[input] = 1;
  const ends = units('outputs', outputs);
  const { exact, pseudo } = reach(marked);
  // Whole units are seen of the change, so its noise is added below and not to the slope.
  const part = obfuscate(slope, { ...obfuscation, noise: 0 }, { units: ends, rng });
  const spread = (obfuscation.noise * Math.sqrt(marked.reduce((sum, one) => sum + one, 0))) / ends.length;
  const draws = noise.child('change').normal(slope.shape[0]!);
  const change = (by: Float32Array) =>
    changeObservables(
      layerChange(
        part,
        Float32Array.from(ends, (end) => by[end]!),
      ).map((value, at) => value + spread * draws[at]!),
    );
  return [
    ...weightObservables(weights),
    ...activityObservables(seen('act', activity, units('outputs', outputs))),
    ...change(exact),
    ...change(pseudo),
  ];
}

const flat = ({ values }: NdArray<Float32Array | Float64Array>) => ndArray(values, [values.length]);

/** One pass over the probes; call it in a tidy. */
function layerStates(
  { params, state, feedback }: Observed,
  { network, layers, probes }: Pick<Observing, 'network' | 'layers' | 'probes'>,
): LayerState[] {
  const used = new Map<string, { operator: LinearOperator; input: readonly number[] }>();
  const pass = createPass({ training: false, rng: neverDrawn, projector: watching(used) });
  const images = tf.tensor(probes.values, probes.shape as [number, number]);
  const { layers: activities } = network.apply(params.model, state, { images }, pass);
  return layers.map(({ path, activity, rectified }): LayerState => {
    const kernel = leafAt(params.model, path)!;
    const back = leafAt(feedback, `model/${path}`);
    const output = activities[activity]!;
    const { operator, input } = used.get(path)!;
    const inputs = input.slice(1).reduce((product, size) => product * size, 1);
    const rows = [output.shape[0]!, output.size / output.shape[0]!];
    const values = output.dataSync<'float32'>();
    return {
      kernel: ndArray(kernel.dataSync<'float32'>(), [...kernel.shape]),
      activity: ndArray(values, rows),
      slope: ndArray(
        rectified ? values.map((value) => Number(value > 0)) : new Float32Array(values.length).fill(1),
        rows,
      ),
      inputs,
      reach: (marked) => {
        const x = tf.tensor(marked, [1, ...input.slice(1)]);
        const exact = operator.project(x, kernel).dataSync<'float32'>();
        return {
          exact,
          pseudo: back === undefined ? exact : operator.projectByFeedback(x, back).dataSync<'float32'>(),
        };
      },
    };
  });
}

/** The exact operators, which note what each kernel is used on. */
function watching(used: Map<string, { operator: LinearOperator; input: readonly number[] }>): Projector {
  return {
    matMul: (path, x, kernel) => {
      used.set(path, { operator: denseOperator, input: x.shape });
      return exactProjector.matMul(path, x, kernel);
    },
    conv2d: (path, x, kernel, options) => {
      const shapes = { input: x.shape, kernel: kernel.shape };
      used.set(path, { operator: convolutionOperator(options, shapes), input: x.shape });
      return exactProjector.conv2d(path, x, kernel as Tensor4D, options);
    },
  };
}

/** Evaluation draws nothing. */
const neverDrawn = { path: 'observed', child: () => neverDrawn } as unknown as Rng;
