import { ConfigError, createRng, ndArray, tf, useBackend } from '@goal-driven/core';
import { makeMaze, MazeWorld, type Maze } from '@goal-driven/stimuli';
import { describe, expect, it } from 'vitest';
import type { Act } from './Act';
import { createActor } from './createActor';
import { episodeStream, type EpisodeCursor, type EpisodeOptions } from './episodeStream';
import { MazeGame } from './MazeGame';
import { MazeConfig } from '../studies/MazeConfig';
import { mazePresets } from '../studies/mazePresets';
import { MazePolicy, mazePolicy } from './mazePolicy';
import { chooseActions, newForager, perceive } from './perceive';
import { actAtRandom, playEpisodes } from './playEpisodes';
import { distanceTo, playMaze, type Play } from './playMaze';
import { wallOutlines } from './wallOutlines';

await useBackend('cpu');

const rules = (options: object = {}) =>
  MazeGame.parse({
    world: { size: 5, roomSides: [3, 3], rooms: 1, targets: 1, targetRadius: 0.2, block: 1 },
    view: { pixels: 8 },
    actions: [
      { forward: 0.5, turn: 0 },
      { forward: 0, turn: 90 },
      { forward: 0, turn: -90 },
    ],
    limit: 30,
    ...options,
  });
const game = playMaze(rules());

/** The animal 1 m to the left of the target of maze 0, or to its right where there is a wall. */
const nearTarget = (): { play: Play; away: number } => {
  const [x, y] = game.maze(0).targets[0]!;
  const away = x > 1.6 ? 1 : -1;
  const heading = away === 1 ? 0 : -Math.PI;
  return { play: { ...game.start(0, createRng(0)), pose: { x: x - away, y, heading } }, away };
};

describe('playMaze', () => {
  it('pays for a target once, when the way passes it, and ends with the last', () => {
    const { play, away } = nearTarget();
    const [x] = game.maze(0).targets[0]!;
    const first = game.act(play, 0);
    expect([first.reward, first.ended, first.play.step]).toEqual([0, false, 1]);
    expect(first.play.pose.x).toBeCloseTo(x - away / 2, 12);
    const second = game.act(first.play, 0);
    expect([second.reward, second.ended, second.play.total]).toEqual([50, true, 50]);
    expect(second.play.left).toEqual([]);
    expect(game.act(second.play, 1).reward).toBe(0);
    expect(first.play.left).toEqual([0]); // what was is as it was
  });

  it('ends at the limit of steps', () => {
    let play = game.start(0, createRng(2));
    for (let step = 1; step <= 30; step++) {
      const stepped = game.act(play, 1); // turns on the spot
      expect(stepped.ended).toBe(step === 30);
      play = stepped.play;
    }
    expect(play.pose).toMatchObject({ x: game.start(0, createRng(2)).pose.x });
  });

  it('shows a target until it is taken', () => {
    const { play } = nearTarget();
    expect(game.see({ ...play, left: [] })).not.toEqual(game.see(play));
  });

  it('refuses an action that there is not, and a body as wide as a corridor', () => {
    expect(() => game.act(game.start(0, createRng(0)), 3)).toThrow(
      'playMaze: action must be in 0 .. 2, got 3',
    );
    expect(() => playMaze(rules({ radius: 0.5 })).start(0, createRng(0))).toThrow('narrower than a block');
  });

  it('refuses steps that are longer than a block', () => {
    const world = { block: 0.5 };
    const leap = (forward: number) =>
      playMaze(MazeGame.parse({ world, actions: [{ forward: 0, turn: 9 }, { forward, turn: 0 }] })); // prettier-ignore
    expect(() => leap(0.51)).toThrow(
      new ConfigError('playMaze: actions must go no further than a block of 0.5 m, got 0.51 m in action 1'),
    );
    expect(leap(0.5).game.actions).toHaveLength(2);
  });

  it('has presets whose steps are none too long', () => {
    for (const config of [{}, ...Object.values(mazePresets)])
      expect(playMaze(MazeConfig.parse(config).game).game.limit).toBeGreaterThan(0);
  });

  it('takes the distance from a way, not from its ends', () => {
    const [from, to] = [{ x: 0, y: 0, heading: 0 }, { x: 4, y: 0, heading: 0 }] as const; // prettier-ignore
    expect(distanceTo([2, 3], from, to)).toBe(3);
    expect(distanceTo([7, 4], from, to)).toBe(5);
    expect(distanceTo([3, 4], from, from)).toBe(5);
  });
});

describe('perceive', () => {
  it('gives images as the encoders were trained with, and the last action and reward', () => {
    const { play } = nearTarget();
    const foragers = [newForager(play), { play, action: 2, reward: 50 }];
    const { images, body, begins } = perceive(game, foragers, {});
    expect(images.shape).toEqual([2, 8, 8, 3]);
    expect(images.values[4]).toBeCloseTo((game.see(play)[4]! / 255 - 0.456) / 0.224, 6);
    expect([...body.values]).toEqual([0, 0, 0, 0, 0, 0, 1, 50]);
    expect([...begins.values]).toEqual([1, 0]);
  });

  it('draws actions by their chances', () => {
    const count = 4000;
    const row = [Math.log(0.2), Math.log(0.7), Math.log(0.1)];
    const logits = Float32Array.from({ length: 3 * count }, (_, at) => row[at % 3]! + 100);
    const drawn = chooseActions(ndArray(logits, [count, 3]), createRng(1).uniform(count));
    const shares = [0, 1, 2].map((action) => drawn.filter((each) => each === action).length / count);
    // Four standard errors of a share of 1 / 2 are 0.032.
    [0.2, 0.7, 0.1].forEach((chance, action) =>
      expect(Math.abs(shares[action]! - chance)).toBeLessThan(0.032),
    );
    expect(chooseActions(ndArray(new Float32Array(3), [1, 3]), Float64Array.of(0.99999999))).toEqual([2]);
  });
});

const policy = mazePolicy(MazePolicy.parse({ embedding: 5, cell: { kind: 'lstm', units: 4 } }), {
  encoder: { features: 8 * 8 * 3 },
  actions: 3,
  rewardScale: 0.1,
});
const eye = (images: { shape: number[] }) => tf.reshape(images as never, [images.shape[0]!, -1]) as never;
const model = policy.init(createRng(0));
const actor = createActor(policy, eye);
const streamOf = (change: Partial<EpisodeOptions> = {}) =>
  episodeStream(
    game,
    {
      ...{ act: actor.act, memory: actor.memory(3), animals: 3, timesteps: 20, mazes: 4 },
      ...{ discount: 0.9, lambda: 1, rewardScale: 0.1, ...change },
    },
    createRng(5),
  );

describe('episodeStream', () => {
  it('needs a policy', async () => {
    const idle = createActor(policy, eye);
    const stream = streamOf({ act: idle.act });
    await expect(stream.read(stream.start)).rejects.toThrow('act must come after attend');
    actor.attend({ params: { model: model.params, task: {} }, state: model.state });
  });

  it('is a function of a cursor that is JSON, and leaves no tensor', async () => {
    const stream = streamOf();
    const before = tf.memory().numTensors;
    const first = await stream.read(stream.start);
    const second = await stream.read(first.next);
    const again = await streamOf().read(JSON.parse(JSON.stringify(first.next)));
    expect(again).toEqual(second);
    expect(second.batch['seen']).not.toEqual(first.batch['seen']);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('has returns that are the rewards to come, and memories that begin anew with episodes', async () => {
    const seen: number[] = [];
    const silent: Act = (perceived) => {
      seen.push(...perceived.begins.values);
      return actAtRandom(3)(perceived);
    };
    const stream = streamOf({ act: silent, memory: {} });
    let cursor = stream.start;
    const returned: number[] = [];
    for (let batch = 0; batch < 12; batch++) {
      const { batch: arrays, next } = await stream.read(cursor);
      const [rewards, begins, returns] = ['rewards', 'begins', 'returns'].map(
        (name) => arrays[name]!.values as Float64Array,
      );
      for (let animal = 0; animal < 3; animal++) {
        let expected = 0; // the critic of a policy at random expects nothing
        for (let at = animal * 20 + 19; at >= animal * 20; at--) {
          const ended = at % 20 < 19 && begins![at + 1] === 1;
          expected = 0.1 * rewards![at]! + 0.9 * (ended ? 0 : expected);
          expect(returns![at]).toBeCloseTo(expected, 12);
          returned.push(rewards![at]!);
        }
      }
      cursor = next;
    }
    const { animals } = cursor as unknown as EpisodeCursor;
    expect(Math.max(...returned)).toBe(50); // chance finds some
    for (const { episode, last } of animals) {
      expect(episode).toBeGreaterThan(6); // 240 steps, 30 at most in an episode
      expect([0, 50]).toContain(last);
    }
    // Each new episode is announced once.
    expect(seen.filter((each) => each === 1).length).toBeGreaterThanOrEqual(
      animals.reduce((sum, { episode }) => sum + episode, 3),
    );
  });

  it('gives the network what the actor had, so that learning sees the chances that were acted by', async () => {
    const stream = streamOf();
    const { next } = await stream.read(stream.start);
    const { batch } = await stream.read(next);
    const tensor = (name: string) =>
      tf.tensor(Float32Array.from(batch[name]!.values as Float32Array), [...batch[name]!.shape]);
    const { createPass } = await import('@goal-driven/core');
    const { output } = policy.apply(
      model.params,
      model.state,
      {
        ...{ seen: tensor('seen'), body: tensor('body') as never, begins: tensor('begins') as never },
        hidden: { rates: tensor('hidden/rates'), cell: tensor('hidden/cell') } as never,
      },
      createPass({ training: true, rng: createRng(0) }),
    );
    const values = tf.slice(output, [0, 0, 3], [3, 20, 1]).dataSync();
    // Returns less advantages are what the critic expected while acting.
    values.forEach((value, at) =>
      expect(value).toBeCloseTo(
        (batch['returns']!.values[at] as number) - (batch['advantages']!.values[at] as number),
        5,
      ),
    );
  });
});

describe('playEpisodes', () => {
  it('plays one episode in each maze to its end, from the same starts whatever the policy', async () => {
    const options = { episodes: 6, firstMaze: 10, memory: {} };
    const episodes = await playEpisodes(game, { ...options, act: actAtRandom(3) }, createRng(1));
    const spin: Act = (perceived) => ({
      ...actAtRandom(3)(perceived),
      logits: ndArray(
        Float32Array.from({ length: 18 }, (_, at) => (at % 3 === 1 ? 50 : 0)),
        [6, 3],
      ),
    });
    const spun = await playEpisodes(game, { ...options, act: spin }, createRng(1));
    expect(episodes.map(({ maze }) => maze)).toEqual([10, 11, 12, 13, 14, 15]);
    expect(spun.map(({ poses }) => poses[0])).toEqual(episodes.map(({ poses }) => poses[0]));
    for (const { total, steps, poses } of episodes) {
      expect(poses).toHaveLength(steps + 1);
      expect(steps === 30 || total === 50).toBe(true);
    }
    expect(spun.every(({ total, steps }) => total === 0 && steps === 30)).toBe(true);
  });

  it('stops when it is told to', async () => {
    const session = { signal: AbortSignal.abort(), progress: () => undefined };
    const options = { episodes: 2, firstMaze: 0, memory: {}, act: actAtRandom(3), session };
    await expect(playEpisodes(game, options, createRng(0))).rejects.toThrow('playEpisodes: interrupted');
  });
});

describe('wallOutlines', () => {
  it('goes around a room, and around what stands in it', () => {
    const world = MazeWorld.parse({ size: 5, roomSides: [3, 3], rooms: 1, targets: 1, block: 1 });
    const blocks = Uint8Array.from([1,1,1,1,1, 1,0,0,0,1, 1,0,1,0,1, 1,0,0,0,1, 1,1,1,1,1]); // prettier-ignore
    const outlines = wallOutlines({ ...makeMaze(world, 0), blocks } as Maze);
    expect(outlines).toHaveLength(2);
    for (const outline of outlines) expect(outline.at(-1)).toEqual(outline[0]);
    expect(outlines.map((outline) => outline.length - 1)).toEqual([12, 4]); // sides of blocks
    expect(new Set(outlines[1]!.map(String))).toEqual(new Set(['2,2', '2,3', '3,3', '3,2']));
  });
});
