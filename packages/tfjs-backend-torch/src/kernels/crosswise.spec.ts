import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { engineStatus } from '../engineStatus';
import { registerTorch, torchBackend } from '../registerTorch';

const { next: missing } = await engineStatus();

describe.skipIf(missing !== undefined)(
  `matrices that lie crosswise on torch (else: ${missing ?? ''})`,
  () => {
    beforeAll(async () => {
      await registerTorch(tf, { threads: 1 });
      await tf.setBackend('torch');
    });

    it('are met as they read, and what comes of them lies by rows', () => {
      tf.tidy(() => {
        const [rows, columns] = [tf.tensor2d([[1, 2, 3], [4, 5, 6]]), tf.tensor2d([[10, 40], [20, 50], [30, 60]])]; // prettier-ignore
        const turned = tf.transpose(columns);
        const backend = torchBackend();
        const laid = (x: tf.Tensor) => backend.ask('strides', backend.handleOf(x));
        expect(laid(turned)).toBe('1,2');
        for (const [a, b] of [
          [rows, turned],
          [turned, rows],
        ] as const) {
          const sum = tf.add(a, b);
          expect([...sum.dataSync()]).toEqual([11, 22, 33, 44, 55, 66]);
          expect(laid(sum)).toBe('3,1');
        }
        expect([...tf.div(turned, rows).dataSync()]).toEqual([10, 10, 10, 10, 10, 10]);
        // Neither is moved where both lie alike, nor itself changed.
        expect(laid(tf.add(turned, turned))).toBe('1,2');
        expect(laid(turned)).toBe('1,2');
      });
    });
  },
);
