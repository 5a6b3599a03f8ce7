import { createRng, leafAt, mapTree, tf, type Tree } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { drawNetwork } from './_networks.fixture';
import { createLearningRule, LearningRuleConfig } from './learningRules';

const angles = ['weight', 'projection', 'gradient', 'delta'];

function observed(
  net: 'dense' | 'convolution',
  config: object,
  { step = 0, change = (tree: Tree) => tree } = {},
) {
  const { params, evaluate } = drawNetwork(net);
  const rule = createLearningRule(LearningRuleConfig.parse({ observe: { every: 1, angles }, ...config }));
  const feedback = change(rule.init(params, createRng(3)));
  const { observables } = rule.credit({ evaluate, params, feedback, step, rng: createRng(4) });
  return Object.fromEntries(Object.entries(observables).map(([name, value]) => [name, value.dataSync()[0]!]));
}

const transposed = { kind: 'feedbackAlignment', start: { kind: 'transposed' } };
const layers = ['first/kernel', 'second/kernel', 'readout/kernel'];

describe.each(['dense', 'convolution'] as const)('angles of a network of the kind %s', (net) => {
  it('are 0 with the transposes, by kernel and on average', () => {
    const found = observed(net, transposed);
    const names = angles.flatMap((name) => [`${name}Angle`, ...layers.map((path) => `${name}Angle/${path}`)]);
    expect(Object.keys(found).sort()).toEqual(names.sort());
    for (const value of Object.values(found)) expect(value).toBeLessThan(1e-3);
  });

  it('are 180 with their negatives, but for errors that are turned twice', () => {
    const negative = (tree: Tree) => mapTree(tree, (leaf) => tf.neg(leaf));
    const { 'deltaAngle/readout/kernel': readout, 'deltaAngle/second/kernel': second, 'deltaAngle/first/kernel': first, deltaAngle, ...others } = observed(net, transposed, { change: negative }); // prettier-ignore
    for (const value of Object.values(others)) expect(value).toBeGreaterThan(179.999);
    expect([readout! < 1e-3, second! > 179.999, first! < 1e-3]).toEqual([true, true, true]);
    expect(deltaAngle).toBeCloseTo((readout! + second! + first!) / 3, 3);
  });

  it('are neither of independent feedback', () => {
    const found = observed(net, { kind: 'feedbackAlignment' });
    for (const name of ['weightAngle', 'gradientAngle', 'projectionAngle'])
      expect(Math.abs(found[name]! - 90)).toBeLessThan(45);
  });
});

describe('angles', () => {
  it('come every so many updates, with the point of the curves', () => {
    const steps = [0, 1, 2, 3, 4, 5].filter(
      (step) => Object.keys(observed('dense', { ...transposed, observe: { every: 3 } }, { step })).length > 0,
    );
    expect(steps).toEqual([2, 5]);
  });

  it('of direct feedback are those of the errors only', () => {
    const found = observed('dense', { kind: 'directFeedbackAlignment' });
    expect(Object.keys(found).sort()).toEqual(
      ['deltaAngle', ...layers.map((path) => `deltaAngle/${path}`)].sort(),
    );
    expect(found['deltaAngle/readout/kernel']).toBeLessThan(1e-3);
    expect(found['deltaAngle/first/kernel']).toBeGreaterThan(10);
  });

  it('of a weight is that of the two matrices', () => {
    const { params } = drawNetwork('dense');
    const rule = createLearningRule(LearningRuleConfig.parse({ kind: 'feedbackAlignment' }));
    const feedback = rule.init(params, createRng(3));
    const [w, b] = ['first/kernel', 'first/kernel'].map((path, index) =>
      leafAt([params, feedback][index]!, path)!,
    );
    const inner = tf.sum(tf.mul(tf.transpose(w!), b!)).dataSync()[0]!;
    const lengths = tf.norm(w!).dataSync()[0]! * tf.norm(b!).dataSync()[0]!;
    const byHand = (Math.acos(inner / lengths) * 180) / Math.PI;
    expect(observed('dense', { kind: 'feedbackAlignment' })['weightAngle/first/kernel']).toBeCloseTo(
      byHand,
      3,
    );
  });
});
