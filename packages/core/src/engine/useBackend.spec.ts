import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { doubleProducts } from '../doubleProducts';
import { tf } from '../tf';
import type { BackendName } from './Backend';
import { torchState } from './nativeBackends';
import { useBackend } from './useBackend';

describe('useBackend', () => {
  const before = process.env['GOAL_DRIVEN_BACKEND'];
  afterEach(() => {
    if (before === undefined) delete process.env['GOAL_DRIVEN_BACKEND'];
    else process.env['GOAL_DRIVEN_BACKEND'] = before;
  });

  it('without a choice tfjs computes on cpu, at once', () => {
    expect(tf.tidy(() => [...tf.add([1], [2]).dataSync()])).toEqual([3]);
    expect(tf.getBackend()).toBe('cpu');
  });

  it('takes the option before the variable', async () => {
    process.env['GOAL_DRIVEN_BACKEND'] = 'wasm';
    expect(await useBackend('cpu')).toMatchObject({ name: 'cpu', chosenBy: 'option' });
    expect(tf.getBackend()).toBe('cpu');
  });

  it('takes the variable before the best one', async () => {
    process.env['GOAL_DRIVEN_BACKEND'] = 'cpu';
    expect(await useBackend()).toMatchObject({ name: 'cpu', chosenBy: 'GOAL_DRIVEN_BACKEND' });
  });

  it('computes on wasm with our kernels, also when it is chosen again', async () => {
    const report = await useBackend('wasm');
    expect(report.implementation).toBe('@tensorflow/tfjs-backend-wasm 4.22.0');
    await useBackend('cpu');
    await useBackend('wasm');
    expect(tf.tidy(() => [...tf.matMul([[1, 2]], [[3, 4]], false, true).dataSync()])).toEqual([11]);
  });

  it('shares one engine with every other copy of tfjs in the process', () => {
    const shared = (globalThis as { _tfengine?: unknown })._tfengine;
    expect(shared).toBe(tf.engine());
  });

  it('names the command that brings an absent backend', async () => {
    vi.stubEnv('GOAL_DRIVEN_CACHE', mkdtempSync(join(tmpdir(), 'no-engine-')));
    await expect(useBackend('torch')).rejects.toThrow(
      /^useBackend: backend torch must load, got: loadAddon: .*To bring it: .*goal-driven engine build$/,
    );
    vi.unstubAllEnvs();
    process.env['GOAL_DRIVEN_BACKEND'] = 'tensorflow';
    await expect(useBackend()).rejects.toThrow('To bring it: npm install @tensorflow/tfjs-node');
  });

  it('names the backends there are for one there is not', async () => {
    await expect(useBackend('cuda' as BackendName)).rejects.toThrow(
      'useBackend: backend must be one of torch, tensorflow, wasm, cpu, got cuda',
    );
  });

  it('computes on torch where it is built, and moves tensors there', async ({ skip }) => {
    const { present, detail } = await torchState();
    skip(!present, `torch is not built: ${detail}`);
    await useBackend('cpu');
    const x = tf.tensor1d([1, 2]);
    const report = await useBackend('torch');
    expect(report.features.join()).toMatch(/LibTorch \d.*cpu,\d+ thread/);
    expect(
      tf.tidy(() => [
        ...tf
          .grad((y) => tf.sum(tf.square(y)))(x)
          .dataSync(),
      ]),
    ).toEqual([2, 4]);
    expect(tf.getBackend()).toBe('torch');
    expect(doubleProducts()?.name).toMatch(/^LibTorch \d/);
    x.dispose();
    await useBackend('cpu');
    expect(doubleProducts()).toBeUndefined();
  });
});
