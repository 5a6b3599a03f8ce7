import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRng,
  judge,
  quietSession,
  resolveConfig,
  tf,
  useBackend,
  type Claim,
  type Finding,
  type Score,
  type Session,
} from '@goal-driven/core';
import { heldInMemory, objectSource } from '@goal-driven/stimuli';
import { afterAll, describe, expect, it } from 'vitest';
import { claims } from './claims';
import type { EncoderCondition } from './claims/encoderParts';
import { encoderLayers, encoderNetwork, encoderOf } from './claims/encoderParts';
import { isFound } from './claims/recoveredSource';
import { withEncoder } from './claims/withEncoder';

await useBackend('wasm');

const folder = mkdtempSync(join(tmpdir(), 'mouse-claims-'));
afterAll(() => rmSync(folder, { recursive: true }));

// The table forgets whose config it is.
describe.each(Object.entries(claims) as [string, Claim][])('%s', (name, claim) => {
  it('ends in a verdict at its smallest, from findings over its seeds', async () => {
    const config = resolveConfig(claim, { preset: 'smoke' });
    const [findings, scores]: [Finding[], Score[]] = [[], []];
    const before = tf.memory().numTensors;
    for await (const event of claim.run({ config, rng: createRng(1), session: quietSession() })) {
      if (event.kind === 'finding') findings.push(event.finding);
      if (event.kind === 'score') scores.push(event.score);
    }
    expect(tf.memory().numTensors).toBe(before);
    expect(claim.name).toBe(name);
    expect(findings.map(({ statistic }) => statistic)).toEqual(
      claim.claim.criteria.map(({ statistic }) => statistic),
    );
    expect(['holds', 'does not hold', 'cannot be told']).toContain(judge(claim.claim.criteria, findings));
    for (const { seeds, n } of findings) expect([seeds, n]).toEqual([[0, 1], 2]);
    expect(new Set(scores.map(({ labels }) => labels['seed']))).toEqual(new Set([0, 1]));
    for (const { metric, value } of scores)
      if (metric === 'accuracy') expect(value >= 0 && value <= 1).toBe(true);
  });

  it('has presets that fit its schema, and criteria on record', () => {
    for (const preset of ['full', 'quick']) resolveConfig(claim, { preset });
    expect(claim.claim.protocol.length).toBeGreaterThan(100);
  });
});

/** What a run begins with. */
const begin = async (claim: Claim, preset: string, config: object) => {
  const run = {
    config: resolveConfig(claim, { preset, config }),
    rng: createRng(1),
    session: quietSession(),
  };
  for await (const _ of claim.run(run)) return 'it began';
  return 'it ended';
};

describe('low-resolution-costs-little', () => {
  const claim = claims['mouse-visual/low-resolution-costs-little'];
  const failing = (preset: string, config: object) => begin(claim as Claim, preset, config);

  it('has images as large as the encoders see them in every preset, and refuses smaller ones', async () => {
    for (const preset of ['full', 'quick', 'smoke']) {
      const { high, low, scenes, probes } = resolveConfig(claim, { preset });
      expect([scenes, probes.scenes, probes.textures].map(({ pixels }) => pixels)).toEqual([
        high,
        high,
        high,
      ]);
      expect(low).toBeLessThan(high);
    }
    await expect(failing('full', { probes: { scenes: { pixels: 64 } } })).rejects.toThrow(
      'probes.scenes.pixels must be at least high, 224, got 64',
    );
    await expect(failing('quick', { high: 65 })).rejects.toThrow(
      'scenes.pixels must be at least high, 65, got 64',
    );
  });
});

describe('accuracy-does-not-order', () => {
  const claim = claims['mouse-visual/accuracy-does-not-order'];

  it('is of CIFAR-10 where its folder is named, and says so', async () => {
    expect(() => resolveConfig(claim, { preset: 'cifar10Quick' })).toThrow(/folder/);
    const sets = { 'accuracy.folder': 'folder' };
    const { accuracy, scenes } = resolveConfig(claim, { preset: 'cifar10Quick', sets });
    expect(accuracy).toMatchObject({ kind: 'cifar10', split: 'test', folder: 'folder', limit: 2000 });
    expect(scenes).toEqual(resolveConfig(claim, { preset: 'quick' }).scenes);
    const images = new Uint8Array(60 * 3073); // of 60 records, classes in turn
    for (let record = 0; record < 60; record++) images[record * 3073] = record % 10;
    writeFileSync(join(folder, 'test_batch.bin'), images);
    const config = resolveConfig(claim, {
      preset: 'smoke',
      sets: { 'accuracy.kind': 'cifar10', 'accuracy.folder': folder, 'accuracy.split': 'test' },
    });
    for await (const event of claim.run({ config, rng: createRng(1), session: quietSession() })) {
      if (event.kind !== 'score' || event.score.metric !== 'accuracy') continue;
      if (event.score.labels['task'] !== 'classes') continue;
      expect(event.score.labels['images']).toBe('cifar10/test');
      expect(event.score.n).toBe(30);
      return;
    }
    expect.unreachable('there must be an accuracy of classes');
  });
});

describe('recovers-source', () => {
  it('refuses encoders of more layers than mice have areas', () => {
    const claim = claims['mouse-visual/recovers-source'];
    const layersOf = (streams: string) =>
      encoderLayers(resolveConfig(claim, { preset: 'smoke', config: { streams } })).length;
    expect([layersOf('single'), layersOf('dual')]).toEqual([3, 5]);
    expect(() => layersOf('six')).toThrow(/streams/);
  });

  it('has scenes and stimuli as large as encoders see them in every preset, and refuses smaller ones', async () => {
    const claim = claims['mouse-visual/recovers-source'];
    for (const preset of [undefined, 'full', 'quick', 'smoke']) {
      const { pixels, otherPixels, scenes, stimuli } = resolveConfig(claim, preset ? { preset } : {});
      expect([scenes.pixels, stimuli.pixels]).toEqual(Array(2).fill(Math.max(pixels, otherPixels)));
      expect(pixels).not.toBe(otherPixels);
    }
    await expect(begin(claim as Claim, 'quick', { scenes: { pixels: 32 } })).rejects.toThrow(
      'scenes.pixels must be at least otherPixels, 48, got 32',
    );
    await expect(begin(claim as Claim, 'quick', { pixels: 64 })).rejects.toThrow(
      'scenes.pixels must be at least pixels, 64, got 48',
    );
  });
});

describe('withEncoder', () => {
  const config = resolveConfig(claims['mouse-visual/contrastive-generalises'], { preset: 'smoke' });
  const images = heldInMemory(objectSource(config.scenes));
  const kernelOf = async (
    condition: EncoderCondition,
    more: object = {},
    session: Session = quietSession(),
  ) => {
    const run = withEncoder(
      condition,
      { config: { ...config, ...more }, images, seed: 0, rng: createRng(0), session },
      async function* ({ params }) {
        yield* [];
        return [
          ...((params['input_VISp'] as never)['0']['kernel'] as { dataSync(): Float32Array }).dataSync(),
        ];
      },
    );
    for (;;) {
      const next = await run.next();
      if (next.done) return next.value;
    }
  };

  it('begins encoders of one seed with the same kernels, whatever they learn', async () => {
    const start = await kernelOf(encoderOf('untrained'));
    const learned = await kernelOf(encoderOf('supervised'));
    expect(learned).not.toEqual(start);
    for (const objective of ['contrastive', 'depth'] as const)
      expect(await kernelOf(encoderOf(objective), { steps: 1, learningRate: 1e-30 })).toEqual(start);
  });

  it('takes what an earlier run trained likewise, and refuses what was trained otherwise', async () => {
    const session = { ...quietSession(), checkpoints: join(folder, 'earlier', 'checkpoints') };
    const first = await kernelOf(encoderOf('rotation'), {}, session);
    const reuse = { reuse: join(folder, 'earlier') };
    let trained = 0;
    const counting = { ...quietSession(), log: () => void trained++ };
    expect(await kernelOf(encoderOf('rotation'), reuse, counting)).toEqual(first);
    expect(trained).toBe(0);
    await kernelOf(encoderOf('supervised'), reuse, counting); // it has none of that name
    expect(trained).toBeGreaterThan(0);
    await expect(kernelOf(encoderOf('rotation'), { ...reuse, width: 0.1 })).rejects.toThrow();
  });

  it('adds a decoder to the same encoder where the objective makes images', () => {
    const shapes = (objective: 'contrastive' | 'depth') =>
      encoderNetwork(encoderOf(objective), config).shapes;
    for (const layer of ['VISp', 'ventral', 'VISpor'])
      expect(shapes('depth')[layer]).toEqual(shapes('contrastive')[layer]);
  });
});

describe('isFound', () => {
  it('is 1 where the source is ahead of every rival, which need not be all candidates', () => {
    const recovered = { layers: 1, predictivity: { a: 0.5, b: 0.4, c: 0.7 } };
    expect(isFound('a', ['a', 'b'], recovered)).toBe(1);
    expect(isFound('a', ['a', 'b', 'c'], recovered)).toBe(0);
    expect(isFound('a', ['b'], { layers: 1, predictivity: { a: 0.4, b: 0.4 } })).toBe(0);
  });
});
