/**
 * Sketches of what later packages will bring, written against the four abstractions before these were
 * fixed: each must compile, and where a few lines suffice it also runs. `docs/architecture.md` tells the
 * story; this file keeps it true.
 */
import { describe, expect, it } from 'vitest';
import type { Tensor1D, Tensor2D, Tensor4D, Tensor5D } from '@tensorflow/tfjs-core';
import type { Architecture } from './Architecture';
import { backpropagation } from './backpropagation';
import type { Benchmark } from './Benchmark';
import type { Batch, DataStream } from './DataStream';
import type { Evaluate, LearningRule } from './LearningRule';
import { ndArray, type NdArray } from './NdArray';
import { createPass, exactProjector, type Projector } from './Pass';
import { createRng, type Rng } from './Rng';
import type { Objective, Task } from './Task';
import { tf, type Scalar, type Tensor } from './tf';
import { leafAt, leaves, mapTree, valueAndGrad, fromLeaves, type Tree } from './tree';

/** L. Feedback alignment: the error travels down through fixed random kernels of the rule's own. */
function feedbackAlignment(draw: (kernel: Tensor, rng: Rng) => Tensor): LearningRule {
  const projectorWith = (feedback: Tree): Projector => ({
    ...exactProjector,
    matMul: (path, x, kernel) => alignedMatMul(x, kernel, leafAt(feedback, path) as Tensor2D),
  });
  return {
    name: 'feedback-alignment',
    config: {},
    init: (params, rng) =>
      fromLeaves(
        leaves(params)
          .filter(({ path }) => path.endsWith('/kernel'))
          .map(({ path, tensor }) => ({ path, tensor: draw(tensor, rng.child(path)) })),
      ),
    credit: ({ evaluate, params, feedback }) => {
      const { value, grads, rest } = valueAndGrad(
        (both) => {
          const { loss, ...others } = evaluate(both.params, projectorWith(both.feedback));
          return { value: loss, rest: others };
        },
        { params, feedback },
      );
      return {
        objective: { loss: value, ...rest },
        grads: grads.params,
        feedbackGrads: grads.feedback,
        observables: {},
      };
    },
  };
}

/** `x` [N, I], `kernel` [I, O], `feedback` [O, I]: forward by the kernel, back by the feedback. */
const alignedMatMul = (x: Tensor2D, kernel: Tensor2D, feedback: Tensor2D): Tensor2D =>
  tf.customGrad((...args) => {
    const [input, forward, backward, save] = args as unknown as [
      Tensor2D,
      Tensor2D,
      Tensor2D,
      (saved: Tensor[]) => void,
    ];
    save([input, backward]);
    return {
      value: tf.matMul(input, forward),
      gradFunc: (error: Tensor, saved: Tensor[]) => {
        const [savedInput, savedBackward] = saved as [Tensor2D, Tensor2D];
        return [
          tf.matMul(error as Tensor2D, savedBackward),
          tf.matMul(savedInput, error as Tensor2D, true),
          tf.zerosLike(savedBackward),
        ];
      },
    };
  })(x, kernel, feedback) as Tensor2D;

/** A. Two dense layers, enough to carry credit through one. */
type TwoLayerParams = { hidden: { kernel: Tensor2D }; readout: { kernel: Tensor2D } };
const twoLayers: Architecture<{ image: Tensor2D }, TwoLayerParams, Record<string, never>> = {
  name: 'sketch/two-layers',
  config: {},
  units: { hidden: 4, readout: 2 },
  init: (rng) => ({
    params: {
      hidden: { kernel: tf.tensor2d(Float32Array.from(rng.child('hidden').normal(12)), [3, 4]) },
      readout: { kernel: tf.tensor2d(Float32Array.from(rng.child('readout').normal(8)), [4, 2]) },
    },
    state: {},
  }),
  apply: (params, state, { image }, pass) => {
    const hidden = tf.tanh(
      pass.projector.matMul(pass.at('hidden').at('kernel').path, image, params.hidden.kernel),
    );
    const output = pass.projector.matMul(pass.at('readout').at('kernel').path, hidden, params.readout.kernel);
    return { output, layers: { hidden, readout: output }, state };
  },
};

/** A. A ConvRNN is data: a graph, unrolled one timestep per arrow; its layers are [B, T, y, x, channels]. */
type ConvRnnGraph = {
  nodes: Record<string, { cell: { kind: string }; inputs: readonly string[]; feedback: readonly string[] }>;
  timesteps: number;
};
const convRnn = (
  graph: ConvRnnGraph,
  node: (
    name: string,
    params: Tree,
    hidden: Tree,
    inputs: readonly Tensor4D[],
  ) => { rates: Tensor4D; hidden: Tree },
): Pick<Architecture<{ frames: Tensor5D }>, 'apply'> => ({
  apply: (params, state, { frames }) => {
    const names = Object.keys(graph.nodes);
    let rates: Record<string, Tensor4D> = {};
    let hidden: Record<string, Tree> = {};
    const history: Record<string, Tensor4D[]> = {};
    for (let t = 0; t < graph.timesteps; t++) {
      const previous = rates; // every arrow costs a step: two buffers, old and new
      rates = {};
      for (const name of names) {
        const { inputs, feedback } = graph.nodes[name]!;
        const frame = tf.squeeze(tf.slice(frames, [0, t], [-1, 1]), [1]) as Tensor4D;
        const sources = [...inputs, ...feedback].map((source) =>
          source === 'frame' ? frame : previous[source],
        );
        const known = sources.filter((source): source is Tensor4D => source !== undefined);
        const next = node(name, params[name] as Tree, hidden[name] ?? {}, known);
        rates[name] = next.rates;
        hidden = { ...hidden, [name]: next.hidden };
        (history[name] ??= []).push(next.rates);
      }
    }
    const layers = Object.fromEntries(names.map((name) => [name, tf.stack(history[name]!, 1)]));
    return { output: layers[names.at(-1)!]!, layers, state };
  },
});

/** T. Instance recognition: a head that is learned, a memory bank that is carried. */
type BankState = { bank: Tensor2D /* [images, 128], rows of length 1 */ };
const instanceRecognition = (
  images: number,
): Task<{ image: Tensor4D }, { head: { kernel: Tensor2D } }, BankState> => ({
  name: 'sketch/instance-recognition',
  config: { images },
  init: (_model, rng) => ({
    params: { head: { kernel: tf.tensor2d(Float32Array.from(rng.child('head').normal(4 * 128)), [4, 128]) } },
    state: { bank: tf.tensor2d(Float32Array.from(rng.child('bank').normal(images * 128)), [images, 128]) },
  }),
  objective: ({ forward, params, state, batch, pass }) => {
    const applied = forward({ image: batch.image as Tensor4D });
    const path = pass.at('head').at('kernel').path;
    const embedding = pass.projector.matMul(path, applied.output as Tensor2D, params.head.kernel);
    const similarity = tf.matMul(embedding, state.bank, false, true);
    const index = tf.oneHot(batch.index as Tensor1D, images);
    const loss = tf.losses.softmaxCrossEntropy(index, similarity) as Scalar;
    const seen = tf.matMul(index, state.bank) as Tensor2D;
    const move = tf.mul(tf.sub(embedding, seen), 0.5) as Tensor2D;
    const bank = tf.add(state.bank, tf.matMul(index, move, true)) as Tensor2D;
    return { loss, terms: {}, state: applied.state, taskState: { bank } };
  },
  evaluate: () => ({}),
});

/** T. A momentum twin: a copy of the model that follows it, run by the same `forward` with other params. */
const momentumTwin: Task<{ image: Tensor4D }, Record<string, never>, { twin: Tree }> = {
  name: 'sketch/momentum-twin',
  config: { momentum: 0.999 },
  init: ({ params }) => ({ params: {}, state: { twin: mapTree(params, (leaf) => tf.clone(leaf)) } }),
  objective: ({ forward, state, batch }) => {
    const query = forward({ image: batch.query as Tensor4D });
    const key = forward({ image: batch.key as Tensor4D }, { params: state.twin });
    const loss = tf.losses.cosineDistance(query.output, key.output, 1) as Scalar;
    return { loss, terms: {}, state: query.state, taskState: state };
  },
  advance: ({ modelParams, state }) => ({
    twin: mapTree(state.twin, (leaf, path) =>
      tf.add(tf.mul(leaf, 0.999), tf.mul(leafAt(modelParams, path)!, 0.001)),
    ),
  }),
  evaluate: () => ({}),
};

/** D. A stream with more than a count to carry: an animal in a maze. The cursor is JSON, so it resumes. */
type Walk = { episode: number; position: [number, number] };
const mazeWalk = (rng: Rng): DataStream<{ position: NdArray } & Batch, Walk> => ({
  name: 'sketch/maze-walk',
  start: { episode: 0, position: [0, 0] },
  read: async ({ episode, position: [x, y] }) => {
    const [dx, dy] = rng.child(episode).normal(2) as unknown as [number, number];
    const position: [number, number] = [x + dx, y + dy];
    return {
      batch: { position: ndArray(Float64Array.from(position), [2]) },
      next: { episode: episode + 1, position },
    };
  },
});

/** A neural benchmark: animals with responses; the model enters only through its features. */
type Recordings = { animals: Record<string, { responses: NdArray /* [trials, stimuli, sites] */ }> };
const neuralPredictivity = (
  predictivity: (
    features: NdArray,
    responses: NdArray,
    rng: Rng,
  ) => { value: number; ceiling: number; ceiled: number; n: number },
): Benchmark<Recordings> => ({
  name: 'sketch/neural-predictivity',
  sources: [],
  async *run({ dataset, layers, features, rng }) {
    for (const layer of layers) {
      const activity = await features(layer);
      for (const [animal, { responses }] of Object.entries(dataset.animals)) {
        const score = predictivity(activity, responses, rng.child(animal));
        yield { metric: 'sketch', version: 1, labels: { layer, animal }, unit: 'correlation', ...score };
      }
    }
  },
});

const squaredOutput =
  (image: Tensor2D): Evaluate =>
  (params, projector) => {
    const pass = createPass({ training: true, rng: createRng(0), projector });
    const { output, state } = twoLayers.apply(params as TwoLayerParams, {}, { image }, pass);
    const objective: Objective = {
      loss: tf.mean(tf.square(output)) as Scalar,
      terms: {},
      state,
      taskState: {},
    };
    return objective;
  };

describe('the abstractions carry what later work needs', () => {
  const image = tf.tensor2d([1, 2, 3, -1, 0, 1], [2, 3]);
  const { params } = twoLayers.init(createRng(1));
  const credit = (rule: LearningRule) =>
    rule.credit({
      evaluate: squaredOutput(image),
      params,
      feedback: rule.init(params, createRng(2)),
      step: 0,
      rng: createRng(3),
    });
  const kernelGrad = (rule: LearningRule) => [...leafAt(credit(rule).grads, 'hidden/kernel')!.dataSync()];

  it('feedback equal to the transpose is backpropagation, to the bit', () => {
    expect(kernelGrad(feedbackAlignment((kernel) => tf.transpose(kernel)))).toEqual(
      kernelGrad(backpropagation),
    );
  });

  it('another feedback is another update below it, and the same above', () => {
    const reversed = feedbackAlignment((kernel) => tf.neg(tf.transpose(kernel)));
    expect(kernelGrad(reversed)).toEqual(kernelGrad(backpropagation).map((value) => -value));
    const above = (rule: LearningRule) => [...leafAt(credit(rule).grads, 'readout/kernel')!.dataSync()];
    expect(above(reversed)).toEqual(above(backpropagation));
  });

  it('a graph unrolls with one step per arrow', () => {
    const graph: ConvRnnGraph = {
      nodes: {
        conv1: { cell: { kind: 'none' }, inputs: ['frame'], feedback: [] },
        conv2: { cell: { kind: 'none' }, inputs: ['conv1'], feedback: [] },
      },
      timesteps: 3,
    };
    const pass = createPass({ training: false, rng: createRng(0) });
    const relay = convRnn(graph, (_name, _params, hidden, [first]) => ({
      rates: first ?? tf.zeros([1, 1, 1, 1]),
      hidden,
    }));
    const frames = tf.tensor5d([1, 2, 3], [1, 3, 1, 1, 1]);
    const { layers } = relay.apply({}, {}, { frames }, pass);
    expect([...layers.conv1!.dataSync()]).toEqual([1, 2, 3]);
    expect([...layers.conv2!.dataSync()]).toEqual([0, 1, 2]);
  });

  it('a momentum twin starts at the model and follows it', () => {
    const model = { kernel: tf.scalar(0) };
    const { state } = momentumTwin.init({ params: model, state: {} }, createRng(0));
    const next = momentumTwin.advance!({ modelParams: { kernel: tf.scalar(1) }, params: {}, state });
    expect(leafAt(next.twin, 'kernel')!.arraySync()).toBeCloseTo(0.001, 6);
  });

  it('a memory bank moves only the rows of the images seen', () => {
    const task = instanceRecognition(3);
    const { params: head, state } = task.init({ params: {}, state: {} }, createRng(0));
    const features = tf.ones([1, 4]);
    const { taskState } = task.objective({
      forward: () => ({ output: features, layers: {}, state: {} }),
      modelParams: {},
      params: head,
      state,
      batch: { image: tf.zeros([1, 1, 1, 1]), index: tf.tensor1d([1], 'int32') },
      pass: createPass({ training: true, rng: createRng(0) }),
    });
    const [unseen, seen] = state.bank.arraySync();
    const after = (taskState as BankState).bank.arraySync();
    const embedding = tf.matMul(features, head.head.kernel).arraySync() as number[][];
    expect(after[0]).toEqual(unseen);
    expect(after[1]![0]).toBeCloseTo((seen![0]! + embedding[0]![0]!) / 2, 5);
  });

  it('a stream read again from its cursor gives the same batch', async () => {
    const stream = mazeWalk(createRng(4));
    const { next } = await stream.read(stream.start);
    const second = await stream.read(next);
    const resumed = await mazeWalk(createRng(4)).read(JSON.parse(JSON.stringify(next)) as Walk);
    expect(resumed).toEqual(second);
  });

  it('a benchmark sees features and recordings only', async () => {
    const benchmark = neuralPredictivity(() => ({ value: 0.5, ceiling: 0.8, ceiled: 0.625, n: 10 }));
    const responses = ndArray(new Float64Array(4), [1, 2, 2]);
    const run = benchmark.run({
      dataset: { animals: { a: { responses }, b: { responses } } },
      layers: ['conv1'],
      features: async () => ndArray(new Float64Array(4), [2, 2]),
      rng: createRng(0),
    });
    const labels = [];
    for await (const score of run) labels.push(score.labels);
    expect(labels).toEqual([
      { layer: 'conv1', animal: 'a' },
      { layer: 'conv1', animal: 'b' },
    ]);
  });
});
