import { createRng, quietSession, tf, useBackend, type Session } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { PathIntegrationConfig } from './PathIntegrationConfig';
import pathIntegration from './pathIntegration';
import { presets } from './presets';

await useBackend('cpu');

const { smoke } = presets;

/** The curves of a short training by a rule: of each point everything that was logged. */
async function curves(learningRule: object | undefined, steps = 30) {
  const points: { readonly [name: string]: number }[] = [];
  const session: Session = { ...quietSession(), log: (_, values) => void points.push(values) };
  const config = PathIntegrationConfig.parse({
    ...smoke,
    training: {
      ...smoke.training,
      steps,
      optimizer: { kind: 'adam' },
      feedbackOptimizer: { kind: 'adam' },
      schedule: { kind: 'constant', learningRate: 0.01 },
      logEvery: 10,
      evaluateEvery: steps,
    },
    ...(learningRule && { learningRule }),
  });
  const before = tf.memory().numTensors;
  const scores: number[] = [];
  for await (const event of pathIntegration.run({ config, rng: createRng(1), session }))
    if (event.kind === 'score') scores.push(event.score.value);
  expect(tf.memory().numTensors).toBe(before);
  return { points: points.filter((point) => 'loss' in point), scores };
}

describe('the learning rule of mec/path-integration', () => {
  it('is backpropagation where nothing is said', async () => {
    const [plain, named] = [await curves(undefined), await curves({ kind: 'backpropagation' })];
    expect(named).toEqual(plain);
  });

  it('is Kolen-Pollack by one line, which learns and aligns', async () => {
    const { points } = await curves({ kind: 'kolenPollack', decay: 0.05 }, 100);
    const [first, last] = [points[0]!, points.at(-1)!];
    expect(last['loss']!).toBeLessThan(first['loss']!);
    // Every matrix that the network projects by has an angle; feedback that starts at random is turned to them.
    expect(Object.keys(last).filter((name) => name.startsWith('weightAngle/')).length).toBeGreaterThan(3);
    expect(last['weightAngle']!).toBeLessThan(first['weightAngle']! - 5);
  });

  it('makes other networks than backpropagation does', async () => {
    const [kolenPollack, backpropagation] = [await curves({ kind: 'kolenPollack' }), await curves(undefined)];
    expect(kolenPollack.scores).not.toEqual(backpropagation.scores);
  });
});
