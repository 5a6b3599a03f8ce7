import type { Pixels } from '../shell/drawPixels';

/** Where an episode begins: the maze, and the seed of the start and of all that is drawn. */
export type MazeStart = { readonly maze: number; readonly seed: number };

type Pose = { readonly x: number; readonly y: number; readonly heading: number };

/** How an episode stands. */
export type MazeStanding = {
  readonly step: number;
  /** Steps after which it ends. */
  readonly limit: number;
  /** m and rad. */
  readonly pose: Pose;
  /** Where it has been, m, and where it is. */
  readonly way: readonly (readonly [number, number])[];
  /** Indices of the targets that are there still. */
  readonly left: readonly number[];
  readonly total: number;
  readonly ended: boolean;
  /** An animal from the same start that acts at random, as many steps on. */
  readonly atRandom: { readonly pose: Pose; readonly total: number };
  /** Of the policy's actions, here and now. */
  readonly probabilities: readonly number[];
  /** Reward that the policy expects from here, discounted. */
  readonly value: number;
  /** The animal's eye as the page shows it, and as the policy sees it. */
  readonly eye: Pixels;
  readonly sees: Pixels;
};

export type MazePlan = {
  readonly walls: readonly (readonly (readonly [number, number])[])[];
  readonly targets: readonly (readonly [number, number])[];
  readonly targetRadius: number;
  /** Of the maze, m. */
  readonly side: number;
};

/** What the page asks of the worker that plays. */
export type Asked =
  | {
      readonly kind: 'begin';
      readonly base: string;
      readonly start: MazeStart;
      readonly moves: readonly number[];
    }
  /** An action; the policy's own where none is named. */
  | { readonly kind: 'act'; readonly action?: number };

/** What the worker tells. */
export type Told =
  | { readonly kind: 'plan'; readonly plan: MazePlan }
  | { readonly kind: 'standing'; readonly standing: MazeStanding; readonly moves: readonly number[] }
  | { readonly kind: 'fault'; readonly message: string };
