import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EngineError } from './EngineError';
import { engineStatus } from './engineStatus';
import { registerTorch, torchBackend } from './registerTorch';

const { next: missing, addon } = await engineStatus();

const native = () => torchBackend().memory();

describe.skipIf(missing !== undefined)(`the backend torch (else: ${missing ?? ''})`, () => {
  beforeAll(() => registerTorch(tf, { threads: 1 }));
  beforeEach(() => tf.setBackend('torch'));
  afterAll(() => tf.removeBackend('torch'));

  describe('memory', () => {
    it('is freed at once by dispose and by tidy', () => {
      const before = native();
      const x = tf.fill([100, 100], 1);
      tf.tidy(() => tf.sum(tf.matMul(x, tf.exp(x))).dataSync());
      expect(native().numBytesNative - before.numBytesNative).toBe(40_000);
      x.dispose();
      expect(native()).toEqual(before);
    });

    it('is reported by tf.memory', () => {
      const before = tf.memory() as unknown as { numBytesNative: number };
      const x = tf.fill([10], 1);
      expect(
        (tf.memory() as unknown as { numBytesNative: number }).numBytesNative - before.numBytesNative,
      ).toBe(40);
      x.dispose();
    });

    it('that several tensors share counts once', () => {
      const x = tf.fill([50, 4], 2);
      const before = native().numBytesNative;
      const views = [tf.transpose(x), tf.reshape(x, [200]), tf.clone(x), tf.slice(x, [5, 0], [45, 4])];
      expect(native().numBytesNative).toBe(before);
      [x, ...views].forEach((tensor) => tensor.dispose());
    });

    it('of a large buffer is not held by a small slice of it', () => {
      const before = native().numBytesNative;
      const row = tf.tidy(() => tf.slice(tf.fill([1000, 10], 3), [7, 0], [1, 10]));
      expect(native().numBytesNative - before).toBe(40);
      expect([...row.dataSync()]).toEqual(Array(10).fill(3));
      row.dispose();
    });

    const large = () => tf.fill([1000, 10_000], 3);
    const parts: [string, () => Tensor, number][] = [
      ['unstack', () => tf.unstack(large())[3]!, 40_000],
      ['split', () => tf.split(large(), 1000)[3]!, 40_000],
      ['a view of a part', () => tf.reshape(tf.transpose(tf.unstack(large())[3]!), [100, 100]), 40_000],
      ['a part of a part', () => tf.unstack(tf.unstack(large())[3]!)[7]!, 4],
      ['topk', () => tf.topk(tf.reshape(large(), [10_000_000]), 1).values, 4],
      ['places of topk', () => tf.topk(tf.reshape(large(), [10_000_000]), 1).indices, 4],
    ];
    it.each(parts)('of a large buffer is not held by one part of it: %s', (name, part, bytes) => {
      const before = native();
      const kept = tf.tidy(part);
      expect(native().numBytesNative - before.numBytesNative).toBe(bytes);
      expect(kept.dataSync()[0]).toBe(name.startsWith('places') ? 0 : 3);
      kept.dispose();
      expect(native()).toEqual(before);
    });

    it('of a large buffer is let go of in whichever order its parts are', () => {
      const before = native();
      const x = tf.tidy(() => tf.add(large(), tf.reshape(tf.range(0, 1000), [1000, 1])));
      const rows = tf.unstack(x);
      const views = rows.slice(10, 20).map((row) => tf.reshape(row, [100, 100]));
      rows.slice(0, 990).forEach((row) => row.dispose());
      expect(native().numBytesNative - before.numBytesNative).toBe(40_000_000); // the whole is alive
      x.dispose();
      expect(native().numBytesNative - before.numBytesNative).toBe(20 * 40_000);
      expect(rows.slice(990).map((row) => row.dataSync()[9_999])).toEqual(
        Array.from({ length: 10 }, (_, i) => 993 + i),
      );
      expect(views.map((view) => view.dataSync()[0])).toEqual(Array.from({ length: 10 }, (_, i) => 13 + i));
      [...rows.slice(990), ...views].forEach((tensor) => tensor.dispose());
      expect(native()).toEqual(before);
    });

    it('of timesteps is that of their sequence while it lives, without copies', () => {
      const x = tf.fill([20, 100, 1000], 1);
      const before = native().numBytesNative;
      const steps = tf.split(x, 20);
      expect(native().numBytesNative).toBe(before);
      [x, ...steps].forEach((tensor) => tensor.dispose());
    });

    it('that nobody disposed goes when JavaScript collects the tensor', async () => {
      setFlagsFromString('--expose-gc');
      const collect = runInNewContext('gc') as () => void;
      const before = native().numTensorsNative;
      (() => {
        for (let i = 0; i < 50; i++) tf.fill([1000], i);
      })();
      for (let turn = 0; turn < 50 && native().numTensorsNative > before + 5; turn++) {
        collect();
        await wait(5);
      }
      expect(native().numTensorsNative).toBeLessThanOrEqual(before + 5);
    });

    it('too large is an error with the sizes, and the process goes on', () => {
      expect(() => tf.fill([1e6, 1e6, 10], 1)).toThrow(
        /torch\.fill\(\[1000000, 1000000, 10\]\): memory must suffice, got: .*40000000000000 bytes/,
      );
      expect(() => tf.fill([2 ** 20, 2 ** 20, 2 ** 20, 2 ** 20], 1)).toThrow(/torch\.fill/);
      expect([...tf.add([1], [2]).dataSync()]).toEqual([3]);
    });

    it('is the same after a training step as before it', () => {
      const w = tf.fill([8, 8], 0.1);
      const step = () =>
        tf.tidy(
          () =>
            void tf
              .grad((k) => tf.sum(tf.relu(tf.matMul(tf.matMul(k, k), k))))(w)
              .dataSync(),
        );
      step();
      const before = { tensors: tf.memory().numTensors, native: native() };
      for (let i = 0; i < 20; i++) step();
      expect({ tensors: tf.memory().numTensors, native: native() }).toEqual(before);
      w.dispose();
    });
  });

  describe('values', () => {
    it.each(['float32', 'int32', 'bool'] as const)('of %s come back as they went in', (dtype) => {
      const list = dtype === 'bool' ? [1, 0, 1, 1] : [1, -2, 3, 4];
      const x = tf.tensor(list, [2, 2], dtype);
      expect([...tf.transpose(tf.transpose(x)).dataSync()]).toEqual(list);
      expect([...tf.transpose(x).dataSync()]).toEqual([list[0], list[2], list[1], list[3]]);
      x.dispose();
    });

    it('can be awaited', async () => {
      expect([...(await tf.add([1, 2], 1).data())]).toEqual([2, 3]);
    });

    it('move between backends and back', async () => {
      const x = tf.tensor1d([1, 2, 3]);
      const doubled = tf.mul(x, 2);
      await tf.setBackend('cpu');
      const more = tf.add(doubled, 1);
      await tf.setBackend('torch');
      expect([...tf.mul(more, doubled).dataSync()]).toEqual([6, 20, 42]);
    });

    it('of strings stay what they are', () => {
      const words = tf.tensor1d(['a', 'b']);
      expect(tf.concat([words, tf.reshape(words, [2])]).dataSync()).toEqual(['a', 'b', 'a', 'b']);
      expect(() => tf.engine().runKernel('Exp', { x: words } as never)).toThrow(
        /must be of numbers.*got strings/,
      );
    });
  });

  describe('safety', () => {
    it('a disposed tensor is an error', () => {
      const x = tf.fill([2], 1);
      const info = { dataId: x.dataId, shape: [2], dtype: 'float32' as const };
      x.dispose();
      expect(() => torchBackend().run('exp', info)).toThrow(/must be live, got one that was disposed/);
      expect(() => torchBackend().readSync(info.dataId)).toThrow(/disposed/);
    });

    it.each([
      [
        'a handle that is none',
        () => torchBackend().ask('exp', 123456789),
        /handle must be that of a live tensor/,
      ],
      [
        'a handle that is not whole',
        () => torchBackend().ask('exp', 1.5),
        /handle must be that of a live tensor/,
      ],
      ['NaN for a handle', () => torchBackend().ask('exp', NaN), /handle must be/],
      ['no argument', () => torchBackend().ask('exp'), /argument 0 must be a number/],
      ['text for a handle', () => torchBackend().ask('exp', 'x'), /argument 0 must be a number/],
      [
        'fractions for axes',
        () => torchBackend().run('sum', tf.ones([2]), [0.5], false),
        /array of integers/,
      ],
      [
        'an axis that is not there',
        () => torchBackend().run('sum', tf.ones([2]), [7], false),
        /torch\.sum\(float32 \[2\], \[7\]\)/,
      ],
      ['a shape below 0', () => torchBackend().run('fill', [-3], 0, 'float32'), /torch\.fill/],
      [
        'a dtype that is none',
        () => torchBackend().run('fill', [1], 0, 'float16'),
        /dtype must be .*got float16/,
      ],
      [
        'too few values',
        () => torchBackend().ask('upload', new Float32Array(3), 'float32', [2, 2]),
        /values must be 4 in a Float32Array, got 3/,
      ],
      [
        'a wrong kind of values',
        () => torchBackend().ask('upload', new Int32Array(4), 'float32', [2, 2]),
        /Float32Array/,
      ],
      [
        'an operation that is none',
        () => torchBackend().run('nothing', tf.ones([1])),
        /addon must have nothing/,
      ],
      ['products of unequal lengths', () => tf.matMul(tf.ones([2, 3]), tf.ones([4, 5])), /inner/i],
      [
        'indices out of range',
        () => tf.gather(tf.ones([3]), tf.tensor1d([5], 'int32')),
        /index value 5 is not in \[0, 2\]/,
      ],
      [
        'scattering out of range',
        () => tf.scatterND(tf.tensor2d([[9]], [1, 1], 'int32'), tf.ones([1]), [3]),
        /indices must be in \[0, 3\)/,
      ],
      [
        'a thousand threads too many',
        () => torchBackend().ask('setThreads', 5000),
        /threads must be 1 to 1024, got 5000/,
      ],
      ['a device that is none', () => torchBackend().ask('setDevice', 'abacus'), /torch\.setDevice/],
    ])('%s is an error', (_name, f, message) => {
      expect(f).toThrow(message);
    });

    it('no operation crashes on arguments that make no sense', async () => {
      const backend = torchBackend();
      const x = backend.handleOf(tf.ones([2, 2]));
      const odd = [undefined, -1, 1e300, '', true, [], [x, -5], new Float32Array(1), x, [0, 0]];
      // These change the settings of the process, or end what other cases hold.
      const spared = ['clear', 'release', 'tell', 'setThreads', 'scratch', 'setDeterministic', 'setTf32'];
      for (const operation of Object.keys(backend.addon).filter((name) => !spared.includes(name))) {
        for (const [first, second] of odd.flatMap((one) => odd.map((other) => [one, other] as const))) {
          try {
            await backend.ask(operation, first, second, second, second, second, second, second);
          } catch (error) {
            expect((error as Error).message).not.toBe('');
          }
        }
      }
      expect([...tf.add([1], [1]).dataSync()]).toEqual([2]);
    });

    it('a backend that was removed refuses, and a new one serves', async () => {
      const old = tf.fill([2], 1);
      tf.removeBackend('torch');
      await tf.setBackend('cpu');
      expect(() => tf.add(old, 1)).toThrow(/must be registered, got one that was removed/);
      await registerTorch(tf, { threads: 1 });
      await tf.setBackend('torch');
      expect([...tf.add([1], [1]).dataSync()]).toEqual([2]);
    });

    it('threads of JavaScript each have their own tensors', async () => {
      const file = join(mkdtempSync(join(tmpdir(), 'torch-worker-')), 'worker.cjs');
      writeFileSync(
        file,
        `const { parentPort, workerData } = require('node:worker_threads');
        const holder = { exports: {} };
        process.dlopen(holder, workerData);
        const torch = holder.exports;
        let sum = 0;
        for (let i = 0; i < 200; i++) {
          const a = torch.fill([4, 4], i, 'float32');
          const b = torch.matMul(a, a, false, false);
          const values = new Float32Array(16);
          torch.read(b, values);
          sum += values[0];
          torch.release(a);
          torch.release(b);
        }
        parentPort.postMessage({ sum, first: torch.fill([1], 0, 'float32') });`,
      );
      const mine = torchBackend().handleOf(tf.fill([1], 5));
      const answers = await Promise.all(
        [1, 2, 3].map(
          () =>
            new Promise<{ sum: number; first: number }>((resolve, reject) => {
              const worker = new Worker(file, { workerData: addon });
              worker.once('message', resolve);
              worker.once('error', reject);
            }),
        ),
      );
      const expected = Array.from({ length: 200 }, (_, i) => 4 * i * i).reduce((a, b) => a + b);
      expect(answers.map(({ sum }) => sum)).toEqual([expected, expected, expected]);
      expect(new Set(answers.map(({ first }) => first)).size).toBe(1); // numbers begin anew in each
      const values = new Float32Array(1);
      torchBackend().ask('read', mine, values);
      expect(values[0]).toBe(5);
    });
  });

  describe('settings', () => {
    it('that are left out stay what they were', async () => {
      await registerTorch(tf, { threads: 2, deterministic: true, layout: 'channels first' });
      expect(await registerTorch(tf, { threads: 1 })).toMatchObject({ threads: 1, deterministic: true });
      expect(torchBackend().ask('layout')).toBe('channels first');
      const undone = await registerTorch(tf, {
        ...{ deterministic: false, layout: 'auto' },
        ...({ threads: undefined } as object),
      });
      expect(undone).toMatchObject({ threads: 1, deterministic: false });
    });

    it('that there are none of are refused, and change nothing', async () => {
      const misspelt = { threads: 2, determinstic: true, thread: 1 } as object;
      await expect(registerTorch(tf, misspelt)).rejects.toThrow(
        'registerTorch: options must be of device, threads, deterministic, tf32, layout, memoryShare, got determinstic, thread',
      );
      await expect(registerTorch(tf, misspelt)).rejects.toThrow(EngineError);
      expect((await registerTorch(tf)).threads).toBe(1);
    });

    it('threads are what was asked for, also later', async () => {
      expect((await registerTorch(tf, { threads: 2 })).threads).toBe(2);
      expect((await registerTorch(tf, { threads: 1 })).threads).toBe(1);
    });

    it('a GPU that is not there is an error that says how to get one', async () => {
      if (torchBackend().ask('hasCuda') === true) return;
      tf.removeBackend('torch');
      await expect(registerTorch(tf, { device: 'cuda' })).rejects.toThrow(
        // The second where the build knows CUDA and the machine has no GPU.
        /device cuda must be in LibTorch.*engine build|device cuda:0 must exist, got 0 GPUs/,
      );
      await registerTorch(tf, { threads: 1 });
    });

    it.each([1, 2])('in deterministic mode %i threads give the same bits run after run', async (threads) => {
      await registerTorch(tf, { threads, deterministic: true });
      const step = () =>
        tf.tidy(() => {
          const x = tf.tensor(
            Float32Array.from({ length: 4 * 16 * 16 * 8 }, (_, i) => Math.sin(i)),
            [4, 16, 16, 8],
          );
          const w = tf.tensor(
            Float32Array.from({ length: 3 * 3 * 8 * 8 }, (_, i) => Math.cos(i)),
            [3, 3, 8, 8],
          );
          const loss = (k: Tensor) =>
            tf.sum(tf.maxPool(tf.relu(tf.conv2d(x as never, k as never, 1, 'same')) as never, 2, 2, 'valid'));
          const rows = tf.gather(w, tf.tensor1d([0, 1, 0], 'int32'));
          return [...tf.grad(loss)(w).dataSync(), ...tf.sum(rows).dataSync()];
        });
      const first = step();
      for (let run = 0; run < 5; run++) expect(step()).toEqual(first);
      await registerTorch(tf, { threads: 1, deterministic: false });
    });
  });
});
