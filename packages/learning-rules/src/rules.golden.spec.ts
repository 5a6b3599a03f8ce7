import { readFileSync } from 'node:fs';
import {
  createOptimizer,
  createRng,
  describeEnvironment,
  leafAt,
  leaves,
  tf,
  useBackend,
  type Rng,
  type Tensor,
  type Tree,
} from '@goal-driven/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateNetwork, type NetworkName } from './_networks.fixture';
import { createLearningRule, LearningRuleConfig } from './learningRules';

type Packed = { readonly shape: readonly number[]; readonly values: readonly number[] };
type PackedTree = { readonly [name: string]: Packed | PackedTree };
type Case = {
  readonly net: NetworkName;
  readonly config: object;
  readonly weightDecay: number;
  readonly x: Packed;
  readonly target: Packed;
  readonly start: { readonly params: PackedTree; readonly feedback: { readonly [name: string]: Packed } };
  readonly end: { readonly params: PackedTree; readonly feedback: { readonly [name: string]: Packed } };
  readonly noise: readonly { readonly [name: string]: readonly number[] }[];
};

/** Made by goldens/rules.py: torch's autograd in double precision, from the definitions. */
const golden = JSON.parse(readFileSync(new URL('../goldens/rules.json', import.meta.url), 'utf8')) as {
  readonly steps: number;
  readonly rates: { readonly params: number; readonly momentum: number; readonly feedback: number };
  readonly cases: readonly Case[];
};

const tensorOf = ({ shape, values }: Packed): Tensor => tf.tensor(Float32Array.from(values), [...shape]);
const isPacked = (node: Packed | PackedTree): node is Packed => Array.isArray(node['shape']);
const treeOf = (tree: PackedTree): Tree =>
  Object.fromEntries(
    Object.entries(tree).map(([name, node]) => [name, isPacked(node) ? tensorOf(node) : treeOf(node)]),
  );
/** The golden has B by layer, the rule by the path of its kernel. */
const feedbackOf = (tree: { readonly [name: string]: Packed }): Tree =>
  Object.fromEntries(Object.entries(tree).map(([name, node]) => [name, { kernel: tensorOf(node) }]));

/** Randomness that gives the golden's noise, wherever a layer draws it. */
const given = (noise: { readonly [name: string]: readonly number[] }, path = ''): Rng => ({
  ...createRng(0),
  child: (name) => given(noise, String(name)),
  normal: () => Float64Array.from(noise[path.split('/')[0]!]!),
});

/** The rules that leave the feedback of a first layer, unless told to align it as the reference does. */
const aligns = ({ config }: Case): boolean => 'firstFeedback' in LearningRuleConfig.parse(config);

function trained({ net, config, weightDecay, x, target, start, noise }: Case, more: object = {}) {
  const { steps, rates } = golden;
  const parsed = LearningRuleConfig.parse({ ...config, ...more });
  const rule = createLearningRule(parsed);
  const evaluate = evaluateNetwork(net, { x: tensorOf(x), target: tensorOf(target) });
  const optimizer = createOptimizer({ kind: 'sgd', momentum: rates.momentum, nesterov: false });
  // Of Kolen-Pollack the feedback must move as the forward kernels do.
  const tied = parsed.kind === 'kolenPollack';
  const feedbackOptimizer = createOptimizer({
    kind: 'sgd',
    momentum: tied ? rates.momentum : 0,
    nesterov: false,
  });
  let params = treeOf(start.params);
  let feedback = parsed.kind === 'backpropagation' ? {} : feedbackOf(start.feedback);
  let [slots, feedbackSlots] = [optimizer.init(params), feedbackOptimizer.init(feedback)];
  for (let step = 0; step < steps; step++) {
    const turns = rule.turns?.(step) ?? { params: step, feedback: step };
    const rng = given(noise[step] ?? {});
    const { grads, feedbackGrads } = rule.credit({ evaluate, params, feedback, step, rng });
    if (turns.params !== undefined) {
      const decayed = Object.fromEntries(
        Object.entries(grads).map(([name, own]) => {
          const { kernel, bias } = own as { kernel: Tensor; bias: Tensor };
          const w = (params[name] as { kernel: Tensor }).kernel;
          return [name, { kernel: tf.add(kernel, tf.mul(w, weightDecay)), bias }];
        }),
      );
      const moved = optimizer.update(decayed, slots, params, {
        step: turns.params,
        learningRate: rates.params,
      });
      [params, slots] = [moved.params, moved.state];
    }
    if (turns.feedback !== undefined && leaves(feedback).length > 0) {
      const learningRate = tied ? rates.params : rates.feedback;
      const at = { step: turns.feedback, learningRate };
      const moved = feedbackOptimizer.update(feedbackGrads, feedbackSlots, feedback, at);
      [feedback, feedbackSlots] = [moved.params, moved.state];
    }
  }
  return { params, feedback };
}

/** The greatest difference from the golden. */
function furthest(found: Tree, wanted: Tree): number {
  const others = leaves(wanted);
  return Math.max(
    0,
    ...leaves(found).map(({ path, tensor }, index) => {
      const { path: there, tensor: other } = others[index]!;
      expect([path, tensor.shape]).toEqual([there, other.shape]);
      return tf.max(tf.abs(tf.sub(tensor, other))).dataSync()[0]!;
    }),
  );
}

const cases = golden.cases.map((one) => ({ ...one, name: `${one.net} ${JSON.stringify(one.config)}` }));

// On torch products of a layer are fused, and gradients of images have kernels of their own.
const { backends } = await describeEnvironment();
const here = (['cpu', 'wasm', 'torch'] as const).filter((name) =>
  backends.some((backend) => backend.name === name && backend.present),
);

describe.each(here)('on %s', (backend) => {
  beforeAll(async () => void (await useBackend(backend)));
  afterAll(async () => void (await useBackend('cpu')));

  it.each(cases)('20 updates of $name are those of the reference', (one) => {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const { params, feedback } = trained(one, aligns(one) ? { firstFeedback: true } : {});
      expect(furthest(params, treeOf(one.start.params))).toBeGreaterThan(0.01); // something was learned
      // Numbers near 1 through 20 updates in float32 against double precision.
      expect(furthest(params, treeOf(one.end.params))).toBeLessThan(1e-5);
      if (leaves(feedback).length > 0)
        expect(furthest(feedback, feedbackOf(one.end.feedback))).toBeLessThan(1e-5);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('feedback of a first layer', () => {
  it.each(cases.filter(aligns))('is not needed: $name learns the same to the bit', (one) => {
    tf.tidy(() => {
      const [whole, without] = [trained(one, { firstFeedback: true }), trained(one)];
      const { updateForward } = LearningRuleConfig.parse(one.config) as { readonly updateForward: boolean };
      expect(furthest(without.params, whole.params)).toBe(0);
      const moved = furthest(without.feedback, feedbackOf(one.start.feedback));
      expect(moved).toBeGreaterThan(0);
      const at = (tree: Tree) => [...leafAt(tree, 'first/kernel')!.dataSync()];
      const began = at(feedbackOf(one.start.feedback));
      if (updateForward) expect(at(without.feedback)).toEqual(at(whole.feedback));
      else expect(at(without.feedback)).toEqual(began);
      expect(at(whole.feedback)).not.toEqual(began);
    });
  });
});
