import type { BarsFigure, Figure, HistoryPoint } from '@goal-driven/core';
import type { Place } from '@goal-driven/stimuli';
import type { Episode } from '../maze/playEpisodes';
import type { PlayMaze } from '../maze/playMaze';
import { wallOutlines } from '../maze/wallOutlines';

/** What a policy gets in held-out mazes. */
export type PolicySummary = {
  readonly name: string;
  readonly value: number;
  /** Of 95 %. */
  readonly interval: readonly [low: number, high: number];
  /** All rewards of an episode, on average. */
  readonly most: number;
  /** Episodes, each in a maze of its own. */
  readonly n: number;
};

/** Mazes, and images of the first of them, that are shown. */
const [PANELS, FRAMES] = [6, 12];

/** Reward per episode while learning, where an animal learns and where it never did. */
export function rewardsFigure(
  history: readonly HistoryPoint[],
  { chance, most }: { chance: number; most: number },
): Figure {
  const line = (label: string, name: string) => {
    const points = history.filter(({ values }) => Number.isFinite(values[name]));
    return { label, x: points.map(({ step }) => step), y: points.map(({ values }) => values[name]!) };
  };
  const lines = [line('last episodes while learning', 'episode'), line('held-out mazes', 'heldOut/episode')];
  return {
    name: 'rewards',
    title: 'Rewards while learning',
    caption:
      'Mean reward of the last whole episode of each animal, and of one episode in each held-out maze.',
    kind: 'lines',
    axes: { x: 'parameter updates', y: 'reward of an episode' },
    lines: lines.filter(({ x }) => x.length > 0),
    references: [
      { label: 'actions at random', y: chance },
      { label: 'all targets', y: most },
    ],
  };
}

/** Mean rewards with their intervals. */
export const summaryFigure = (summaries: readonly PolicySummary[]): Figure & BarsFigure => ({
  name: 'held-out-rewards',
  title: 'Rewards in held-out mazes',
  caption: 'Mean over one episode in each maze, with its bootstrap interval of 95 % over mazes.',
  kind: 'bars',
  axes: { x: 'reward of an episode', y: 'policy' },
  bars: summaries.map(({ name, value, interval }) => ({ label: name, value, interval })),
});

type Played = { readonly name: string; readonly episodes: readonly Episode[] };

/** Ways in the first held-out mazes, seen from above. */
export function waysFigure(game: PlayMaze, policies: readonly Played[]): Figure {
  const { size, block } = game.game.world;
  const [first] = policies as [Played];
  return {
    name: 'ways',
    title: 'Ways in held-out mazes',
    caption: 'From above: walls, targets (small squares) and where each policy went.',
    kind: 'paths',
    axes: { x: 'x (m)', y: 'y (m)' },
    bounds: [0, size * block, 0, size * block],
    panels: first.episodes.slice(0, PANELS).map(({ maze: number }, episode) => {
      const maze = game.maze(number);
      return {
        label: `maze ${number}: ${policies.map(({ name, episodes }) => `${name} ${episodes[episode]!.total}`).join(', ')}`,
        paths: [
          ...wallOutlines(maze).map((points) => ({ label: 'walls', points })),
          ...maze.targets.map((target) => ({
            label: 'target',
            points: square(target, game.game.world.targetRadius),
          })),
          ...policies.map(({ name, episodes }) => ({
            label: name,
            points: episodes[episode]!.poses.map(({ x, y }): Place => [x, y]),
          })),
        ],
      };
    }),
  };
}

const square = ([x, y]: Place, half: number): Place[] =>
  [[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]].map(([dx, dy]): Place => [x + half * dx!, y + half * dy!]); // prettier-ignore

/** What the animal saw on its way, all targets drawn that were there at first. */
export function framesFigure(game: PlayMaze, { maze, poses }: Episode): Figure {
  const { pixels } = game.game.view;
  const left = [...game.maze(maze).targets.keys()];
  const shown = Math.min(FRAMES, poses.length);
  return {
    name: 'frames',
    title: 'What the animal sees',
    caption: `Lightness of images from the first held-out maze, evenly spaced along the trained animal's way.`,
    kind: 'maps',
    unit: 'lightness, 0 .. 1',
    maps: Array.from({ length: shown }, (_, index) => {
      const step = Math.floor((index * poses.length) / shown);
      const bytes = game.see({ maze, pose: poses[step]!, left, step, total: 0 });
      const lightness = (row: number, column: number) => {
        const at = 3 * (row * pixels + column);
        return (0.299 * bytes[at]! + 0.587 * bytes[at + 1]! + 0.114 * bytes[at + 2]!) / 255;
      };
      return {
        label: `step ${step}`,
        values: Array.from({ length: pixels }, (_, up) =>
          Array.from({ length: pixels }, (_, column) => lightness(pixels - 1 - up, column)),
        ),
      };
    }),
  };
}
