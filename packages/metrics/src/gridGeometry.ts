import { ConfigError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';

export type GridGeometry = {
  /** Distance between neighbouring fields: the median distance of the six peaks from the centre, in units of `binWidth`. */
  readonly spacing: number;
  /** Smallest angle of a peak modulo 60 degrees, rad in [0, pi / 3). Unstable where the axes lie close to 0. */
  readonly orientation: number;
  /** Mean of the angles of the peaks on the circle of 60 degrees, rad in [0, pi / 3): stable everywhere. */
  readonly meanOrientation: number;
  /** Long over short axis of the ellipse through the six peaks, at least 1; NaN where they lie on none. */
  readonly ellipticity: number;
  /** Direction of its long axis, rad in [0, pi); NaN as `ellipticity`, without meaning for a circle. */
  readonly ellipseDirection: number;
  /** [peaks, 2], x then y from the centre in units of `binWidth`, nearest first, opposite ones in pairs; at most six. */
  readonly peaks: NdArray;
};

export type GridGeometryOptions = {
  /** Width of the square bins, m; 1 by default, which gives distances in bins. */
  readonly binWidth?: number;
  /** What a peak must exceed; 0.1 by default. */
  readonly threshold?: number;
};

const SECTOR = Math.PI / 3;

/**
 * Spacing, orientation and ellipticity of a grid from the six peaks of its autocorrelogram that are nearest to the
 * centre: pixels higher than each of their eight neighbours, and than a threshold. It says nothing of whether the cell
 * is a grid cell.
 *
 * @param autocorrelogram [2 y - 1, 2 x - 1], the same at opposite pixels, as `spatialAutocorrelogram` gives it
 * @returns angles from the x axis towards the y axis; all numbers are NaN when there are fewer than six peaks
 * @throws ShapeError for axes that are not odd, ConfigError for a width that is not positive
 * @source Hafting et al. 2005, doi:10.1038/nature03721 (six nearest peaks); Stensola et al. 2012,
 *   doi:10.1038/nature11649 (ellipse)
 * @differs opexebo takes the mean distance of the three nearest fields
 */
export function gridGeometry(
  autocorrelogram: NdArray,
  { binWidth = 1, threshold = 0.1 }: GridGeometryOptions = {},
): GridGeometry {
  const { shape } = autocorrelogram;
  if (shape.length !== 2 || shape.some((axis) => axis % 2 !== 1)) {
    throw new ShapeError(`gridGeometry: autocorrelogram must be [y, x], both odd, got [${shape}]`);
  }
  if (!Number.isFinite(binWidth) || binWidth <= 0) {
    throw new ConfigError(`gridGeometry: binWidth must be finite and positive, got ${binWidth}`);
  }
  const halves = nearestPeaks(autocorrelogram, threshold).map(
    ([x, y]) => [binWidth * x, binWidth * y] as const,
  );
  const peaks = ndArray(Float64Array.from(halves.flatMap(([x, y]) => [x, y, 0 - x, 0 - y])), [
    2 * halves.length,
    2,
  ]);
  if (halves.length < 3) {
    const unknown = { spacing: NaN, orientation: NaN, meanOrientation: NaN };
    return { ...unknown, ellipticity: NaN, ellipseDirection: NaN, peaks };
  }
  // Opposite peaks are equally far, and their angles are the same modulo 60 degrees: one of each pair tells all.
  const distances = halves.map(([x, y]) => Math.hypot(x, y)).sort((a, b) => a - b);
  const angles = halves.map(([x, y]) => modulo(Math.atan2(y, x), SECTOR));
  const sine = angles.reduce((sum, angle) => sum + Math.sin(6 * angle), 0);
  const cosine = angles.reduce((sum, angle) => sum + Math.cos(6 * angle), 0);
  return {
    spacing: distances[1]!,
    orientation: Math.min(...angles),
    meanOrientation: modulo(Math.atan2(sine, cosine) / 6, SECTOR),
    ...ellipseThrough(halves),
    peaks,
  };
}

type Point = readonly [x: number, y: number];

/** Of each pair of opposite peaks the one after the centre in memory; at most three, nearest first. */
function nearestPeaks({ values, shape }: NdArray, threshold: number): Point[] {
  const [height, width] = shape as [number, number];
  const [centreY, centreX] = [(height - 1) / 2, (width - 1) / 2];
  const neighbours = [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1];
  const peaks: Point[] = [];
  for (let pixel = centreY * width + centreX + 1; pixel < values.length; pixel++) {
    const [row, column] = [Math.floor(pixel / width), pixel % width];
    const inside = row < height - 1 && column > 0 && column < width - 1;
    const value = values[pixel]!;
    if (!inside || !(value > threshold)) continue;
    if (neighbours.every((step) => value > values[pixel + step]!))
      peaks.push([column - centreX, row - centreY]);
  }
  const distance = ([x, y]: Point) => x * x + y * y;
  return peaks.sort((a, b) => distance(a) - distance(b)).slice(0, 3);
}

/** The ellipse `a x^2 + b x y + c y^2 = 1` through three points and their opposites. */
function ellipseThrough(points: readonly Point[]): { ellipticity: number; ellipseDirection: number } {
  const [first, second, third] = points.map(([x, y]) => [x * x, x * y, y * y] as const) as [Row, Row, Row];
  const ones: Row = [1, 1, 1];
  const columns = [0, 1, 2].map((at) => [first[at]!, second[at]!, third[at]!] as const) as [Row, Row, Row];
  const whole = determinant(...columns);
  const a = determinant(ones, columns[1], columns[2]) / whole;
  const b = determinant(columns[0], ones, columns[2]) / whole;
  const c = determinant(columns[0], columns[1], ones) / whole;
  const spread = Math.hypot(a - c, b);
  const [least, most] = [(a + c - spread) / 2, (a + c + spread) / 2]; // eigenvalues: 1 / axis^2
  if (!(least > 0)) return { ellipticity: NaN, ellipseDirection: NaN };
  const shortAxis = Math.atan2(b, a - c) / 2;
  return { ellipticity: Math.sqrt(most / least), ellipseDirection: modulo(shortAxis + Math.PI / 2, Math.PI) };
}

type Row = readonly [number, number, number];

const determinant = (u: Row, v: Row, w: Row): number =>
  u[0] * (v[1] * w[2] - v[2] * w[1]) -
  v[0] * (u[1] * w[2] - u[2] * w[1]) +
  w[0] * (u[1] * v[2] - u[2] * v[1]);

/** In [0, period), also where rounding would give the period itself. */
function modulo(angle: number, period: number): number {
  const rest = angle % period;
  const positive = rest < 0 ? rest + period : rest;
  return positive < period ? positive : 0;
}
