/** Rows of an image as a figure has them, the first at the bottom. */
export const upright = (rows: readonly (readonly number[])[]): (readonly number[])[] => [...rows].reverse();

/** Values as rows [height][width]. */
export const rowsOf = (values: ArrayLike<number>, height: number, width: number): number[][] =>
  Array.from({ length: height }, (_, y) => Array.from({ length: width }, (__, x) => values[y * width + x]!));
