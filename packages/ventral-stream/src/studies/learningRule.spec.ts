import { createRng, quietSession, resolveConfig, tf, useBackend, type Session } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import categorisation from './categorisation';

await useBackend('wasm');

/** The curves and scores of a short training by a rule. */
async function trained(learningRule: object | undefined, training: object = {}) {
  const points: { readonly [name: string]: number }[] = [];
  const session: Session = { ...quietSession(), log: (_, values) => void points.push(values) };
  const config = resolveConfig(categorisation, {
    preset: 'smoke',
    config: { ...(learningRule && { learningRule }), training },
  });
  const before = tf.memory().numTensors;
  const scores: number[] = [];
  for await (const event of categorisation.run({ config, rng: createRng(1), session }))
    if (event.kind === 'score') scores.push(event.score.value);
  expect(tf.memory().numTensors).toBe(before);
  return { points: points.filter((point) => 'loss' in point), scores };
}

describe('the learning rule of ventral-stream/categorisation', () => {
  it('is backpropagation where nothing is said', async () => {
    const [plain, named] = [await trained(undefined), await trained({ kind: 'backpropagation' })];
    expect(named).toEqual(plain);
  });

  it('is information alignment by one line, which trains a ConvRNN through time', async () => {
    const rule = {
      kind: 'informationAlignment',
      amp: 0.1,
      null: 1e-3,
      decay: 1e-3,
      observe: { every: 5, angles: ['weight', 'gradient'] },
    };
    const { points } = await trained(rule, {
      steps: 20,
      schedule: { kind: 'constant', learningRate: 0.02 },
      feedbackOptimizer: { kind: 'adam' },
      feedbackSchedule: { kind: 'constant', learningRate: 0.01 },
      logEvery: 5,
      evaluateEvery: 20,
    });
    const [first, last] = [points[0]!, points.at(-1)!];
    expect(points.every(({ loss }) => Number.isFinite(loss))).toBe(true);
    // Convolutions of the cells, which are used at every step, and the dense readout.
    const kernels = Object.keys(last).filter((name) => name.startsWith('weightAngle/'));
    expect(kernels.length).toBeGreaterThan(4);
    expect(last['weightAngle']!).toBeLessThan(first['weightAngle']! - 5);
    expect(last['gradientAngle']!).toBeLessThan(first['gradientAngle']! - 10);
  });
});
