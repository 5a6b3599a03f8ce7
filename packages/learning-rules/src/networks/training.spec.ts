import {
  createRng,
  disposeTree,
  feedForward,
  leafAt,
  leaves,
  ndArray,
  quietSession,
  tf,
  train,
  TrainConfig,
  useBackend,
  type Architecture,
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
  /** Where feedback is a rule's own; all kernels where left out. */
  readonly paths?: readonly string[];
};
const networks: { readonly [name: string]: Published } = {
  KNet4: { network: { kind: 'kNet' }, side: 8 },
  KNet5: { network: { kind: 'kNet', layers: 5 }, side: 16 },
  'ResNet-18': { network: { kind: 'resNet' }, side: 8 },
  // Feedback of its two layers of 4096 would be 18 million numbers more, to draw and to move.
  AlexNet: { network: { kind: 'alexNet' }, side: 19, paths: ['conv*/**', 'fc8/**'] },
};

/** The kernels that three updates left where they were, and those that were not finite. */
async function trained({ network, side, paths }: Published, kind: string) {
  const image = [side, side, 3] as [number, number, number];
  const made = feedForward(networkOf(NetworkConfig.parse(network), { image, classes: CLASSES }));
  const start = new Map<string, Float32Array>();
  const architecture: Architecture<{ readonly images: never }> = {
    ...(made as unknown as Architecture<{ readonly images: never }>),
    init: (rng) => {
      const { params, state } = made.init(rng);
      for (const { path, tensor } of leaves(params))
        if (path.endsWith('/kernel')) start.set(path, tensor.dataSync<'float32'>().slice());
      return { params, state };
    },
  };
  const rng = createRng(1);
  const examples = {
    images: ndArray(Float32Array.from(rng.child('images').normal(6 * side * side * 3)), [6, side * side * 3]),
    labels: ndArray(Int32Array.from({ length: 6 }, (_, index) => index % CLASSES), [6]), // prettier-ignore
  };
  const own = kind === 'backpropagation' || paths === undefined ? {} : { paths };
  const before = tf.memory().numTensors;
  const { params, state, taskState, history } = await train({
    architecture: architecture as never,
    task: labelTask as never,
    stream: labelledStream(examples, 6, rng.child('order')),
    rule: createLearningRule(LearningRuleConfig.parse({ kind, ...own })),
    config: TrainConfig.parse({
      steps: 3,
      logEvery: 1,
      optimizer: { kind: 'sgd', momentum: 0.9 },
      schedule: { kind: 'constant', learningRate: 0.01 },
      feedbackSchedule: { kind: 'constant', learningRate: 1e-6 },
    }),
    rng,
    session: quietSession(),
  });
  const still = [...start].filter(([path, old]) => {
    const now = leafAt(params.model, path)!.dataSync<'float32'>();
    return now.every((value, index) => value === old[index]);
  });
  const losses = history.flatMap(({ values }) => ('loss' in values ? [values['loss']!] : []));
  disposeTree({ params, state, taskState });
  expect(tf.memory().numTensors).toBe(before);
  return { still: still.map(([path]) => path), losses, kernels: start.size };
}

describe.each(Object.entries(networks))('%s at a small size', (_, published) => {
  test.each(kinds)('learns by %s: every kernel moves, and the losses are numbers', async (kind) => {
    const { still, losses, kernels } = await trained(published, kind);
    expect(still).toEqual([]);
    expect(kernels).toBeGreaterThanOrEqual(4);
    expect(losses).toHaveLength(3);
    expect(losses.every(Number.isFinite)).toBe(true);
  });
});
