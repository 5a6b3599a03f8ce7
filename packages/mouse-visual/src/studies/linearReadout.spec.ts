import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRng,
  leaves,
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
import { createReadout } from './createReadout';
import linearReadout from './linearReadout';
import { loadTrainedRun } from './loadTrainedRun';
import { publishedReadouts } from './publishedReadouts';
import { trainingOf } from './publishedTraining';
import training from './training';

await useBackend('cpu');

const parsed = (config: object = {}, preset = 'smoke') => resolveConfig(linearReadout, { preset, config });

async function run(config: object = {}) {
  const [scores, figures]: [Score[], Figure[]] = [[], []];
  for await (const event of linearReadout.run({
    config: parsed(config),
    rng: createRng(0),
    session: quietSession(),
  })) {
    if (event.kind === 'score') scores.push(event.score);
    if (event.kind === 'figure') figures.push(event.figure);
  }
  return { scores, figures };
}

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'linear-readout-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const told = ({ metric, labels }: Score) =>
  `${metric} ${labels['encoder']} ${labels['layer']} ${labels['images']}`;

describe('mouse-visual/linear-readout', () => {
  it('says how much is read out of images to learn from and of held-out ones, each once', async () => {
    const before = tf.memory().numTensors;
    const { scores, figures } = await run();
    expect(tf.memory().numTensors).toBe(before);
    expect(scores.map(told)).toEqual(['accuracy random output train', 'accuracy random output test']);
    expect(scores.map(({ n }) => n)).toEqual([16, 10]); // the last held-out batch has two
    for (const { value, n } of scores) expect((value * n) % 1).toBeCloseTo(0, 9);
    expect(
      figures.map((figure) => figure.kind === 'lines' && figure.lines.map(({ label, x }) => [label, x])),
    ).toEqual([
      [
        ['training', [1, 2, 3, 4]],
        ['held out', [0, 4]],
      ],
    ]);
    expect((await run()).scores).toEqual(scores);
  });

  it('tells the five likeliest where there are more classes', async () => {
    const categories = ['Faces', 'Cars', 'Boats', 'Planes', 'Tables', 'Chairs'];
    const data = { train: { categories, images: 24 }, test: { categories, first: 24, images: 12 } };
    const { scores, figures } = await run({ data });
    expect(scores.map(told)).toEqual([
      ...['accuracy random output train', 'top5Accuracy random output train'],
      ...['accuracy random output test', 'top5Accuracy random output test'],
    ]);
    expect(scores[3]!.value).toBeGreaterThanOrEqual(scores[2]!.value);
    expect(figures[0]!.kind === 'lines' && figures[0]!.lines.map(({ label }) => label)).toEqual([
      ...['training', 'held out', 'training, among five', 'held out, among five'],
    ]);
  });

  it('reads a finished run, and the same network before it, and leaves them as they are', async () => {
    const out = join(folder, 'training');
    await runStudy(training, { out, preset: 'smoke', seed: 3, config: {} });
    const hex = async () => {
      const { network } = await loadTrainedRun(out);
      return leaves({ params: network.params, state: network.state }).map(
        ({ path, tensor }) => `${path} ${Buffer.from(tensor.dataSync().slice().buffer).toString('hex')}`,
      );
    };
    const held = await hex();
    const of = (encoder: object) => parsed({ encoder: { kind: 'run', run: out, ...encoder } });
    // What the readout sees are the parameters of the run; of the run before its first update, others.
    for (const untrained of [false, true]) {
      const parts = await createReadout(of({ untrained }), createRng(0));
      const { params, state } = parts.frozen.encoder;
      const seen = leaves({ params, state }).map(
        ({ path, tensor }) => `${path} ${Buffer.from(tensor.dataSync().slice().buffer).toString('hex')}`,
      );
      if (untrained)
        expect(seen.filter((line) => line.includes('kernel') && held.includes(line))).toEqual([]);
      else expect(seen).toEqual(held);
      await Promise.all([parts.stream, parts.heldOut, parts.known.stream].map((stream) => stream.close()));
      parts.dispose();
    }
    const { scores } = await run({ encoder: { kind: 'run', run: out, layer: 'stage1' } });
    expect(scores.map(told)).toEqual(['accuracy run stage1 train', 'accuracy run stage1 test']);
    expect((await run({ encoder: { kind: 'run', run: out, untrained: true } })).scores.map(told)).toEqual([
      'accuracy untrained output train',
      'accuracy untrained output test',
    ]);
    expect(await hex()).toEqual(held);
  });

  it('goes on where it was stopped, to the bit', async () => {
    const [straight, stopped] = [join(folder, 'straight'), join(folder, 'stopped')];
    const config = { encoder: { layer: 'stage1' }, readout: { kind: 'rotNet', pool: 2 } };
    await runStudy(linearReadout, { out: straight, preset: 'smoke', seed: 1, config });
    // In the middle of the training, and while the finished readout is judged.
    for (const stop of ['training', 'images to learn from']) {
      const controller = new AbortController();
      const onProgress = ({ label, done }: { label: string; done: number }) =>
        (label === stop || stop === 'training') && done === 2 && controller.abort();
      const half = await runStudy(linearReadout, {
        ...{ out: stopped, preset: 'smoke', seed: 1, config, resume: 'auto' },
        ...{ signal: controller.signal, onProgress },
      });
      expect(half).toMatchObject({ status: 'interrupted', scores: [] });
    }
    await runStudy(linearReadout, { out: stopped, preset: 'smoke', seed: 1, config, resume: 'auto' });
    const [one, other] = [readRun(straight), readRun(stopped)];
    expect(other.scores).toEqual(one.scores);
    expect(other.metrics).toEqual(one.metrics);
    expect(other.manifest.resumed).toHaveLength(2);
  });

  it('refuses other classes, other sizes and cells', async () => {
    const make = (config: object) => createReadout(parsed(config), createRng(0));
    const before = tf.memory().numTensors;
    await expect(make({ data: { test: { categories: ['Faces', 'Boats'] } } })).rejects.toThrow(
      'mouse-visual/linear-readout: both sets of images must have the same classes',
    );
    await expect(make({ pipeline: { size: 9 } })).rejects.toThrow(
      "the encoder must see [9, 9, 3], the pipeline's images, got one that sees [8,8,3]",
    );
    await expect(make({ pipeline: { name: 'relativeLocation' } })).rejects.toThrow(/whole images/);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('publishedReadouts', () => {
  // Section 3 of the specification: batch, rate, decay, epochs, steps.
  it.each([
    ['linear', 256, 0.1, 1e-9, 100, [30, 60, 90]],
    ['earlier', 256, 0.1, 1e-9, 90, [30, 60]],
    ['rotNet', 192, 0.01, 5e-4, 35, [5, 15, 25]],
  ] as const)('%s is the published one', (name, batchSize, learningRate, weightDecay, epochs, milestones) => {
    const published = publishedReadouts[name];
    expect(published).toEqual({
      ...{ batchSize, learningRate, weightDecay, epochs, optimizer: 'sgd' },
      course: { kind: 'step', milestones },
    });
    expect(trainingOf(published, 10 * batchSize)).toMatchObject({
      steps: 10 * epochs,
      optimizer: { kind: 'sgd', momentum: 0.9, nesterov: false },
      schedule: { kind: 'by-epoch', learningRate, updates: 10 },
      weightDecay: { kind: 'l2', rate: weightDecay },
    });
  });

  it('is in the presets, epoch by epoch', () => {
    const data = { train: { folder: 'a' }, test: { folder: 'b' } };
    const full = parsed({ data }, 'full');
    expect([full.data.batchSize, full.training.steps]).toEqual([256, 100 * 5004]);
    const rotNet = parsed({ data, encoder: { file: 'c' } }, 'rotNet');
    expect([rotNet.data.batchSize, rotNet.training.steps]).toEqual([192, 35 * 6672]);
    expect(rotNet.readout).toEqual({ kind: 'rotNet', pool: 6 });
    const cifar = parsed({ data }, 'cifar10');
    expect([cifar.training.steps, cifar.training.evaluateBatches]).toEqual([100 * 195, 40]);
    const plain = resolveConfig(linearReadout, {});
    expect(plain.training).toMatchObject({ weightDecay: { rate: 1e-9 }, schedule: { learningRate: 0.1 } });
    expect(plain.training.steps).toBe(100 * 31);
    parsed({}, 'quick');
  });
});
