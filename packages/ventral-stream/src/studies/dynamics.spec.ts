import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRng,
  disposeTree,
  quietSession,
  readRun,
  resolveConfig,
  runStudy,
  tf,
  useBackend,
  type Figure,
  type Score,
} from '@goal-driven/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import categorisation from './categorisation';
import { createParts } from './createParts';
import dynamics from './dynamics';
import { evaluateImages } from './evaluateImages';
import { loadTrainedRun } from './loadTrainedRun';
import { windowsOf } from './reportDynamics';

await useBackend('cpu');

const folder = mkdtempSync(join(tmpdir(), 'ventral-dynamics-'));
const run = join(folder, 'run');
beforeAll(async () => {
  await runStudy(categorisation, { preset: 'smoke', seed: 3, out: run });
});
afterAll(() => rmSync(folder, { recursive: true }));

async function smoke(config: object, signal = new AbortController().signal) {
  const [scores, figures]: [Score[], Figure[]] = [[], []];
  const parsed = resolveConfig(dynamics, { preset: 'smoke', config });
  const session = { ...quietSession(), signal };
  for await (const event of dynamics.run({ config: parsed, rng: createRng(0), session })) {
    if (event.kind === 'score') scores.push(event.score);
    if (event.kind === 'figure') figures.push(event.figure);
  }
  return { scores, figures };
}

describe('the study of dynamics', () => {
  it('shows an untrained network and leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    const { scores, figures } = await smoke({});
    expect(tf.memory().numTensors).toBe(before);
    const names = figures.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const part of ['trace-conv3', 'trajectories-conv5', 'receptive-field-conv3'])
      expect(names.some((name) => name.startsWith(part))).toBe(true);
    expect(names).toEqual(
      expect.arrayContaining([
        ...['gates-over-time', 'receptive-field-sizes', 'ablation-over-time', 'ablation-by-window'],
        ...['sensitivity-60-ms', 'occlusion-60-ms', 'sensitivity-70-ms', 'occlusion-70-ms'],
      ]),
    );
    const extents = scores.filter(
      ({ metric, labels }) => metric === 'fieldExtent' && labels['layer'] === 'conv3',
    );
    const paths = figures.filter(({ name }) => name.startsWith('trajectories-')).map(({ title }) => title);
    for (const title of paths) expect(title).toMatch(/state of conv/);
    expect(extents.at(-1)!.value).toBeGreaterThanOrEqual(extents[0]!.value);
    const cut = scores.filter(({ metric }) => metric === 'accuracyAblated');
    expect(cut).toHaveLength(3 * 3); // the memories of three layers, throughout and in two windows
  });

  it('takes parts away in windows that end with the presentation, and in none that is all of it', async () => {
    expect(windowsOf(17, 4).at(-1)).toEqual({ from: 16, to: 17 });
    expect(windowsOf(8, 4)).toEqual([
      { from: 0, to: 4 },
      { from: 4, to: 8 },
    ]);
    expect([windowsOf(8, 8), windowsOf(8, 20)]).toEqual([[], []]);
    const { figures } = await smoke({ ablation: { window: 5 } });
    const figure = figures.find(({ name }) => name === 'ablation-by-window');
    if (figure?.kind !== 'lines') throw new Error('another figure');
    expect(figure.lines[0]!.x).toEqual([25, 65]); // of 0 to 50 and of 50 to 80 ms
    const whole = await smoke({ ablation: { window: 8 } });
    expect(whole.scores.filter(({ metric }) => metric === 'accuracyAblated')).toHaveLength(3);
    expect(whole.figures.some(({ name }) => name === 'ablation-by-window')).toBe(false);
  });

  it('shows a network without cells by its maps, with no gates and nothing to take away', async () => {
    const { scores, figures } = await smoke({
      untrained: { network: { kind: 'baseline', name: 'base_shallow' } },
      layers: ['conv2'],
      traces: { units: [{ node: 'imnetds', at: [1] }] },
    });
    const names = figures.map(({ name }) => name);
    expect(names[0]).toBe('trace-imnetds-channel-1');
    expect(names.filter((name) => /gate|ablation/.test(name))).toEqual([]);
    const paths = figures.filter(({ name }) => name.startsWith('trajectories-')).map(({ title }) => title);
    expect(paths).toEqual(['Paths of the output of conv2', 'The output of conv2 over time']);
    const radii = scores.filter(({ metric }) => metric === 'fieldRadius').map(({ value }) => value);
    // Without recurrence it is the same at every step while the image is on.
    expect(radii[1]).toBe(radii[0]);
  });

  it('shows the network of a run as that left it', async () => {
    const before = tf.memory().numTensors;
    const { scores } = await smoke({ run, images: 6 });
    expect(tf.memory().numTensors).toBe(before);
    // The six images are all that it was judged by.
    const own = (metric: string) => readRun(run).scores.find((score) => score.metric === metric)!.value;
    expect(scores.find(({ metric }) => metric === 'accuracy')!.value).toBe(own('accuracy'));
    const { study, network } = await loadTrainedRun(run);
    const { heldOut } = createParts(study, createRng(3));
    const report = await evaluateImages(network, { stream: heldOut, batches: 2, session: quietSession() });
    expect(report.crossEntropy).toBeCloseTo(own('crossEntropy'), 12);
    disposeTree({ params: network.params, state: network.state });
  });

  it('wants a run of categorisation, units that are there, and to be let go on', async () => {
    const own = join(folder, 'own');
    await runStudy(dynamics, { preset: 'smoke', seed: 0, out: own });
    await expect(smoke({ run: own })).rejects.toThrow(
      'must be a run of ventral-stream/categorisation, got one of ventral-stream/dynamics',
    );
    await expect(smoke({ run: join(folder, 'none') })).rejects.toThrow('must be a run directory');
    await expect(smoke({ traces: { units: [{ node: 'conv3', at: [9, 9, 0] }] } })).rejects.toThrow(
      'a unit of conv3 must be within',
    );
    await expect(smoke({}, AbortSignal.abort())).rejects.toThrow('interrupted');
    rmSync(join(run, 'checkpoints'), { recursive: true });
    await expect(smoke({ run })).rejects.toThrow('must hold the checkpoint of update 3, got none');
  });

  it('has a quick configuration', () => {
    expect(resolveConfig(dynamics, { preset: 'quick' })).toMatchObject({ images: 60 });
  });
});
