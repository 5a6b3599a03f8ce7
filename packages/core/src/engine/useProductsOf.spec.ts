import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { doubleProducts, useDoubleProducts } from '../doubleProducts';
import { loopProducts } from '../doubleProducts.fixture';
import { tf } from '../tf';
import type { BackendName } from './Backend';
import { torchState } from './nativeBackends';
import { useProductsOf } from './useProductsOf';

const { present, detail } = await torchState();

afterEach(() => {
  vi.unstubAllEnvs();
  useDoubleProducts(undefined);
});

describe('useProductsOf', () => {
  it.skipIf(!present)(
    `takes the engine's for torch, and leaves tensors alone (else: ${detail})`,
    async () => {
      const before = tf.getBackend();
      vi.stubEnv('GOAL_DRIVEN_THREADS', '2');
      await useProductsOf('torch');
      expect(doubleProducts()).toMatchObject({ name: expect.stringMatching(/^LibTorch \d/), threads: 2 });
      expect(tf.getBackend()).toBe(before);
      expect(tf.findBackendFactory('torch')).toBeNull();
    },
  );

  it.each(['wasm', 'cpu', 'tensorflow'] as const)("takes the metrics' own for %s", async (name) => {
    useDoubleProducts(loopProducts());
    expect(doubleProducts()?.name).toBe('loops');
    await useProductsOf(name);
    expect(doubleProducts()).toBeUndefined();
  });

  it('names the command that brings an absent engine, and changes nothing', async () => {
    useDoubleProducts(loopProducts());
    vi.stubEnv('GOAL_DRIVEN_CACHE', mkdtempSync(join(tmpdir(), 'no-engine-')));
    await expect(useProductsOf('torch')).rejects.toThrow(
      /^useProductsOf: backend torch must load, got: loadAddon: .*To bring it: .*goal-driven engine build$/,
    );
    expect(doubleProducts()?.name).toBe('loops');
  });

  it.skipIf(!present)(`refuses threads that are none (else: ${detail})`, async () => {
    vi.stubEnv('GOAL_DRIVEN_THREADS', '-3');
    await expect(useProductsOf('torch')).rejects.toThrow('threads must be 1 to 1024, got -3');
  });

  it('names the backends there are for one there is not', async () => {
    await expect(useProductsOf('cuda' as BackendName)).rejects.toThrow(
      'useProductsOf: backend must be one of torch, tensorflow, wasm, cpu, got cuda',
    );
  });
});
