/** How far a field reaches. */
export type FieldSize = {
  /** Least distance from the centre of mass within which half of the energy lies, pixels; NaN without energy. */
  readonly radius: number;
  /** Rows and columns from the first to the last pixel that matters, [height, width]; 0 without energy. */
  readonly support: readonly [number, number];
};

/** Shares of the greatest energy below this are rounding: 1e-6 of the greatest gradient. */
const ROUNDING = 1e-12;

/**
 * The size of a field of energies.
 *
 * @param energy [height][width], not negative
 */
export function fieldSize(energy: readonly (readonly number[])[]): FieldSize {
  const pixels = energy.flatMap((row, y) => row.map((value, x) => ({ y, x, value })));
  const total = pixels.reduce((sum, { value }) => sum + value, 0);
  if (!(total > 0)) return { radius: NaN, support: [0, 0] };
  const mean = (axis: 'x' | 'y') => pixels.reduce((sum, pixel) => sum + pixel[axis] * pixel.value, 0) / total;
  const [cy, cx] = [mean('y'), mean('x')];
  const outward = pixels
    .map(({ y, x, value }) => ({ distance: Math.hypot(y - cy, x - cx), value }))
    .sort((a, b) => a.distance - b.distance);
  let within = 0;
  const half = outward.find(({ value }) => (within += value) >= total / 2);
  const most = pixels.reduce((greatest, { value }) => Math.max(greatest, value), 0);
  const seen = pixels.filter(({ value }) => value > ROUNDING * most);
  const extent = (axis: 'x' | 'y') => {
    const places = seen.map((pixel) => pixel[axis]);
    return Math.max(...places) - Math.min(...places) + 1;
  };
  return { radius: half?.distance ?? NaN, support: [extent('y'), extent('x')] };
}
