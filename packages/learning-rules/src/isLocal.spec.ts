import { createRng, tf, type Tensor } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { isLocal } from './isLocal';
import { alignLayer, type AlignedLayer } from './layerAlignment';
import { LearningRuleConfig } from './learningRules';
import { denseOperator } from './LinearOperator';
import { Pipeline } from './Pipeline';
import type { Coefficients } from './primitives';

const drawn = (name: string, shape: number[]): Tensor =>
  tf.tensor(
    Float32Array.from(
      createRng(8)
        .child(name)
        .normal(shape[0]! * shape[1]!),
    ),
    shape,
  );

const guarded = new Proxy(
  {},
  {
    get: () => {
      throw new Error('the forward kernel was read');
    },
  },
) as Tensor;

/** A layer that has been run, and whose forward kernel nobody may look at any more. */
function withoutKernel(): AlignedLayer {
  const [input, kernel, feedback] = [drawn('x', [4, 3]), drawn('w', [3, 5]), drawn('b', [5, 3])];
  const projection = denseOperator.project(input, kernel);
  return { operator: denseOperator, input, projection, kernel: guarded, feedback };
}

const aligned = (coefficients: Coefficients, pipeline: object = {}, updateForward = false) =>
  alignLayer(withoutKernel(), { coefficients, pipeline: Pipeline.parse(pipeline), updateForward });

describe('a local rule', () => {
  it.each<[string, object, Coefficients]>([
    ['weight mirror', { kind: 'weightMirror', pipeline: {} }, { amp: 1, decay: 1 }],
    ['information alignment', { kind: 'informationAlignment' }, { amp: 1, null: 1, decay: 1 }],
    [
      'information alignment of centred activity',
      {
        kind: 'informationAlignment',
        pipeline: { batchCenterBackwardInput: true, activationForward: 'relu' },
      },
      { amp: 1, null: 1, decay: 1 },
    ],
  ])('%s aligns without a forward kernel to read', (_, config, coefficients) => {
    const parsed = LearningRuleConfig.parse(config);
    expect(isLocal(parsed)).toBe(true);
    const { pipeline } = parsed as { pipeline: object };
    const { feedback } = aligned(coefficients, pipeline);
    expect(feedback.dataSync().every(Number.isFinite)).toBe(true);
  });

  it.each<[string, object, Coefficients, object]>([
    ['symmetric alignment', { kind: 'symmetricAlignment' }, { self: 1, decay: 1 }, {}],
    [
      'reversed information alignment',
      { kind: 'informationAlignment', reversed: true },
      { amp: 1, nullReversed: 1, decay: 1 },
      {},
    ],
    [
      'information alignment that moves W',
      { kind: 'informationAlignment', updateForward: true },
      { amp: 1, null: 1, decay: 1 },
      { updateForward: true },
    ],
    [
      'information alignment through a nonlinearity of the feedback',
      { kind: 'informationAlignment', pipeline: { activationBackward: 'tanh' } },
      { amp: 1, null: 1, decay: 1 },
      { pipeline: { activationBackward: 'tanh' } },
    ],
  ])('is not %s, which reads the forward kernel', (_, config, coefficients, how) => {
    const { pipeline = {}, updateForward = false } = how as { pipeline?: object; updateForward?: boolean };
    expect(isLocal(LearningRuleConfig.parse(config))).toBe(false);
    expect(() => aligned(coefficients, pipeline, updateForward)).toThrow('the forward kernel was read');
  });

  it('is none that projects by the feedback, and none that transports weights or their changes', () => {
    const kinds = ['activationAlignment', 'kolenPollack', 'signSymmetry', 'backpropagation'];
    expect(kinds.map((kind) => isLocal(LearningRuleConfig.parse({ kind })))).toEqual(kinds.map(() => false));
    expect(isLocal(LearningRuleConfig.parse({ kind: 'informationAlignment', sparse: true }))).toBe(false);
    expect(isLocal(LearningRuleConfig.parse({ kind: 'feedbackAlignment' }))).toBe(true);
    expect(isLocal(LearningRuleConfig.parse({ kind: 'directFeedbackAlignment' }))).toBe(true);
  });
});
