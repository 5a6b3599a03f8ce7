import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FeedForwardConfig, readConfigFile, resolveConfig } from '@goal-driven/core';
import { createState, describeTrial, openSweep, plan, SweepFile } from '@goal-driven/sweep';
import { expect, it } from 'vitest';
import { studies } from './studies';
import { createNetwork } from './studies/NetworkChoice';

const folder = fileURLToPath(new URL('../sweeps', import.meta.url));
const read = async (file: string) => {
  const parsed = SweepFile.parse(await readConfigFile(`${folder}/${file}`));
  return openSweep(parsed, { study: (name) => studies[name as keyof typeof studies] });
};
const trialsOf = (sweep: Awaited<ReturnType<typeof read>>) => {
  const state = createState();
  plan(sweep, state);
  return [...state.trials.values()];
};

it.each(readdirSync(folder))('%s is a sweep whose every network can be made, none twice', async (file) => {
  const sweep = await read(file);
  const trials = trialsOf(sweep);
  expect(trials).toHaveLength(sweep.searcher.count * sweep.file.seeds.length);
  for (const { point, seed } of trials) {
    const { config } = describeTrial(sweep.study, sweep, { point, seed });
    const resolved = resolveConfig(studies['mouse-visual/training'], { preset: sweep.file.preset, config });
    const side = Number(/\d+$/.exec(Object.values(point).join())![0]);
    const { input } = FeedForwardConfig.parse(createNetwork(resolved.network).config);
    expect(input).toEqual([side, side, 3]);
  }
});

/** Section 3 of the specification, instance recognition. */
const published = (network: string): [rate: number, decay: number] => {
  if (network === 'alexnet-64' || network === 'alexnet-84') return [0.003, 5e-4];
  return [0.03, network === 'alexnet-224' ? 1e-4 : 5e-4];
};

it('trains every network of the published resolutions at its published rate', async () => {
  const sweep = await read('resolutionFull.json');
  const trials = trialsOf(sweep);
  expect(trials).toHaveLength(20);
  for (const { point, seed } of trials) {
    const { config } = describeTrial(sweep.study, sweep, { point, seed });
    const resolved = resolveConfig(studies['mouse-visual/training'], { preset: sweep.file.preset, config });
    const [learningRate, rate] = published(String(point['network']));
    const { schedule, weightDecay, steps } = resolved.training;
    expect({ schedule, weightDecay, steps }, String(point['network'])).toEqual({
      schedule: {
        kind: 'by-epoch',
        learningRate,
        updates: 5004,
        course: { kind: 'step', milestones: [120, 160], factor: 0.1 },
      },
      weightDecay: { kind: 'l2', rate, paths: ['**'] },
      steps: 200 * 5004,
    });
    expect([resolved.objective.kind, resolved.data.batchSize]).toEqual(['instanceRecognition', 256]);
  }
});
