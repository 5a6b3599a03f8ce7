import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { torchState } from '../engine/nativeBackends';
import { useBackend } from '../engine/useBackend';
import { tf, type Tensor } from '../tf';
import { disposeTree, leafAt, type Tree } from '../tree';
import { createOptimizer, OptimizerConfig } from './Optimizer';

const { present, detail } = await torchState();

const waves = (phase: number): Tensor =>
  tf.tensor(
    Float32Array.from({ length: 5000 }, (_, index) => Math.sin(index * phase)),
    [50, 100],
  );

const configs = [
  { kind: 'sgd' },
  { kind: 'sgd', momentum: 0.9 },
  { kind: 'sgd', momentum: 0.9, nesterov: true },
  { kind: 'adam' },
  { kind: 'adam-torch' },
  { kind: 'adamw', weightDecay: 0.1 },
];

/** Five updates on the current backend. */
function descend(config: object, consume: boolean): Float32Array {
  const optimizer = createOptimizer(OptimizerConfig.parse(config));
  let params: Tree = { kernel: waves(0.37) };
  let state = optimizer.init(params);
  for (let step = 0; step < 5; step++) {
    const grads = tf.tidy(() => ({
      kernel: tf.add(tf.mul(leafAt(params, 'kernel')!, 0.5), waves(step + 1)),
    }));
    const next = optimizer.update(grads, state, params, { step, learningRate: 0.01, consume });
    [grads, state, params].forEach(disposeTree);
    ({ params, state } = next);
  }
  const values = leafAt(params, 'kernel')!.dataSync() as Float32Array;
  [params, state].forEach(disposeTree);
  return values;
}

describe.skipIf(!present)(`fused steps of optimizers (else: ${detail})`, () => {
  beforeAll(() => useBackend('torch'));
  afterAll(() => useBackend('cpu'));

  it.each(configs.map((config) => [JSON.stringify(config), config] as const))(
    '%s gives the numbers of the plain operations, in place and not',
    async (_name, config) => {
      await useBackend('cpu');
      const expected = descend(config, false);
      await useBackend('torch');
      for (const consume of [false, true]) {
        const found = descend(config, consume);
        // five updates of numbers below 2, each with two roundings more or less of half an ulp, 2^-24
        found.forEach((value, index) =>
          expect(Math.abs(value - expected[index]!)).toBeLessThanOrEqual(5 * 2 * 2 * 2 ** -24),
        );
      }
    },
  );

  it('old values stay unless they are given up, and whatever else holds them keeps them', () => {
    const optimizer = createOptimizer(OptimizerConfig.parse({ kind: 'adam' }));
    const params = { kernel: waves(1) };
    const [twin, turned] = [tf.clone(params.kernel), tf.transpose(params.kernel)];
    const before = params.kernel.dataSync();
    const state = optimizer.init(params);
    const options = { step: 0, learningRate: 0.1 };
    const kept = optimizer.update({ kernel: waves(2) }, state, params, options);
    expect(params.kernel.dataSync()).toEqual(before);
    const consumed = optimizer.update({ kernel: waves(2) }, state, params, { ...options, consume: true });
    expect(leafAt(consumed.params, 'kernel')!.dataSync()).toEqual(leafAt(kept.params, 'kernel')!.dataSync());
    expect(twin.dataSync()).toEqual(before);
    turned.dispose();
    expect(tf.tidy(() => [...tf.transpose(twin).dataSync()].slice(0, 3))).toEqual([
      before[0],
      before[100],
      before[200],
    ]);
  });

  it('memory that was given up is used again', () => {
    const optimizer = createOptimizer(OptimizerConfig.parse({ kind: 'adam' }));
    const bytes = () => (tf.memory() as unknown as { numBytesNative: number }).numBytesNative;
    const params = { kernel: waves(1) };
    const [state, grads] = [optimizer.init(params), { kernel: waves(2) }];
    tf.tidy(() => tf.add(params.kernel, grads.kernel)); // uploads both
    const before = bytes();
    const next = optimizer.update(grads, state, params, { step: 0, learningRate: 0.1, consume: true });
    expect(bytes()).toBe(before);
    [next.params, next.state, params, state, grads].forEach(disposeTree);
  });
});
