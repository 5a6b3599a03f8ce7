import { ndArray, type NdArray } from '@goal-driven/core/arrays';

/** A map of square bins of 5 cm from a function of place in cm; [x, y], as the specification has it. */
export function mapOf(bins: number, f: (x: number, y: number) => number): NdArray {
  const values = Float64Array.from({ length: bins * bins }, (_, bin) =>
    f(5 * Math.floor(bin / bins) + 2.5, 5 * (bin % bins) + 2.5),
  );
  return ndArray(values, [bins, bins]);
}

/** An ideal grid cell: three cosine gratings, 60 degrees apart, rectified. */
export function hexagonal(spacing: number, orientation: number, bins = 20): NdArray {
  const k = (4 * Math.PI) / (Math.sqrt(3) * spacing);
  const angles = [0, 1, 2].map((m) => ((orientation + 30 + 60 * m) * Math.PI) / 180);
  const gratings = (x: number, y: number) =>
    angles.reduce((sum, angle) => sum + Math.cos(k * (x * Math.cos(angle) + y * Math.sin(angle))), 0);
  return mapOf(bins, (x, y) => Math.max(0, (1.5 + gratings(x, y)) / 4.5));
}

/** An ideal cell with a square lattice. */
export function squareLattice(spacing: number, bins = 20): NdArray {
  const cosine = (z: number) => Math.cos((2 * Math.PI * z) / spacing);
  return mapOf(bins, (x, y) => (cosine(x) + cosine(y) + 2) / 4);
}

/** Gaussian filter of sd 1 bin, zeros beyond the border, nine taps. */
export function smoothed({ values, shape }: NdArray): NdArray {
  const [rows, columns] = shape as [number, number];
  const raw = Array.from({ length: 9 }, (_, tap) => Math.exp(-((tap - 4) ** 2) / 2));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  const at = (map: Float64Array, row: number, column: number) =>
    row < 0 || column < 0 || row >= rows || column >= columns ? 0 : map[row * columns + column]!;
  const pass = (map: Float64Array, down: number, right: number) =>
    map.map((_, bin) => {
      const [row, column] = [Math.floor(bin / columns), bin % columns];
      return raw.reduce(
        (sum, weight, tap) =>
          sum + (weight / total) * at(map, row + down * (tap - 4), column + right * (tap - 4)),
        0,
      );
    });
  return ndArray(pass(pass(values, 1, 0), 0, 1), shape);
}
