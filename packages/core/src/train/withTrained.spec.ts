import { describe, expect, it } from 'vitest';
import { NumericalError } from '../errors';
import { plainScore } from '../plainScore';
import { createRng } from '../Rng';
import { quietSession } from '../Session';
import { tf } from '../tf';
import { lineModel, lineStream, lineTask } from './fixtures/lineTask';
import { TrainConfig } from './TrainConfig';
import { withTrained } from './withTrained';

const training = (poison = Infinity) => {
  const closed: string[] = [];
  const closing = (name: string) => ({ close: async () => void closed.push(name) });
  const rng = createRng(1);
  const options = {
    architecture: lineModel(8),
    task: lineTask(8),
    stream: { ...lineStream(rng.child('data'), poison), ...closing('stream') },
    heldOut: { ...lineStream(rng.child('heldOut')), ...closing('heldOut') },
    config: TrainConfig.parse({
      steps: 5,
      optimizer: { kind: 'adam' },
      schedule: { kind: 'constant', learningRate: 0.02 },
    }),
    rng: rng.child('train'),
    session: quietSession(),
  };
  return { closed, options };
};

describe('withTrained', () => {
  it('lends a network to a generator, and then frees it and closes the streams', async () => {
    const { closed, options } = training();
    const before = tf.memory().numTensors;
    const run = withTrained(options, async function* ({ network, history }) {
      expect(network.architecture).toBe(options.architecture);
      expect(tf.memory().numTensors).toBeGreaterThan(before);
      yield plainScore({ metric: 'steps', labels: {}, value: history.at(-1)!.step, n: 1 });
      expect(closed).toEqual([]);
      return 'used';
    });
    expect((await run.next()).value).toMatchObject({ score: { value: 5 } });
    expect(await run.next()).toEqual({ done: true, value: 'used' });
    expect([tf.memory().numTensors, closed]).toEqual([before, ['stream', 'heldOut']]);
  });

  it('lends it to a promise as well', async () => {
    const { options } = training();
    const used = withTrained(options, ({ network }) => Promise.resolve(network.architecture.name));
    expect(await used.next()).toEqual({ done: true, value: options.architecture.name });
  });

  it('frees and closes when use or training fails, or is left early', async () => {
    const before = tf.memory().numTensors;
    const { closed, options } = training();
    await expect(withTrained(options, () => Promise.reject(new Error('no use'))).next()).rejects.toThrow(
      'no use',
    );
    const left = withTrained(options, async function* () {
      yield plainScore({ metric: 'one', labels: {}, value: 1, n: 1 });
      throw new Error('never asked for');
    });
    await left.next();
    await left.return(undefined as never);
    const bad = training(2);
    await expect(withTrained(bad.options, () => Promise.resolve()).next()).rejects.toThrow(NumericalError);
    expect([...closed, ...bad.closed]).toHaveLength(6);
    expect(tf.memory().numTensors).toBe(before);
  });
});
