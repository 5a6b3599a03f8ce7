import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRng,
  leaves,
  disposeTree,
  quietSession,
  resolveConfig,
  runStudy,
  tf,
  train,
  useBackend,
  type Figure,
  type Score,
  type Session,
} from '@goal-driven/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMaze } from './createMaze';
import maze from './maze';
import training from './training';

await useBackend('cpu');

const parsed = (config: object) => resolveConfig(maze, { preset: 'smoke', config });

async function run(config: object) {
  const [scores, figures]: [Score[], Figure[]] = [[], []];
  for await (const event of maze.run({
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
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'maze-'))));
afterAll(() => rmSync(folder, { recursive: true }));

describe('mouse-visual/maze', () => {
  let events: Awaited<ReturnType<typeof run>>;
  let tensors: number;
  beforeAll(async () => {
    const before = tf.memory().numTensors;
    events = await run({});
    tensors = tf.memory().numTensors - before;
  });

  it('leaves no tensor behind', () => expect(tensors).toBe(0));

  it('judges the trained policy and chance in every held-out maze', () => {
    const of = (metric: string) => events.scores.filter((score) => score.metric === metric);
    expect(of('episodeReward').map(({ labels, n }) => [labels['policy'], n])).toEqual([
      ['trained', 5],
      ['at random', 5],
    ]);
    expect(of('possibleReward').map(({ value }) => value)).toEqual([100, 100]);
    const [value, low, high] = ['episodeReward', 'episodeRewardLow', 'episodeRewardHigh'].map(
      (metric) => of(metric)[0]!.value,
    );
    expect(low).toBeLessThanOrEqual(value!);
    expect(value).toBeLessThanOrEqual(high!);
  });

  it('shows rewards, ways in mazes that were not learned in, and what was seen', () => {
    expect(events.figures.map(({ name }) => name)).toEqual(['rewards', 'held-out-rewards', 'ways', 'frames']);
    const [rewards, , ways, frames] = events.figures;
    expect(rewards!.kind === 'lines' && rewards!.lines.at(-1)!.x).toEqual([0, 3]); // held out, before and after
    const panels = ways!.kind === 'paths' ? ways!.panels : [];
    expect(panels.map(({ label }) => label.slice(0, 7))).toEqual([
      'maze 2:',
      'maze 3:',
      'maze 4:',
      'maze 5:',
      'maze 6:',
    ]);
    const start = (name: string) => panels[0]!.paths.find(({ label }) => label === name)!.points[0];
    expect(start('trained')).toEqual(start('at random'));
    expect(frames!.kind === 'maps' && frames!.maps[0]!.values.length).toBe(8);
  });

  it('says the same from the same seed', async () => expect((await run({})).scores).toEqual(events.scores));

  it('goes on in the middle of episodes to the same bits', async () => {
    const bits = async (steps: number, session: Partial<Session>) => {
      const config = parsed({ training: { steps, checkpointEvery: 2 } });
      const { architecture, task, stream, actor, dispose } = await createMaze(config, createRng(4));
      const trained = await train({
        ...{ architecture, task, stream, attend: actor.attend, config: config.training },
        ...{ rng: createRng(4).child('train'), session: { ...quietSession(), ...session } },
      });
      const found = leaves(trained.params).map(({ path, tensor }) => `${path} ${tensor.dataSync().join()}`);
      disposeTree({ params: trained.params, state: trained.state, taskState: trained.taskState });
      dispose();
      return found;
    };
    const checkpoints = join(folder, 'resumed');
    await bits(2, { checkpoints });
    expect(await bits(5, { checkpoints, resume: true })).toEqual(await bits(5, {}));
  });

  it('sees through a frozen encoder, at random or of a finished run, or goes on learning that', async () => {
    const directory = join(folder, 'run');
    const graph = {
      name: 'tiny',
      input: [8, 8, 3],
      nodes: [
        { name: 'features', from: ['input'], operations: [{ op: 'conv', filters: 4, kernelSize: [3, 3], strides: [2, 2] }, { op: 'activation', activation: 'relu' }] },
        { name: 'head', from: ['features'], operations: [{ op: 'flatten' }, { op: 'dense', units: 3 }] },
      ],
    }; // prettier-ignore
    const data = { kind: 'objects', categories: ['Faces', 'Cars'], objects: 1, pixels: 8 };
    await runStudy(training, {
      out: directory,
      preset: 'smoke',
      seed: 3,
      config: {
        network: { kind: 'graph', graph },
        objective: { kind: 'supervised', readout: true },
        data: { train: { ...data, images: 8 }, test: { ...data, first: 8, images: 4 }, batchSize: 4, testBatchSize: 4, threads: 0 },
      },
    }); // prettier-ignore
    const before = tf.memory().numTensors;
    const encoders = [
      { kind: 'random', frozen: true },
      { kind: 'run', run: directory, layer: 'features', frozen: true },
      { kind: 'run', run: directory, layer: 'features', frozen: true, untrained: true },
      { kind: 'run', run: directory, layer: 'features.1', frozen: false },
    ];
    const first: number[][] = [];
    for (const encoder of encoders) {
      const { architecture, stream, actor, dispose } = await createMaze(parsed({ encoder }), createRng(0));
      const model = tf.tidy((() => architecture.init(createRng(0))) as () => never) as ReturnType<
        typeof architecture.init
      >;
      actor.attend({ params: { model: model.params, task: {} }, state: model.state });
      const { batch } = await stream.read(stream.start);
      first.push([...batch['seen']!.shape.slice(2)]);
      const features = architecture.config as { encoder: { features?: number } };
      expect('features' in features.encoder).toBe(encoder.frozen);
      disposeTree(model as never);
      dispose();
      expect((await run({ encoder })).scores).toHaveLength(8);
    }
    expect(first).toEqual([[64], [36], [36], [8, 8, 3]]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('has presets that fit its schema', () => {
    for (const preset of ['quick', 'full']) resolveConfig(maze, { preset });
  });

  it('refuses encoders of other images, and layers that there are not', async () => {
    const network = { kind: 'published', name: 'mouse-visual/alexnet_64x64_rl_scratch_truncated' };
    const other = createMaze(parsed({ encoder: { kind: 'random', frozen: true, network } }), createRng(0));
    await expect(other).rejects.toThrow(
      'createEncoder: the encoder must see [8, 8, 3], as the game shows, got [64,64,3]',
    );
    const none = createMaze(parsed({ encoder: { kind: 'random', layer: 'stage9' } }), createRng(0));
    await expect(none).rejects.toThrow('upToLayer: layer must be one of mouse-visual/small, got stage9');
  });
});
