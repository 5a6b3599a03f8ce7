import { readFileSync, statSync } from 'node:fs';
import {
  createRng,
  disposeTree,
  leaves,
  quietSession,
  resolveConfig,
  tf,
  useBackend,
  type Figure,
  type Score,
  type StudyEvent,
} from '@goal-driven/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluatePaths, type PathIntegrationReport } from './evaluatePaths';
import { loadReferenceModel } from './loadReferenceModel';
import type { TrainedModel } from './modelFile';
import { evaluateReference } from './studies/evaluateReference';
import pathIntegration from './studies/pathIntegration';
import { PathIntegrationConfig } from './studies/PathIntegrationConfig';
import { presets } from './studies/presets';
import trainedNetwork from './studies/trainedNetwork';

await useBackend('wasm');

/** What it scored on the first batch of held-out paths on torch and on wasm, cm and nats. */
const CARD = {
  decodingError: 4.65,
  noMotionError: 19.95,
  decoderFloor: 4.345404445454517,
  loss: 6.02741,
  lossFloor: 6.01785,
};

const folder = new URL('../models/', import.meta.url);

async function events(study: AsyncGenerator<StudyEvent>) {
  const found: { scores: Score[]; figures: Figure[] } = { scores: [], figures: [] };
  for await (const event of study) {
    if (event.kind === 'score') found.scores.push(event.score);
    if (event.kind === 'figure') found.figures.push(event.figure);
  }
  return found;
}

describe('the reference model', () => {
  let model: TrainedModel;
  let report: PathIntegrationReport;
  beforeAll(async () => {
    model = await loadReferenceModel();
    const { parts, network } = model;
    const batches = (async function* () {
      yield (await parts.heldOut.read({ batch: 0 })).batch;
    })();
    const asked = { readout: parts.readout, loss: 'placeCells', layer: 'g' } as const;
    report = await evaluatePaths(network, batches, asked);
  });
  afterAll(() => disposeTree(model.network.params));

  it('is below 3 MB, and what the preset of its name trains', () => {
    expect(statSync(new URL('reference.safetensors', folder)).size).toBeLessThan(3e6);
    expect(model.study).toEqual(PathIntegrationConfig.parse(presets.reference));
    expect([model.seed, model.backend]).toEqual([0, 'torch']);
    expect(model.command).toBe(
      'goal-driven run mec/path-integration --preset reference --seed 0 --backend torch',
    );
    const count = leaves(model.network.params).reduce((sum, { tensor }) => sum + tensor.size, 0);
    const [units, code] = [256, 512];
    expect(count).toBe(5 * units * units + units * (2 * code + 7) + code);
  });

  it('knows where it is on 200 paths that it never walked, as well as its card says', () => {
    expect(report.samples).toBe(200 * 20);
    // cm; single precision of another backend may swap two place cells now and then
    expect(100 * report.decodingError).toBeCloseTo(CARD.decodingError, 1);
    expect(100 * report.noMotionError).toBeCloseTo(CARD.noMotionError, 1);
    expect(100 * report.decoderFloor).toBeCloseTo(CARD.decoderFloor, 6);
    expect(report.loss).toBeCloseTo(CARD.loss, 4);
    expect(report.lossFloor).toBeCloseTo(CARD.lossFloor, 4);
  });

  it('has a card with its command and its size', () => {
    const card = readFileSync(new URL('README.md', folder), 'utf8');
    expect(card).toContain(model.command);
    const bytes = statSync(new URL('reference.safetensors', folder)).size;
    expect(card).toContain(`${bytes.toLocaleString('en')} bytes`);
  });
});

describe('the reference model in studies', () => {
  it('is what a trained network is where none is named, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const { scores, figures } = await events(
      trainedNetwork.run({
        config: resolveConfig(trainedNetwork, { preset: 'smoke' }),
        rng: createRng(5),
        session: quietSession(),
      }),
    );
    expect(tf.memory().numTensors).toBe(before);
    const errors = scores.filter(({ metric }) => metric === 'decodingError');
    expect(errors.map(({ labels, n }) => [labels['paths'], n])).toEqual([
      ['held-out', 20 * 20],
      ['held-out, 2 times longer', 10 * 40],
    ]);
    for (const { value } of errors) expect(value).toBeLessThan(10); // cm
    expect(figures.map(({ name }) => name)).toContain('error-along-longer-paths');
  });

  it('stands beside another network on the same paths, with place cells of its own', async () => {
    const config = PathIntegrationConfig.parse({
      ...presets.smoke,
      timesteps: 6,
      evaluation: {
        batches: 4,
        batchSize: 10,
        binWidth: 0.22,
        longerPaths: { times: 2, batches: 3, batchSize: 5 },
      },
    });
    const { scores, figures } = await events(
      evaluateReference(config, { session: quietSession(), share: 0.5 }),
    );
    expect(new Set(scores.map(({ labels }) => labels['model']))).toEqual(new Set(['reference']));
    const errors = scores.filter(({ metric }) => metric === 'decodingError');
    expect(errors.map(({ n }) => n)).toEqual([2 * 10 * 6, 2 * 5 * 12]);
    const uniform = scores.find(({ metric }) => metric === 'placeCellLossUniform')!;
    expect(uniform.value).toBeCloseTo(Math.log(512), 6); // not the 16 of the network beside it
    expect(figures.length).toBeGreaterThan(5);
    for (const { name, beside, caption } of figures) {
      expect(name).toBe(`reference-${beside}`);
      expect(caption).toMatch(/ The reference model comes with @goal-driven\/mec and is as its card says\.$/);
    }
  });

  it('is yielded after the network that a run has just trained, each under its name', async () => {
    const { evaluation } = presets.smoke;
    const config = PathIntegrationConfig.parse({
      ...presets.smoke,
      evaluation: { ...evaluation, reference: { share: 0.5 } },
    });
    const { scores, figures } = await events(
      pathIntegration.run({ config, rng: createRng(1), session: quietSession() }),
    );
    const errors = scores.filter(({ metric }) => metric === 'decodingError');
    expect(errors.map(({ labels, n }) => [labels['model'], n])).toEqual([
      ['this run', 2 * 20 * 5],
      ['reference', 20 * 5],
    ]);
    expect(errors[1]!.value).toBeLessThan(errors[0]!.value / 3); // three updates teach little
    const names = figures.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { beside } of figures.filter(({ name }) => name.startsWith('reference-'))) {
      expect(names).toContain(beside);
    }
  });
});
