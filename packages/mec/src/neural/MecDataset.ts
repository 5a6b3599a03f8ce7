import type { NdArray } from '@goal-driven/core/arrays';
import type { Arena, Bounds } from '../arena';
import type { CellKind } from './cellTuning';

/** Binned responses: arenas, in each its animals, of each its cells. */
export type MecDataset = { readonly arenas: readonly ArenaRecordings[] };

export type ArenaRecordings = {
  /** Its name, as `mapName` and scores have it. */
  readonly arena: string;
  /** Walls, m. */
  readonly bounds: Bounds;
  /** What lies within them; a rectangle where left out. */
  readonly shape?: Arena['kind'] | undefined;
  /** True where no animal was recorded. */
  readonly synthetic: boolean;
  /** Those that were recorded in it. */
  readonly animals: readonly AnimalRecordings[];
};

/** The cells of one animal in one arena, those of all its sessions side by side. */
export type AnimalRecordings = {
  readonly animal: string;
  /** Cells of one `id` are the same cell, also in another arena. */
  readonly cells: readonly { readonly id: string; readonly session: string; readonly truth?: CellKind }[];
  /** [cells, y, x], Hz; NaN where a session never was. */
  readonly maps: NdArray;
  /** The same from parts of the session only, [trials, cells, y, x]. */
  readonly trials: NdArray;
  readonly sessions: readonly SessionBins[];
};

/** What binning made of a session. */
export type SessionBins = {
  readonly session: string;
  /** [y, x], s spent in each bin. */
  readonly occupancy: NdArray;
  /** Spikes that no bin got, by the reason. */
  readonly leftOut: { readonly gaps: number; readonly slow: number; readonly outside: number };
};
