import { ConfigError, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { correlation } from './pearson';
import { spatialAutocorrelogram } from './spatialAutocorrelogram';

export type ClassicGridScoreOptions = {
  /** Radius of the central field, which the rings leave out, in bins; where its mean over a circle is first least by default. */
  readonly inner?: number;
  /** Outer radii of the rings, ascending, in bins; by default every whole one as far as maps overlap. */
  readonly outers?: readonly number[];
};

export type ClassicGridScores = {
  /** The largest mean over three neighbouring rings, or over all where there are fewer. */
  readonly score: number;
  /** Bins; NaN where the autocorrelogram has no trough around its centre. */
  readonly inner: number;
  /** The score of each ring by its outer radius, bins, ascending. */
  readonly rings: readonly { readonly outer: number; readonly score: number }[];
};

/**
 * The older gridness, to hold `gridScore` against: Pearson's correlations of a ring of the autocorrelogram with itself
 * turned, the lower of those at 60 and 120 degrees minus the highest of those at 30, 90 and 150, over rings around the
 * central field of growing width. Convincing grid cells exceed 0.
 *
 * @param rateMap [y, x], square, at least [3, 3]; bins never visited (NaN) count as 0
 * @returns -2 .. 2; NaN for a constant map, and for one of which no ring is left
 * @throws ShapeError for a map that is not square, ConfigError for radii that do not ascend within the autocorrelogram,
 *   DataError for an infinite rate
 * @source Sargolini et al. 2006, doi:10.1126/science.1125572; the sliding mean and how far out (shifts of up to nine
 *   tenths of the side) as opexebo; turned by linear interpolation as SciPy's `ndimage.rotate(order=1, reshape=False)`
 * @differs opexebo takes the radius of the central field from a contour
 */
export function classicGridScore(
  rateMap: NdArray,
  { inner: given, outers: wanted }: ClassicGridScoreOptions = {},
): ClassicGridScores {
  const [bins, columns] = rateMap.shape as [number, number];
  if (rateMap.shape.length !== 2 || bins !== columns || bins < 3) {
    throw new ShapeError(
      `classicGridScore: rateMap must be square [y, x], at least [3, 3], got [${rateMap.shape}]`,
    );
  }
  const image = imageOf(spatialAutocorrelogram(rateMap).values, 2 * bins - 1);
  const limit = Math.floor((Math.round(1.8 * bins) - 1) / 2);
  const inner = given ?? centralRadius(image, limit);
  if (given === undefined && Number.isNaN(inner)) return { score: NaN, inner, rings: [] };
  const count = Math.max(0, Math.floor(limit - inner));
  const outers = wanted ?? Array.from({ length: count }, (_, index) => inner + 1 + index);
  requireRadii(inner, outers, bins - 1);
  const scores = ringScores(image, inner, outers);
  const width = Math.min(3, scores.length);
  const means = scores
    .slice(width - 1)
    .map((_, first) => scores.slice(first, first + width).reduce((sum, score) => sum + score, 0) / width);
  return {
    score: means.length === 0 ? NaN : Math.max(...means),
    inner,
    rings: outers.map((outer, ring) => ({ outer, score: scores[ring]! })),
  };
}

function requireRadii(inner: number, outers: readonly number[], most: number): void {
  const radii = [inner, ...outers];
  if (!outers.every((outer, index) => outer > radii[index]!) || inner < 0 || radii.at(-1)! > most) {
    throw new ConfigError(
      `classicGridScore: inner and outers must ascend within 0 .. ${most} bins, got ${inner} and [${outers}]`,
    );
  }
}

/** A square image with an odd side, and how far its pixels are from the centre. */
type Image = { readonly values: Float64Array; readonly size: number; readonly distances: Float64Array };

function imageOf(values: Float64Array, size: number): Image {
  const centre = (size - 1) / 2;
  const distances = values.map((_, pixel) =>
    Math.hypot(Math.floor(pixel / size) - centre, (pixel % size) - centre),
  );
  return { values, size, distances };
}

/** The first whole radius where the mean over a circle of one bin's width has a minimum; NaN for none before the limit. */
function centralRadius({ values, size, distances }: Image, limit: number): number {
  const [sums, counts] = [new Float64Array(size), new Float64Array(size)];
  values.forEach((value, pixel) => {
    const radius = Math.round(distances[pixel]!);
    sums[radius]! += value;
    counts[radius]! += 1;
  });
  const means = sums.map((sum, radius) => sum / counts[radius]!);
  for (let radius = 1; radius < limit; radius++) {
    if (means[radius]! < means[radius - 1]! && means[radius]! <= means[radius + 1]!) return radius;
  }
  return NaN;
}

/** Lowest of the peaks minus highest of the troughs in each ring: one walk outwards holds them all. */
function ringScores(image: Image, inner: number, outers: readonly number[]): number[] {
  const { values, distances } = image;
  const widest = outers.at(-1) ?? inner;
  const pixels = Int32Array.from(values.keys())
    .filter((pixel) => distances[pixel]! > inner && distances[pixel]! <= widest)
    .sort((a, b) => distances[a]! - distances[b]!);
  const ring = Float64Array.from(pixels, (pixel) => values[pixel]!);
  const turnedBy = (degrees: number) => Float64Array.from(pixels, turned(image, degrees));
  const [peaks, troughs] = [[60, 120].map(turnedBy), [30, 90, 150].map(turnedBy)];
  return outers.map((outer) => {
    const end = pixels.filter((pixel) => distances[pixel]! <= outer).length;
    const own = (other: Float64Array) => correlation(ring.subarray(0, end), other.subarray(0, end));
    return Math.min(...peaks.map(own)) - Math.max(...troughs.map(own));
  });
}

/** What a pixel reads when the image is turned about its centre: linear between its four neighbours. */
function turned({ values, size }: Image, degrees: number): (pixel: number) => number {
  const [cosine, sine] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const centre = (size - 1) / 2;
  // A pixel on the rim may be turned beyond it by rounding.
  const within = (coordinate: number) => Math.max(0, Math.min(size - 1, coordinate));
  return (pixel) => {
    const [y, x] = [Math.floor(pixel / size) - centre, (pixel % size) - centre];
    const [row, column] = [within(centre + cosine * y + sine * x), within(centre - sine * y + cosine * x)];
    const [top, left] = [Math.floor(row), Math.floor(column)];
    const [bottom, right] = [Math.min(top + 1, size - 1), Math.min(left + 1, size - 1)];
    const along = (line: number) =>
      values[line * size + left]! * (1 - column + left) + values[line * size + right]! * (column - left);
    return along(top) * (1 - row + top) + along(bottom) * (row - top);
  };
}
