import {
  createRng,
  disposeTree,
  feedForward,
  leafAt,
  leaves,
  mapTree,
  ndArray,
  quietSession,
  tf,
  train,
  TrainConfig,
  useBackend,
  type Tree,
} from '@goal-driven/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labelTask } from '../credit/labelTask';
import { labelledStream } from '../credit/shiftedTemplates';
import { createLearningRule, LearningRuleConfig } from '../learningRules';
import { NetworkConfig, networkOf } from './NetworkConfig';

// A network of thousands of units would take the reference backend a minute for each update.
beforeAll(async () => void (await useBackend('wasm')));
afterAll(async () => void (await useBackend('cpu')));

const kinds = LearningRuleConfig.options.map((option) => option.shape.kind.value);
const CLASSES = 3;

type Published = {
  readonly network: object;
  readonly side: number;
  readonly layers: number;
  readonly steps: number;
  /** Where feedback is a rule's own; all kernels where left out. */
  readonly paths?: readonly string[];
};
const networks: { readonly [name: string]: Published } = {
  KNet4: { network: { kind: 'kNet' }, side: 8, layers: 4, steps: 2 },
  KNet5: { network: { kind: 'kNet', layers: 5 }, side: 16, layers: 5, steps: 2 },
  // Residual branches start at 0, so that what is in them moves from the second update on.
  'ResNet-18': { network: { kind: 'resNet' }, side: 8, layers: 22, steps: 2 },
  // Feedback of its two layers of 4096 would be 18 million numbers more, to draw and to move.
  AlexNet: {
    network: { kind: 'alexNet' },
    side: 19,
    layers: 8,
    steps: 1,
    paths: ['model/conv*/**', 'model/fc8/**'],
  },
};

type Start = { readonly params: Tree; readonly state: Tree };

/** A network and its start, which is drawn once for all rules. */
function prepared({ network, side }: Published) {
  const image = [side, side, 3] as [number, number, number];
  const made = feedForward(networkOf(NetworkConfig.parse(network), { image, classes: CLASSES }));
  const start: Start = made.init(createRng(1));
  const copy = (tree: Tree) => mapTree(tree, (leaf) => tf.clone(leaf));
  return {
    start,
    architecture: { ...made, init: () => ({ params: copy(start.params), state: copy(start.state) }) },
  };
}

/** The kernels that some updates left where they were, the losses, and how many kernels there are. */
async function trained(
  { architecture, start }: ReturnType<typeof prepared>,
  published: Published,
  kind: string,
) {
  const { side, paths, steps } = published;
  const rng = createRng(1);
  const examples = {
    images: ndArray(Float32Array.from(rng.child('images').normal(6 * side * side * 3)), [6, side * side * 3]),
    labels: ndArray(Int32Array.from({ length: 6 }, (_, index) => index % CLASSES), [6]), // prettier-ignore
  };
  const own = kind === 'backpropagation' || paths === undefined ? {} : { paths };
  const before = tf.memory().numTensors;
  const { params, state, taskState, history } = await train({
    architecture: architecture as never, // of images as vectors, which the task has
    task: labelTask as never,
    stream: labelledStream(examples, 6, rng.child('order')),
    rule: createLearningRule(LearningRuleConfig.parse({ kind, ...own })),
    config: TrainConfig.parse({
      ...{ steps, logEvery: 1 },
      optimizer: { kind: 'sgd' },
      schedule: { kind: 'constant', learningRate: 0.01 },
      feedbackSchedule: { kind: 'constant', learningRate: 1e-6 },
    }),
    rng,
    session: quietSession(),
  });
  const kernels = leaves(start.params).filter(({ path }) => path.endsWith('/kernel'));
  const still = kernels.filter(({ path, tensor }) =>
    tf.tidy(() => tf.all(tf.equal(leafAt(params.model, path)!, tensor)).dataSync()[0] === 1),
  );
  const losses = history.flatMap(({ values }) => ('loss' in values ? [values['loss']!] : []));
  disposeTree({ params, state, taskState });
  expect(tf.memory().numTensors).toBe(before);
  return { still: still.map(({ path }) => path), losses, kernels: kernels.length };
}

describe.each(Object.entries(networks))('%s at a small size', (_, published) => {
  let network: ReturnType<typeof prepared>;
  beforeAll(() => {
    network = prepared(published);
  });
  afterAll(() => disposeTree({ ...network.start }));

  test.each(kinds)('learns by %s: every kernel moves, and the losses are numbers', async (kind) => {
    const { still, losses, kernels } = await trained(network, published, kind);
    expect(still).toEqual([]);
    expect(kernels).toBe(published.layers);
    expect(losses).toHaveLength(published.steps);
    expect(losses.every(Number.isFinite)).toBe(true);
  });
});
