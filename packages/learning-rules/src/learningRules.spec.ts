import {
  backpropagation,
  createRng,
  leafAt,
  tf,
  type Evaluate,
  type Scalar,
  type Tensor2D,
  type Tree,
} from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { drawNetwork } from './_networks.fixture';
import { startFeedback } from './FeedbackStart';
import { createLearningRule, LearningRuleConfig } from './learningRules';

const ruleOf = (config: object) => createLearningRule(LearningRuleConfig.parse(config));

describe('createLearningRule', () => {
  it('gives the rule of the core for backpropagation', () => {
    expect(ruleOf({ kind: 'backpropagation' })).toBe(backpropagation);
  });

  it('knows every rule by one line', () => {
    const kinds = LearningRuleConfig.options.map((option) => option.shape.kind.value);
    expect(kinds).toHaveLength(9);
    for (const kind of kinds) expect(ruleOf({ kind }).name).toBe(kind);
  });

  it('refuses unknown rules and settings', () => {
    expect(() => LearningRuleConfig.parse({ kind: 'magic' })).toThrow();
    expect(() => LearningRuleConfig.parse({ kind: 'feedbackAlignment', amp: 1 })).toThrow(/amp/);
  });
});

describe('feedback', () => {
  const { params } = drawNetwork('dense');

  it('is only for the kernels at the paths, and of them there must be one', () => {
    const own = ruleOf({ kind: 'feedbackAlignment', paths: ['second/*'] }).init(params, createRng(1));
    expect(Object.keys(own)).toEqual(['second']);
    expect(() =>
      ruleOf({ kind: 'feedbackAlignment', paths: ['third/*'] }).init(params, createRng(1)),
    ).toThrow(
      'feedbackAlignment: paths must match a kernel (first/kernel, readout/kernel, second/kernel), got third/*',
    );
  });

  it('of other paths is the transpose', () => {
    const { evaluate } = drawNetwork('dense');
    const args = { evaluate, params, step: 0, rng: createRng(1) };
    const exact = backpropagation.credit({ ...args, feedback: {} }).grads;
    const rule = ruleOf({ kind: 'feedbackAlignment', paths: ['second/*'] });
    const { grads } = rule.credit({ ...args, feedback: rule.init(params, createRng(1)) });
    const at = (tree: Tree, path: string) => [...leafAt(tree, path)!.dataSync()];
    expect(at(grads, 'second/kernel')).toEqual(at(exact, 'second/kernel')); // the readout sends back exactly
    expect(at(grads, 'first/kernel')).not.toEqual(at(exact, 'first/kernel'));
  });

  it('starts as it is told', () => {
    const kernel = tf.tensor2d([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
    const rng = createRng(1);
    expect(startFeedback({ kind: 'transposed', scale: 2 }, kernel, rng).arraySync()).toEqual([[2, 8], [4, 10], [6, 12]]); // prettier-ignore
    const shuffled = startFeedback({ kind: 'shuffled' }, kernel, rng);
    expect([shuffled.shape, [...shuffled.dataSync()].sort()]).toEqual([[3, 2], [1, 2, 3, 4, 5, 6]]); // prettier-ignore
    const wide = tf.zeros([400, 4]);
    const initializer = { kind: 'lecunNormal' } as const;
    const spread = (fans: 'forward' | 'own') =>
      Math.sqrt(
        tf.moments(startFeedback({ kind: 'drawn', initializer, fans }, wide, rng)).variance.dataSync()[0]!,
      );
    // Of 1600 draws: within some 2 percent of 1 / sqrt(400), and of 1 / sqrt(4).
    expect([spread('forward') * 20, spread('own') * 2].map((value) => Math.abs(value - 1) < 0.06)).toEqual([
      true,
      true,
    ]);
  });

  it('must be projected by a parameter', () => {
    const evaluate: Evaluate = (tree, projector) => {
      const half = tf.slice(leafAt(tree, 'first/kernel')! as Tensor2D, [0, 0], [-1, 2]);
      const y = projector.matMul('first/kernel', tf.ones([1, 5]), half);
      return { loss: tf.sum(y) as Scalar, terms: {}, state: {}, taskState: {} };
    };
    const rule = ruleOf({ kind: 'feedbackAlignment' });
    const feedback = rule.init(params, createRng(1));
    expect(() => rule.credit({ evaluate, params, feedback, step: 0, rng: createRng(1) })).toThrow(
      'creditProjector: first/kernel must be projected by its parameter [5,4], got [5,2]',
    );
  });
});

describe('direct feedback alignment', () => {
  const { params, evaluate } = drawNetwork('dense');

  it('needs to know its readout', () => {
    expect(() =>
      ruleOf({ kind: 'directFeedbackAlignment', readout: ['last/kernel'] }).init(params, createRng(1)),
    ).toThrow(
      'directFeedbackAlignment: readout must match one dense kernel at ** (first/kernel, readout/kernel, second/kernel), got none by last/kernel',
    );
  });

  it('sends the error of the readout past what lies between', () => {
    const rule = ruleOf({ kind: 'directFeedbackAlignment' });
    const feedback = rule.init(params, createRng(1));
    const credit = (tree: Tree) =>
      rule.credit({ evaluate, params, feedback: tree, step: 0, rng: createRng(1) });
    const other = { ...feedback, readout: { kernel: tf.neg(leafAt(feedback, 'readout/kernel')!) } };
    const [one, two] = [credit(feedback), credit(other as Tree)];
    const at = (of: typeof one, path: string) => [...leafAt(of.grads, path)!.dataSync()];
    // What comes to the input of the readout changes the second layer and nothing below.
    expect(at(two, 'second/kernel')).toEqual(at(one, 'second/kernel').map((value) => -value));
    expect(at(two, 'first/kernel')).toEqual(at(one, 'first/kernel'));
  });
});
