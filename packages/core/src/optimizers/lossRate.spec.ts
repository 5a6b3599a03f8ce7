import { describe, expect, it } from 'vitest';
import { createRng } from '../Rng';
import { quietSession } from '../Session';
import { tf } from '../tf';
import { lineModel, lineStream, lineTask } from '../train/fixtures/lineTask';
import { train } from '../train/train';
import { TrainConfig } from '../train/TrainConfig';
import { disposeTree, leaves } from '../tree';
import { LossRate, lossRateAt, withLossRate } from './lossRate';

/** The weights after 6 updates. */
async function trained(settings: object): Promise<number[]> {
  const found = await train({
    architecture: lineModel(4),
    task: lineTask(4),
    stream: lineStream(createRng(1)),
    config: TrainConfig.parse({
      steps: 6,
      accumulate: 2,
      weightDecay: { kind: 'l2', rate: 0.1, paths: ['**/kernel'] },
      optimizer: { kind: 'sgd' },
      schedule: { kind: 'constant', learningRate: 0.1 },
      ...settings,
    }),
    rng: createRng(2),
    session: quietSession(),
  });
  const values = leaves(found.params).flatMap(({ tensor }) => [...tensor.dataSync()]);
  disposeTree({ params: found.params, state: found.state, taskState: found.taskState });
  return values;
}

const lossRate = { milestones: [2, 4], factor: 0.1 };
const furthest = (a: number[], b: number[]) =>
  Math.max(...a.map((value, index) => Math.abs(value - b[index]!)));

describe('the rate of the losses', () => {
  it('falls at each milestone, and is 1 where there is none', () => {
    const rate = LossRate.parse({ milestones: [30, 60, 80] });
    [1, 1, 0.1, 0.1, 0.01, 0.001].forEach((value, index) =>
      expect(lossRateAt(rate, [0, 29, 30, 59, 60, 80][index]!)).toBeCloseTo(value, 10),
    );
    expect(lossRateAt(undefined, 99)).toBe(1);
    const grads = { w: tf.scalar(3) };
    expect(withLossRate(grads, 1)).toBe(grads);
  });

  it('is a rate of learning of plain descent, decay included, and no such thing of Adam', async () => {
    const schedule = { kind: 'step', learningRate: 0.1, ...lossRate };
    const by = (optimizer: object) =>
      Promise.all([trained({ optimizer, lossRate }), trained({ optimizer, schedule })]);
    const [plain, slower] = await by({ kind: 'sgd' });
    expect(furthest(plain!, slower!)).toBeLessThan(1e-6);
    expect(furthest(plain!, await trained({}))).toBeGreaterThan(1e-3);
    const [adam, slowAdam] = await by({ kind: 'adam' });
    expect(furthest(adam!, slowAdam!)).toBeGreaterThan(1e-2);
  });

  it('comes before the limit on gradients', async () => {
    // Clipped to a length that all of them exceed, a tenth of a loss is clipped to the same.
    const clip = { kind: 'global-norm', norm: 1e-4 };
    const tenth = { milestones: [1], factor: 0.1 };
    expect(furthest(await trained({ clip, lossRate: tenth }), await trained({ clip }))).toBeLessThan(1e-6);
  });
});
