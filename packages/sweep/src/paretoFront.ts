import { ShapeError } from '@goal-driven/core/arrays';

/**
 * Places of the vectors that no other one dominates: none is at most as large everywhere and smaller somewhere. Equal
 * vectors do not dominate each other; those with NaN are on no front.
 *
 * @param vectors objectives to be minimised, [trials][objectives]
 * @throws ShapeError for vectors of different lengths
 */
export function paretoFront(vectors: readonly (readonly number[])[]): number[] {
  const width = vectors[0]?.length ?? 0;
  const odd = vectors.find(({ length }) => length !== width);
  if (odd !== undefined) {
    throw new ShapeError(`paretoFront: vectors must have one length, got ${width} and ${odd.length}`);
  }
  const whole = vectors.flatMap((vector, at) => (vector.some(Number.isNaN) ? [] : [at]));
  // What dominates a vector comes before it in this order, so the front so far is all to hold it against.
  const order = [...whole].sort((a, b) => compared(vectors[a]!, vectors[b]!));
  const front: number[] = [];
  for (const at of order) {
    if (!front.some((other) => dominates(vectors[other]!, vectors[at]!))) front.push(at);
  }
  return front.sort((a, b) => a - b);
}

/**
 * Whether the one is at most as large everywhere and smaller somewhere. Both are [objectives], the smaller the better.
 */
export const dominates = (one: readonly number[], other: readonly number[]): boolean =>
  one.every((value, at) => value <= other[at]!) && one.some((value, at) => value < other[at]!);

function compared(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, place) => value !== other[place]);
  return at === -1 ? 0 : one[at]! < other[at]! ? -1 : 1;
}
