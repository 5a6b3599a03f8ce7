import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { NativeArgument } from './Addon';
import { captureGraph } from './captureGraph';
import { engineStatus } from './engineStatus';
import { registerTorch, torchBackend } from './registerTorch';

const { next: missing } = await engineStatus();
const report = missing === undefined ? await registerTorch(tf, { threads: 1 }) : undefined;
const gpu = report?.cuda === true;

describe.skipIf(missing !== undefined)(`captureGraph on the processor (else: ${missing ?? ''})`, () => {
  beforeAll(() => tf.setBackend('torch'));
  afterEach(() => vi.restoreAllMocks());

  /** Lets the processor pass for a GPU that records what is computed, and replays nothing. */
  function pretendGpu(answers: Record<string, () => unknown> = {}): void {
    const backend = torchBackend();
    const ask = backend.ask.bind(backend);
    const pretended: Record<string, () => unknown> = {
      device: () => 'cuda:0',
      beginGraph: () => undefined,
      endGraph: () => undefined,
      replayGraph: () => undefined,
      ...answers,
    };
    vi.spyOn(backend, 'ask').mockImplementation((operation: string, ...args: readonly NativeArgument[]) =>
      pretended[operation] === undefined ? ask(operation, ...args) : pretended[operation](),
    );
  }

  it('is refused, with the device that computes', () => {
    expect(() => captureGraph((x) => tf.square(x), [tf.scalar(2)])).toThrow(
      'captureGraph: the device must be a GPU, got cpu',
    );
  });

  it('a replay writes into no tensor of the caller', () => {
    pretendGpu();
    const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const inputs = [tf.reshape(x, [4]), tf.transpose(x)]; // views on its memory
    const graph = captureGraph((a, b) => tf.add(tf.sum(a!), tf.sum(b!)), inputs);
    graph.replay(tf.fill([4], 9), tf.fill([2, 2], 9));
    expect([x, ...inputs].map((tensor) => [...tensor.dataSync()])).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3, 4],
      [1, 3, 2, 4],
    ]);
    graph.dispose();
  });

  it('what the function throws is what comes out, and nothing is left behind', () => {
    pretendGpu({
      endGraph: () => {
        throw new Error('the recording was broken off');
      },
    });
    const x = tf.scalar(2);
    const before = tf.memory().numTensors;
    let runs = 0;
    const f = (y: Tensor): Tensor => {
      if (++runs === 2) throw new RangeError('the reason');
      return tf.square(y);
    };
    expect(() => captureGraph(f, [x])).toThrow(new RangeError('the reason'));
    expect(() => captureGraph((y) => tf.square(y), [x])).toThrow('the recording was broken off');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('its inputs and outputs are freed by dispose', () => {
    pretendGpu();
    const x = tf.scalar(2);
    const before = tf.memory().numTensors;
    const graph = captureGraph((y) => [tf.square(y), tf.exp(y)], [x]);
    expect(tf.memory().numTensors).toBe(before + 3);
    graph.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe.skipIf(!gpu)('captureGraph on a GPU (else: there is none, or LibTorch is without CUDA)', () => {
  beforeAll(async () => {
    tf.removeBackend('torch');
    await registerTorch(tf, { device: 'cuda' });
    await tf.setBackend('torch');
  });
  afterAll(() => tf.removeBackend('torch'));

  it('replays a function with new values', () => {
    const x = tf.tensor1d([1, 2]);
    const graph = captureGraph((y) => tf.add(tf.square(y!), 1), [x]);
    expect([...graph.replay(tf.tensor1d([3, 4])).dataSync()]).toEqual([10, 17]);
    expect([...graph.replay(tf.tensor1d([0, -1])).dataSync()]).toEqual([1, 2]);
    graph.dispose();
  });

  it('replays a training step, which ends where steps by themselves do', () => {
    const waves = (shape: number[], phase: number): Tensor =>
      tf.tensor(
        Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(3 * i + phase)),
        shape,
      );
    const batches = Array.from({ length: 6 }, (_, t) => waves([8, 5], t));
    type State = readonly [w: Tensor, m: Tensor, v: Tensor];
    const start = (): State => [waves([5, 5], 9), tf.zeros([5, 5]), tf.zeros([5, 5])];
    const attrs = { rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, keep: 1, consume: true };
    const step = ([w, m, v]: State, x: Tensor): State => {
      const loss = (kernel: Tensor) => {
        const hidden = [0, 1, 2].reduce<Tensor>(
          (h) => tf.tanh(tf.matMul(h as Tensor2D, kernel as Tensor2D)),
          x,
        );
        return tf.mean(tf.square(tf.sub(hidden, x)));
      };
      const g = tf.grad(loss)(w);
      return tf.engine().runKernel('AdamStep', { w, g, m, v }, attrs) as unknown as State;
    };

    let eager = start();
    for (const x of batches) eager = step(eager, x);

    const recorded = start(); // written over in place
    const graph = captureGraph((x) => void step(recorded, x!) as never, [batches[0]!]); // makes the first step
    for (const x of batches.slice(1)) graph.replay(x);
    const [found, expected] = [recorded[0].dataSync(), eager[0].dataSync()];
    expect(Math.max(...found.map((value, place) => Math.abs(value - expected[place]!)))).toBeLessThan(1e-5);
    graph.dispose();
  });
});
