import {
  createRng,
  quietSession,
  tf,
  useBackend,
  type Figure,
  type Score,
  type StudyEvent,
} from '@goal-driven/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { PathIntegrationConfig } from './PathIntegrationConfig';
import pathIntegration from './pathIntegration';
import { presets } from './presets';

await useBackend('cpu');

const shared = process.env['GOAL_DRIVEN_SHARED'];
const recordedPath = {
  path: `${shared}/data/trajectories/sargolini.npz`,
  timesteps: 200,
};

async function run(config: object, seed = 1): Promise<StudyEvent[]> {
  const events: StudyEvent[] = [];
  const parsed = PathIntegrationConfig.parse(config);
  for await (const event of pathIntegration.run({
    config: parsed,
    rng: createRng(seed),
    session: quietSession(),
  })) {
    events.push(event);
  }
  return events;
}

const scoresOf = (events: readonly StudyEvent[]): Score[] =>
  events.flatMap((event) => (event.kind === 'score' ? [event.score] : []));
const figuresOf = (events: readonly StudyEvent[]): Figure[] =>
  events.flatMap((event) => (event.kind === 'figure' ? [event.figure] : []));

describe.skipIf(shared === undefined)('the smoke run of the study', () => {
  let events: StudyEvent[];
  let tensors: number;
  beforeAll(async () => {
    const before = tf.memory().numTensors;
    events = await run({ ...presets.smoke, recordedPath });
    tensors = tf.memory().numTensors - before;
  });

  it('leaves no tensor behind', () => expect(tensors).toBe(0));

  it('scores held-out and recorded paths', () => {
    const metrics = (paths: string) =>
      new Set(
        scoresOf(events)
          .filter(({ labels }) => labels['paths'] === paths)
          .map(({ metric }) => metric),
      );
    for (const paths of ['held-out', 'recorded']) {
      for (const metric of [
        'decodingError',
        'noMotionError',
        'stayError',
        'decoderFloor',
        'placeCellLoss',
        'gridScore60',
      ]) {
        expect(metrics(paths)).toContain(metric);
      }
    }
  });

  it('anchors the loss between the entropy of its targets and a uniform output', () => {
    const value = (metric: string) =>
      scoresOf(events).find((score) => score.metric === metric && score.labels['paths'] === 'held-out')!
        .value;
    expect(value('placeCellLossUniform')).toBeCloseTo(Math.log(16), 12);
    expect(value('placeCellLossFloor')).toBeLessThan(value('placeCellLossUniform'));
    expect(value('placeCellLoss')).toBeGreaterThan(value('placeCellLossFloor'));
  });

  it('reads the speed of the real rat from its file', () => {
    const speed = scoresOf(events).find(({ metric }) => metric === 'meanSpeed')!;
    expect(speed.value).toBeGreaterThan(10);
    expect(speed.value).toBeLessThan(14); // cm/s; np.hypot(*np.diff(pos, axis=0).T) / dt averages 12.2
  });

  it('draws each figure once, with a score for every unit', () => {
    const names = figuresOf(events).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual([
      'training-curve',
      'error-along-path',
      'paths',
      'rate-maps',
      'grid-scores',
      'spatial-information',
      'recorded-error-along-path',
      'recorded-paths',
      'recorded-rate-maps',
      'recorded-grid-scores',
      'recorded-spatial-information',
    ]);
    const units = scoresOf(events).filter(
      ({ metric, labels }) => metric === 'gridScore60' && labels['paths'] === 'held-out',
    );
    expect(units.map(({ labels }) => labels['unit'])).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('gives the same scores for the same seed', async () => {
    const heldOut = scoresOf(events).filter(({ labels }) => labels['paths'] === 'held-out');
    expect(scoresOf(await run(presets.smoke))).toEqual(heldOut);
  });
});

describe('the position loss', () => {
  it('trains and is read without place cells', async () => {
    const events = await run({ ...presets.smoke, task: { loss: 'position' } });
    const metrics = scoresOf(events).map(({ metric }) => metric);
    expect(metrics).toContain('positionLoss');
    expect(metrics).not.toContain('placeCellLoss');
    const floor = scoresOf(events).find(({ metric }) => metric === 'decoderFloor')!;
    expect(floor.value).toBeLessThan(1e-4); // cm: positions decode themselves up to float32
  });
});

describe('the configuration', () => {
  it('is the published one by default', () => {
    const config = PathIntegrationConfig.parse(presets.published);
    expect(config.network).toMatchObject({ cell: 'ugrnn', activation: 'relu', units: 4096 });
    expect([config.placeCells.count, config.batchSize, config.timesteps, config.training.steps]).toEqual([
      512, 200, 20, 100_000,
    ]);
    expect(config.training.schedule).toEqual({ kind: 'constant', learningRate: 1e-4 });
  });

  it('survives JSON, for every preset', () => {
    for (const preset of Object.values(presets)) {
      const config = PathIntegrationConfig.parse(preset);
      expect(PathIntegrationConfig.parse(JSON.parse(JSON.stringify(config)))).toEqual(config);
    }
  });

  it('refuses an unknown key', () => {
    expect(() => PathIntegrationConfig.parse({ network: { hiden: 3 } })).toThrow(/hiden/);
  });
});
