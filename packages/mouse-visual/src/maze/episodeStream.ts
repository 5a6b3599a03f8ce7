import { ndArray, type DataStream, type Json, type NdArray, type Rng } from '@goal-driven/core';
import type { Act, Acted, Memory, Perceived } from './Act';
import { generalisedAdvantages } from './generalisedAdvantages';
import { chooseActions, newForager, perceive, type Forager } from './perceive';
import type { PlayMaze } from './playMaze';

/** Where a stream of episodes is: JSON, so that a training goes on in the middle of them. */
export type EpisodeCursor = {
  readonly batch: number;
  readonly animals: readonly {
    readonly forager: Forager;
    /** Number of its episode, from 0. */
    readonly episode: number;
    /** What its last whole episode brought; null before there is one. */
    readonly last: number | null;
  }[];
  readonly memory: Memory;
};

/** By what animals act, how many, where, and what their rewards are worth. */
export type EpisodeOptions = {
  readonly act: Act;
  /** B silent memories. */
  readonly memory: Memory;
  /** B: animals that forage at the same time, each in a maze of its own. */
  readonly animals: number;
  /** T: timesteps of each in a batch. */
  readonly timesteps: number;
  /** Mazes that episodes are drawn from, numbers 0 and on. */
  readonly mazes: number;
  readonly discount: number;
  readonly lambda: number;
  /** Rewards are multiplied by it before anything is learned from them. */
  readonly rewardScale: number;
};

/**
 * What B animals do in T steps by the policy as it is, and how that turned out, for an actor-critic to learn from:
 * `seen` [B, T, ...], `body` [B, T, A + 1], `begins`, `actions`, `advantages`, `returns` and `rewards` [B, T], `last` and
 * `finished` [B] (what the last whole episode brought, 0 where there is none yet, and whether there is one), and
 * `hidden/<name>` [B, H], the memory before the first step.
 *
 * A batch is a function of the cursor and the policy. Episode e of animal b starts from `rng.child('episode').child(b).child(e)`.
 */
export function episodeStream(game: PlayMaze, options: EpisodeOptions, rng: Rng): DataStream {
  const { animals, mazes, memory } = options;
  const begin = (animal: number, episode: number): Forager => {
    const own = rng.child('episode').child(animal).child(episode);
    return newForager(game.start(own.child('maze').stream().integer(mazes), own.child('start')));
  };
  const start: EpisodeCursor = {
    batch: 0,
    animals: Array.from({ length: animals }, (_, animal) => ({
      forager: begin(animal, 0),
      episode: 0,
      last: null,
    })),
    memory,
  };
  return {
    name: 'maze/episodes',
    start: start as unknown as Json, // types of records are no index types
    read: async (given) => {
      const cursor = given as unknown as EpisodeCursor;
      const steps: Step[] = [];
      let { animals: all, memory: remembered } = cursor;
      for (let step = 0; step < options.timesteps; step++) {
        const perceived = perceive(
          game,
          all.map(({ forager }) => forager),
          remembered,
        );
        const acted = options.act(perceived);
        const draws = rng.child('act').child(cursor.batch).child(step).uniform(animals);
        const actions = chooseActions(acted.logits, draws);
        const results = all.map(({ forager }, animal) => game.act(forager.play, actions[animal]!));
        all = all.map(({ episode, last }, animal) => {
          const { play, reward, ended } = results[animal]!;
          return ended
            ? { forager: begin(animal, episode + 1), episode: episode + 1, last: play.total }
            : { forager: { play, action: actions[animal]!, reward }, episode, last };
        });
        steps.push({
          perceived,
          acted,
          actions,
          rewards: results.map(({ reward }) => reward),
          ends: results.map(({ ended }) => (ended ? 1 : 0)),
        });
        remembered = acted.memory;
      }
      const { values: after } = options.act(
        perceive(
          game,
          all.map(({ forager }) => forager),
          remembered,
        ),
      );
      const next: EpisodeCursor = { batch: cursor.batch + 1, animals: all, memory: remembered };
      return { batch: toBatch(steps, after, { cursor, next, options }), next: next as unknown as Json };
    },
  };
}

type Step = {
  readonly perceived: Perceived;
  readonly acted: Acted;
  readonly actions: readonly number[];
  readonly rewards: readonly number[];
  readonly ends: readonly number[];
};

type Around = {
  readonly cursor: EpisodeCursor;
  readonly next: EpisodeCursor;
  readonly options: EpisodeOptions;
};

function toBatch(steps: readonly Step[], after: NdArray<Float32Array>, { cursor, next, options }: Around) {
  const [animals, count] = [options.animals, steps.length];
  const table = (of: (step: Step, animal: number) => number): NdArray =>
    ndArray(
      Float64Array.from({ length: animals * count }, (_, at) =>
        of(steps[at % count]!, Math.floor(at / count)),
      ),
      [animals, count],
    );
  const { advantages, returns } = generalisedAdvantages(
    {
      rewards: table(({ rewards }, animal) => options.rewardScale * rewards[animal]!),
      values: table(({ acted }, animal) => acted.values.values[animal]!),
      ends: table(({ ends }, animal) => ends[animal]!),
      after: ndArray(Float64Array.from(after.values), [animals]),
    },
    options,
  );
  const column = (of: (animal: EpisodeCursor['animals'][number]) => number) =>
    ndArray(Float32Array.from(next.animals, of), [animals]);
  return {
    seen: stacked(steps.map(({ acted }) => acted.seen)),
    body: stacked(steps.map(({ perceived }) => perceived.body)),
    begins: table(({ perceived }, animal) => perceived.begins.values[animal]!),
    actions: table(({ actions }, animal) => actions[animal]!),
    rewards: table(({ rewards }, animal) => rewards[animal]!),
    advantages,
    returns,
    last: column(({ last }) => last ?? 0),
    finished: column(({ last }) => (last === null ? 0 : 1)),
    ...Object.fromEntries(
      Object.entries(cursor.memory).map(([name, rows]) => [
        `hidden/${name}`,
        ndArray(Float32Array.from(rows.flat()), [rows.length, rows[0]!.length]),
      ]),
    ),
  };
}

/** T arrays [B, ...] as one, [B, T, ...]. */
function stacked(parts: readonly NdArray<Float32Array>[]): NdArray<Float32Array> {
  const [animals, ...rest] = parts[0]!.shape as [number, ...number[]];
  const length = parts[0]!.values.length / animals;
  const values = new Float32Array(parts.length * animals * length);
  parts.forEach((part, step) => {
    for (let animal = 0; animal < animals; animal++)
      values.set(
        part.values.subarray(animal * length, (animal + 1) * length),
        (animal * parts.length + step) * length,
      );
  });
  return ndArray(values, [animals, parts.length, ...rest]);
}
