import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRng,
  DataError,
  quietSession,
  resolveConfig,
  runStudy,
  tf,
  useBackend,
  type Score,
} from '@goal-driven/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTrainedRun } from './loadTrainedRun';
import pathIntegration from './pathIntegration';
import recordedPath from './recordedPath';

await useBackend('cpu');

const shared = process.env['GOAL_DRIVEN_SHARED'];
const path = `${shared}/data/trajectories/sargolini.npz`;
const folder = mkdtempSync(join(tmpdir(), 'mec-recorded-'));
const run = join(folder, 'run');
const sets = { 'evaluation.batches': 1, 'evaluation.binWidth': 0.55 };

async function scores(config: object): Promise<Score[]> {
  const found: Score[] = [];
  const parsed = resolveConfig(recordedPath, { config });
  for await (const event of recordedPath.run({
    config: parsed,
    rng: createRng(0),
    session: quietSession(),
  })) {
    if (event.kind === 'score') found.push(event.score);
  }
  return found;
}

beforeAll(async () => {
  await runStudy(pathIntegration, { preset: 'smoke', sets, seed: 3, out: run });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a trained run on a recorded path', () => {
  it.skipIf(shared === undefined)(
    'scores the network that the run trained, and leaves no tensor behind',
    async () => {
      const before = tf.memory().numTensors;
      const found = await scores({ run, path, timesteps: 500, binWidth: 0.25 });
      expect(tf.memory().numTensors).toBe(before);
      const value = (metric: string) => found.find((score) => score.metric === metric)!.value;
      expect(value('decodingError')).toBeGreaterThan(0);
      expect(value('noMotionError')).toBeGreaterThan(0);
      expect(value('sequences')).toBe(55); // whole 10 s pieces between the 8 pauses above 0.1 s, counted with NumPy
    },
  );

  it('has the parameters of the last checkpoint, not new ones', async () => {
    const { network, study } = await loadTrainedRun(run);
    expect(study.network).toMatchObject({ cell: 'ugrnn', activation: 'relu', units: 6 });
    const fresh = network.architecture.init(createRng(3).child('train').child('model'));
    const bias = (tree: object) => (tree as { decoder: { bias: tf.Tensor } }).decoder.bias.dataSync();
    expect(bias(fresh.params).every((value) => value === 0)).toBe(true);
    expect(bias(network.params).some((value) => value !== 0)).toBe(true);
  });

  it('has the network of its seed where the run never trained it', async () => {
    const untrained = join(folder, 'untrained');
    await runStudy(pathIntegration, {
      preset: 'smoke',
      sets: { ...sets, 'training.steps': 0 },
      seed: 3,
      out: untrained,
    });
    const [first, again] = [await loadTrainedRun(untrained), await loadTrainedRun(untrained)];
    const kernel = (tree: object) => (tree as { decoder: { kernel: tf.Tensor } }).decoder.kernel.dataSync();
    expect(kernel(first.network.params)).toEqual(kernel(again.network.params));
    const trained = await loadTrainedRun(run);
    const moved = kernel(trained.network.params).map((value, at) =>
      Math.abs(value - kernel(first.network.params)[at]!),
    );
    expect(Math.max(...moved)).toBeLessThan(0.02); // three updates of Adam at 3e-3 from the same start
    expect(Math.max(...moved)).toBeGreaterThan(0);
  });

  it('refuses a folder that is no run, and a run that has lost its checkpoints', async () => {
    await expect(loadTrainedRun(folder)).rejects.toThrow(DataError);
    rmSync(join(run, 'checkpoints'), { recursive: true });
    await expect(loadTrainedRun(run)).rejects.toThrow(/must hold the checkpoint of update 3, got none/);
  });
});
