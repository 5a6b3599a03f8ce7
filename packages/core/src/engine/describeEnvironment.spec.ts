import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { describeEnvironment } from './describeEnvironment';

describe('describeEnvironment', () => {
  it('tells what is here in less than a second', async () => {
    const start = performance.now();
    const environment = await describeEnvironment();
    expect(performance.now() - start).toBeLessThan(1000);
    expect(environment.node).toBe(process.versions.node);
    expect(environment.processor.cores).toBeGreaterThan(0);
    expect(environment.memory.free).toBeLessThanOrEqual(environment.memory.total);
  });

  it('tells of each backend whether it is present, or how to bring it', async () => {
    const { backends } = await describeEnvironment();
    expect(backends.map(({ name }) => name)).toEqual(['torch', 'tensorflow', 'wasm', 'cpu']);
    expect(backends.find(({ name }) => name === 'wasm')).toEqual({
      name: 'wasm',
      present: true,
      detail: '@tensorflow/tfjs-backend-wasm 4.22.0',
    });
  });

  it('says how to bring torch where it is not built', async () => {
    vi.stubEnv('GOAL_DRIVEN_CACHE', mkdtempSync(join(tmpdir(), 'no-engine-')));
    const { backends } = await describeEnvironment();
    vi.unstubAllEnvs();
    expect(backends.find(({ name }) => name === 'torch')).toMatchObject({
      present: false,
      detail: expect.stringMatching(/goal-driven engine build$/),
    });
  });

  it('is plain JSON', async () => {
    const environment = await describeEnvironment();
    expect(JSON.parse(JSON.stringify(environment))).toMatchObject({
      node: environment.node,
      backends: environment.backends,
    });
  });
});
