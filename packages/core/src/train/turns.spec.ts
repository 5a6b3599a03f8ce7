import { describe, expect, it } from 'vitest';
import { backpropagation } from '../backpropagation';
import type { LearningRule, Turns } from '../LearningRule';
import { createRng } from '../Rng';
import { quietSession } from '../Session';
import { tf } from '../tf';
import { disposeTree, leafAt, leaves, type Tree } from '../tree';
import { lineModel, lineStream, lineTask } from './fixtures/lineTask';
import { train } from './train';
import { TrainConfig } from './TrainConfig';

type Seen = { readonly kernel: number; readonly feedback: number };

/** Trains for 6 updates by a rule whose feedback has a gradient of 1; what the rule saw before each. */
async function seenBy(turns: ((step: number) => Turns) | undefined, changes: object = {}) {
  const seen: Seen[] = [];
  const rule: LearningRule = {
    ...backpropagation,
    init: () => ({ b: tf.zeros([2]) }),
    credit: (args) => {
      seen.push({
        kernel: leafAt(args.params, 'model/kernel')!.dataSync()[0]!,
        feedback: leafAt(args.feedback, 'b')!.dataSync()[0]!,
      });
      return { ...backpropagation.credit(args), feedbackGrads: { b: tf.ones([2]) } };
    },
    ...(turns && { turns }),
  };
  const rates: (number | undefined)[] = [];
  const before = tf.memory().numTensors;
  const { params, state, taskState } = await train({
    architecture: lineModel(8),
    task: lineTask(8),
    stream: lineStream(createRng(1)),
    rule,
    config: TrainConfig.parse({
      steps: 6,
      optimizer: { kind: 'adam' },
      schedule: { kind: 'constant', learningRate: 0.1 },
      ...changes,
    }),
    rng: createRng(2),
    session: { ...quietSession(), log: (_, { learningRate }) => void rates.push(learningRate) },
  });
  const advanced = leafAt(taskState as Tree, 'seen')!.dataSync()[0];
  expect(tf.memory().numTensors - before).toBe(leaves({ params, state, taskState }).length);
  disposeTree({ params, state, taskState });
  const moved = (name: 'kernel' | 'feedback') =>
    seen.slice(1).map((now, index) => now[name] !== seen[index]![name]);
  return { seen, rates, advanced, kernelMoved: moved('kernel'), feedbackMoved: moved('feedback') };
}

const alternate = (step: number): Turns =>
  step % 2 === 0
    ? { params: undefined, feedback: step / 2 }
    : { params: (step - 1) / 2, feedback: undefined };

describe("a rule's turns", () => {
  it('say whom an update moves', async () => {
    const { kernelMoved, feedbackMoved, advanced } = await seenBy(alternate);
    expect(feedbackMoved).toEqual([true, false, true, false, true]);
    expect(kernelMoved).toEqual([false, true, false, true, false]);
    expect(advanced).toBe(3);
  });

  it('say how many updates an optimizer has behind it', async () => {
    // Adam on a constant gradient moves by the learning rate, whatever the update, if it counts its own.
    const { seen } = await seenBy(alternate);
    expect(seen.map(({ feedback }) => Math.round(feedback * 1e4) / 1e4)).toEqual([
      0, -0.1, -0.1, -0.2, -0.2, -0.3,
    ]);
  });

  it('are what the logged learning rate counts by', async () => {
    const schedule = { kind: 'step', learningRate: 0.1, milestones: [2], factor: 0.5 };
    const { rates } = await seenBy(alternate, { schedule, logEvery: 1 });
    expect(rates).toEqual([undefined, 0.1, undefined, 0.1, undefined, 0.05]);
  });

  it('are both where the rule says nothing', async () => {
    const { kernelMoved, feedbackMoved, advanced } = await seenBy(undefined);
    expect([...kernelMoved, ...feedbackMoved]).toEqual(Array.from({ length: 10 }, () => true));
    expect(advanced).toBe(6);
  });

  it('count alike for the rate of the losses, which is of the feedback too', async () => {
    const plain = { optimizer: { kind: 'sgd' }, lossRate: { milestones: [3], factor: 0.5 } };
    const path = async (turns?: typeof alternate) =>
      (await seenBy(turns, plain)).seen.map(({ feedback }) => Math.round(feedback * 1e4) / 1e4);
    expect(await path()).toEqual([0, -0.1, -0.2, -0.3, -0.35, -0.4]);
    expect(await path(alternate)).toEqual([0, -0.1, -0.1, -0.2, -0.2, -0.25]);
  });

  it('and only what they move is noisy', async () => {
    const updateNoise = { stddev: 1, of: 'feedback', scaled: false };
    const quiet = await seenBy(undefined);
    const noisy = await seenBy(undefined, { updateNoise });
    expect(noisy.seen.map(({ kernel }) => kernel)).toEqual(quiet.seen.map(({ kernel }) => kernel));
    expect(noisy.seen[1]!.feedback).not.toBeCloseTo(-0.1, 3);
    const params = await seenBy(alternate, { updateNoise: { stddev: 1, of: 'params', scaled: false } });
    expect(params.kernelMoved).toEqual([false, true, false, true, false]);
    expect(params.seen.at(-1)!.feedback).toBeCloseTo(-0.3, 5);
  });
});
