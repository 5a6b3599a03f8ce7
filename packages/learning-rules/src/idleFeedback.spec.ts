import { createRng, leafAt, type Evaluate, type Tree } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { drawNetwork } from './_networks.fixture';
import { createLearningRule, LearningRuleConfig } from './learningRules';

const own = { kind: 'informationAlignment', observe: { every: 1 } };

function started(config: object) {
  const { params, evaluate } = drawNetwork('dense');
  let passes = 0;
  const counted: Evaluate = (...args) => {
    passes += 1;
    return evaluate(...args);
  };
  const rule = createLearningRule(LearningRuleConfig.parse({ ...own, ...config }));
  const feedback = rule.init(params, createRng(1));
  const at = (step: number) =>
    rule.credit({ evaluate: counted, params, feedback, step, rng: createRng(2).child(step) });
  return { at, passes: () => passes };
}

/** Whether a kernel's feedback moves. */
const moves = (tree: Tree, layer: string) =>
  leafAt(tree, `${layer}/kernel`)!
    .dataSync()
    .some((value) => value !== 0);
const moving = (tree: Tree) => ['first', 'second', 'readout'].filter((layer) => moves(tree, layer));

describe('feedback by which no error goes down', () => {
  it('is that of the first layer, which stays as it is and has no angles', () => {
    const { feedbackGrads, observables } = started({}).at(0);
    expect(moving(feedbackGrads)).toEqual(['second', 'readout']);
    const weights = Object.keys(observables).filter((name) => name.startsWith('weightAngle/'));
    expect(weights.sort()).toEqual(['weightAngle/readout/kernel', 'weightAngle/second/kernel']);
  });

  it('is aligned if asked for, or where W follows it', () => {
    const all = ['first', 'second', 'readout'];
    const found = started({ firstFeedback: true }).at(0);
    expect(moving(found.feedbackGrads)).toEqual(all);
    expect(Object.keys(found.observables)).toContain('weightAngle/first/kernel');
    expect(moving(started({ updateForward: true }).at(0).feedbackGrads)).toEqual(all);
  });

  it('is found by one pass more where errors do not go down, in the first of such updates', () => {
    const { at, passes } = started({ phases: { delay: 2 } });
    const seen = [0, 1, 2].map((step) => [moving(at(step).feedbackGrads).join(), passes()]);
    expect(seen).toEqual([2, 3, 4].map((count) => ['second,readout', count]));
  });
});
