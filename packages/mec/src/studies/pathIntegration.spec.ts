import {
  createRng,
  quietSession,
  tf,
  useBackend,
  type Figure,
  type MapsFigure,
  type PathsFigure,
  type Score,
  type StudyEvent,
} from '@goal-driven/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeArena } from '../arena';
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
    const all = value('placeCellLossUniform') - value('placeCellLossFloor');
    expect(value('placeCellLossLearnt')).toBeCloseTo(
      1 - (value('placeCellLoss') - value('placeCellLossFloor')) / all,
      12,
    );
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

describe('arenas, cues, tasks and circuits', () => {
  const { smoke } = presets;
  const small = { ...smoke, training: { ...smoke.training, steps: 1, evaluateEvery: 1, checkpointEvery: 1 } };
  const track = { arena: { kind: 'track' }, placeCells: { ...smoke.placeCells, periodic: true } };
  const value = (events: readonly StudyEvent[], metric: string) =>
    scoresOf(events).find((score) => score.metric === metric)?.value;

  it.each([
    ['a circle', { arena: { kind: 'circle', radius: 0.8 } }],
    ['cues', { cues: { kind: 'rectangles' } }],
    [
      'a reward that is told',
      { reward: { told: true, navigationSteps: 3 }, network: { cell: 'lstm', units: 6 } },
    ],
    ['inner walls', { arena: { innerWalls: [{ x1: 0, y1: 0, x2: 0, y2: 1 }] } }],
    ['the squared error', { task: { loss: 'placeCellSquaredError' } }],
    [
      'positions with costs',
      {
        task: { loss: 'positionWithCosts', inputOutputDecay: 1, metabolicCost: 1 },
        network: { cell: 'ctrnn', units: 6 },
      },
    ],
    [
      'Banino et al.',
      { task: { loss: 'placeAndHeading' }, network: { cell: 'banino', units: 6, bottleneck: 5 } },
    ],
  ])('run with %s, leave no tensor behind, and give finite errors and grid scores', async (_, choice) => {
    const before = tf.memory().numTensors;
    const events = await run({ ...small, ...choice });
    expect(tf.memory().numTensors).toBe(before);
    for (const metric of ['decodingError', 'noMotionError', 'stayError', 'decoderFloor']) {
      expect(value(events, metric), metric).toBeGreaterThanOrEqual(0);
    }
    expect(value(events, 'gridScore60')).toBeDefined();
    const { arena } = PathIntegrationConfig.parse({ ...small, ...choice });
    expect(scoresOf(events)[0]!.labels['arena']).toBe(describeArena(arena));
  });

  it('map a track along its length, and show its paths over time', async () => {
    const events = await run({ ...small, ...track, cues: { kind: 'towers', mode: 'upcoming' } });
    expect(value(events, 'gridScore60')).toBeUndefined();
    expect(value(events, 'spatialInformation')).toBeDefined();
    const maps = figuresOf(events).find(({ name }) => name === 'rate-maps') as MapsFigure & Figure;
    expect(maps.title).toBe('Rate maps of layer g, sorted by spatial information');
    for (const { values, below } of maps.maps) {
      expect([values.length, values[0]!.length, below]).toEqual([1, 18, undefined]); // 4 m / 0.22 m
    }
    const paths = figuresOf(events).find(({ name }) => name === 'paths') as PathsFigure & Figure;
    expect(paths.bounds).toEqual([0, 5, 0, 4]);
    expect(paths.panels[0]!.paths[0]!.points.map(([step]) => step)).toEqual([1, 2, 3, 4, 5]);
    expect(figuresOf(events).map(({ name }) => name)).not.toContain('grid-scores');
  });

  it('map a rectangle by its own sides, without grid scores', async () => {
    const events = await run({ ...small, arena: { width: 2.2, height: 1.1 } });
    expect(value(events, 'gridScore60')).toBeUndefined();
    const maps = figuresOf(events).find(({ name }) => name === 'rate-maps') as MapsFigure & Figure;
    expect([maps.maps[0]!.values.length, maps.maps[0]!.values[0]!.length]).toEqual([5, 10]);
  });

  it('anchor the squared error between a uniform output and 0', async () => {
    const events = await run({ ...small, task: { loss: 'placeCellSquaredError' } });
    expect(value(events, 'placeCellSquaredErrorFloor')).toBe(0);
    expect(value(events, 'placeCellSquaredErrorUniform')).toBeGreaterThan(0);
    const curve = figuresOf(events).find(({ name }) => name === 'training-curve')!;
    expect(curve.caption).toContain('(uniform output, 1 / N)');
  });

  it('score the same network in other arenas, with figures of their own', async () => {
    const arenas = [
      { width: 1.1, height: 1.1 },
      { kind: 'circle', radius: 0.55 },
    ];
    const events = await run({ ...small, evaluation: { ...small.evaluation, arenas, binWidth: 0.11 } });
    const errors = scoresOf(events).filter(({ metric }) => metric === 'decodingError');
    expect(errors.map(({ labels }) => labels['arena'])).toEqual([
      '2.2 m x 2.2 m',
      '1.1 m x 1.1 m',
      'circle of radius 0.55 m',
    ]);
    expect(errors[1]!.value).toBeLessThan(errors[0]!.value); // half the box, half the distances
    const names = figuresOf(events).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('arena-2-rate-maps');
    expect(names.filter((name) => name.endsWith('training-curve'))).toHaveLength(1);
  });

  it('score the same network on longer paths, which begin where the others do', async () => {
    const longerPaths = { times: 3, batches: 2, batchSize: small.evaluation.batchSize };
    const events = await run({ ...small, evaluation: { ...small.evaluation, longerPaths } });
    const of = (metric: string) => scoresOf(events).filter((score) => score.metric === metric);
    const [short, long] = of('decodingError');
    expect([short!.labels['paths'], long!.labels['paths']]).toEqual(['held-out', 'held-out, 3 times longer']);
    expect([short!.n, long!.n]).toEqual([2 * 20 * 5, 2 * 20 * 15]);
    expect(of('stayError')[1]!.value).toBeGreaterThan(of('stayError')[0]!.value);
    const ratio = long!.value / of('noMotionError')[1]!.value;
    expect(of('decodingErrorOverNoMotion')[1]!.value).toBeCloseTo(ratio, 12);
    const figure = figuresOf(events).find(({ name }) => name === 'error-along-longer-paths')!;
    expect(figure).toMatchObject({ kind: 'lines', lines: [{ x: { length: 15 } }, {}, { x: [0.1, 0.1] }] });
    expect(figuresOf(events).filter(({ name }) => name === 'longer-paths')).toHaveLength(1);
    expect(of('gridScore60')).toHaveLength(6); // the units are mapped once
  });

  it('score a network that was never trained, without a training curve', async () => {
    const events = await run({ ...small, training: { ...small.training, steps: 0 } });
    expect(value(events, 'decodingError')).toBeGreaterThan(0);
    expect(value(events, 'decodingError')).not.toBe(value(await run(small), 'decodingError'));
    expect(figuresOf(events).map(({ name }) => name)).not.toContain('training-curve');
  });

  it('tell a network without motion of its turns and not of its speed', async () => {
    const still = { motion: { constantSpeed: 0 } };
    const banino = {
      task: { loss: 'placeAndHeading' },
      network: { cell: 'banino', units: 6, bottleneck: 5 },
    };
    const events = await run({ ...small, ...banino, ...still });
    expect(value(events, 'noMotionError')).toBe(value(events, 'decodingError'));
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

  it('is that of earlier works under their names', () => {
    const square = PathIntegrationConfig.parse(presets['banino-square']);
    expect(square.network).toMatchObject({ cell: 'banino', units: 128, bottleneck: 512, dropout: 0.5 });
    expect(square.task).toEqual({ loss: 'placeAndHeading', decay: { of: 'readout', rate: 1e-5 } });
    expect(square.training).toMatchObject({
      optimizer: { kind: 'rmsprop', momentum: 0.9 },
      clip: { kind: 'value', value: 1e-5 },
      schedule: { kind: 'constant', learningRate: 1e-2 },
    });
    expect([square.placeCells.sigma, square.batchSize, square.timesteps]).toEqual([0.05, 100, 100]);
    const banino = PathIntegrationConfig.parse(presets.banino);
    expect(banino.training.schedule).toEqual({ kind: 'constant', learningRate: 1e-5 });
    expect([banino.placeCells.sigma, banino.placeCells.count, banino.batchSize]).toEqual([0.01, 256, 10]);
    expect(PathIntegrationConfig.parse(presets['published-reward']).reward!.probability).toBe(0.625);
    expect(PathIntegrationConfig.parse(presets['published-cues']).cues!.probability).toBe(0.5);
    expect(PathIntegrationConfig.parse(presets.sorscher).network.cell).toBe('rnn');
  });

  it('has 512 place cells and 512 units in the larger reference network, fewer units in the one that is shipped', () => {
    for (const [preset, units, sigma, decay] of [
      ['reference', 256, 0.2, 1e-6],
      ['reference-512', 512, 0.12, 1e-8],
    ] as const) {
      const { network, placeCells, timesteps, task, training, evaluation } = PathIntegrationConfig.parse(
        presets[preset],
      );
      expect(network).toMatchObject({ cell: 'ugrnn', activation: 'relu', units });
      expect([placeCells.count, placeCells.sigma, timesteps]).toEqual([512, sigma, 20]);
      expect(task).toEqual({ loss: 'placeCells', decay: { of: 'recurrent', rate: decay } });
      expect(training.optimizer).toMatchObject({ kind: 'adam', epsilon: 1e-12 });
      expect(training.schedule).toMatchObject({ then: { steps: training.steps - 50 } });
      expect(evaluation.longerPaths).toEqual({ times: 5, batches: 20, batchSize: 50 });
    }
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
