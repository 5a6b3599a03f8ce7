import type { Mesh } from './Mesh';

/** A number between two, from the shape's own source. */
export type Between = (low: number, high: number) => number;

/** A category of objects: shapes by their number. */
export type Category = {
  /** The view of the pose (0, 0, 0): turned about the vertical, then tilted towards the viewer, degrees. */
  readonly canonical: { readonly yaw: number; readonly pitch: number };
  /** Object `index` of the category; the kinds of a category come in turn, each with its own proportions. */
  build(index: number, between: Between): Mesh;
};

/** The kind that object `index` is of. */
export const kindOf = <T>(kinds: readonly T[], index: number): T => kinds[index % kinds.length]!;
