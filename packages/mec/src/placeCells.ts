import { ConfigError, ndArray, ShapeError, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { periodOf, shortestWay, type Arena, type Period } from './arena';
import { enclosureOf } from './enclosure';
import { placeActivities } from './placeActivities';
import { publishedCentres } from './publishedCentres';

export const PlaceCells = z
  .strictObject({
    count: z.int().min(3).default(512).meta({ description: 'Place cells, Np', unit: '1' }),
    sigma: z.number().positive().default(0.12).meta({ description: 'Width of the place fields', unit: 'm' }),
    code: z
      .enum(['differenceOfGaussians', 'gaussian'])
      .default('differenceOfGaussians')
      .meta({ description: 'With or without an inhibitory surround' }),
    surroundScale: z
      .number()
      .gt(1)
      .default(2)
      .meta({ description: 'Variance of the surround over that of the centre, s', unit: '1' }),
    periodic: z.boolean().default(false).meta({ description: 'Distances on the torus, or around the track' }),
    centres: z.enum(['published', 'random', 'lattice']).default('published').meta({
      description:
        'The centres of the published models, uniform ones from the seed of the run, or a square lattice (a regular row along a track)',
    }),
  })
  .meta({ title: 'Place-cell code', source: 'Banino et al. 2018; Sorscher et al. 2019; Nayebi et al. 2021' });
export type PlaceCells = z.output<typeof PlaceCells>;

/** A population of place cells in an arena. */
export type PlaceCode = {
  readonly count: number;
  /** [count, 2] interleaved, m. */
  readonly centres: Float64Array;
  /** Where distances close on themselves, m; undefined where they do not. */
  readonly period: Period | undefined;
  /**
   * Activities at positions, a probability vector each: positions [N, 2] interleaved, m, to [N, count].
   * Computed in double precision, then rounded to float32.
   */
  encode(positions: Float64Array): NdArray<Float32Array>;
  /** The same in double precision, [N, count]. */
  encodeExactly(positions: Float64Array): Float64Array;
  /** Positions [N, 2] from activities or logits [N, count]: the mean centre of the three most active cells. */
  decode(activity: NdArray<Float32Array | Float64Array>): Float64Array;
};

/**
 * Place cells with given centres, or with centres after the config (`rng` for random ones).
 *
 * With softmax over the cells, `A = softmax(-d^2 / (2 sigma^2))`. Difference of gaussians:
 * `C = A - softmax(-d^2 / (2 s sigma^2))`, raised by `|min C|` and divided by its sum. The normalisation
 * depends on the local density of centres, so this is not a sum of gaussians (Schaeffer 2022 calls it a
 * difference of softmaxes).
 *
 * @throws ShapeError when the centres are not [count, 2], or an array does not fit the population
 * @source Nayebi et al. 2021, public code
 */
export function createPlaceCells(
  config: PlaceCells,
  arena: Arena,
  source: { readonly centres: Float64Array } | { readonly rng: Rng },
): PlaceCode {
  const { count } = config;
  const centres = 'centres' in source ? source.centres : makeCentres(config, arena, source.rng);
  if (centres.length !== 2 * count) {
    throw new ShapeError(
      `createPlaceCells: centres must hold ${2 * count} values for ${count} cells, got ${centres.length}`,
    );
  }
  const period = config.periodic ? periodOf(arena) : undefined;
  const encodeInto = <Values extends Float32Array | Float64Array>(
    positions: Float64Array,
    out: Values,
  ): Values => {
    if (positions.length % 2 !== 0) {
      throw new ShapeError(`encode: positions must be pairs, got ${positions.length} values`);
    }
    return placeActivities(config, { centres, positions, period }, out);
  };
  return {
    count,
    centres,
    period,
    encode: (positions) => {
      const rows = positions.length / 2;
      return ndArray(encodeInto(positions, new Float32Array(rows * count)), [rows, count]);
    },
    encodeExactly: (positions) => encodeInto(positions, new Float64Array((positions.length / 2) * count)),
    decode: (activity) => decodePositions(activity, centres, period),
  };
}

/** Unit draws, placed in the arena; along a track the second of a pair does not matter. */
function makeCentres({ count, centres }: PlaceCells, arena: Arena, rng: Rng): Float64Array {
  const { place } = enclosureOf(arena);
  const units = unitDraws({ count, centres }, arena, rng);
  const placed = new Float64Array(2 * count);
  for (let at = 0; at < placed.length; at += 2) placed.set(place(units[at]!, units[at + 1]!), at);
  return placed;
}

function unitDraws(
  { count, centres }: Pick<PlaceCells, 'count' | 'centres'>,
  arena: Arena,
  rng: Rng,
): Float64Array {
  if (centres === 'published') return publishedCentres(UNIT_SQUARE, count);
  if (centres === 'random') return rng.child('centres').uniform(2 * count);
  const columns = arena.kind === 'track' ? count : Math.sqrt(count);
  if (arena.kind === 'circle' || !Number.isInteger(columns)) {
    throw new ConfigError(
      `placeCells: a lattice needs a square number of cells in a rectangle, or a track, got ${count} in a ${arena.kind}`,
    );
  }
  const rows = count / columns;
  return Float64Array.from({ length: 2 * count }, (_, at) => {
    const [row, column] = [Math.floor((at >> 1) / columns), (at >> 1) % columns];
    return at % 2 === 0 ? (column + 0.5) / columns : (row + 0.5) / rows;
  });
}

const UNIT_SQUARE = { minX: 0, maxX: 1, minY: 0, maxY: 1 };

/**
 * Positions [N, 2], m, from activities or logits [N, cells]: the mean centre of the three most active
 * cells. Among equals the cell of the lowest index goes first. Where space closes on itself, the mean is
 * taken around the most active cell.
 *
 * @throws ShapeError when the last axis is not the number of centres; ConfigError for fewer than three cells
 */
export function decodePositions(
  { values, shape }: NdArray<Float32Array | Float64Array>,
  centres: Float64Array,
  period: Period = { x: Infinity, y: Infinity },
): Float64Array {
  const cells = centres.length / 2;
  if (cells < 3) throw new ConfigError(`decodePositions: there must be at least 3 cells, got ${cells}`);
  if (shape.at(-1) !== cells) {
    throw new ShapeError(`decodePositions: the last axis must be ${cells} cells, got [${shape}]`);
  }
  const rows = values.length / cells;
  const decoded = new Float64Array(2 * rows);
  for (let row = 0; row < rows; row++) {
    const best = topThree(values, row * cells, cells);
    decoded.set(
      [meanCentre(centres, best, period.x), meanCentre(centres.subarray(1), best, period.y)],
      2 * row,
    );
  }
  return decoded;
}

/** Mean of three coordinates, two apart in `coordinates`; around the first of them where the axis closes. */
function meanCentre(coordinates: Float64Array, best: readonly number[], period: number): number {
  const first = coordinates[2 * best[0]!]!;
  return best.reduce((sum, cell) => {
    const coordinate = coordinates[2 * cell]!;
    return sum + (period === Infinity ? coordinate : first + shortestWay(coordinate - first, period)) / 3;
  }, 0);
}

function topThree(
  values: Float32Array | Float64Array,
  offset: number,
  cells: number,
): [number, number, number] {
  let [first, second, third] = [0, -1, -1];
  let [top, middle, low] = [values[offset]!, -Infinity, -Infinity];
  for (let cell = 1; cell < cells; cell++) {
    const value = values[offset + cell]!;
    if (!(value > low) && third !== -1) continue;
    if (value > top) {
      [third, low, second, middle, first, top] = [second, middle, first, top, cell, value];
    } else if (value > middle || second === -1) {
      [third, low, second, middle] = [second, middle, cell, value];
    } else {
      [third, low] = [cell, value];
    }
  }
  return [first, second, third];
}

/**
 * Distances between positions and decoded positions, both [N, 2], m: [N]; the shortest ways where space closes.
 *
 * @throws ShapeError for numbers of positions that differ
 */
export function positionErrors(
  decoded: Float64Array,
  position: Float64Array,
  period: Period = { x: Infinity, y: Infinity },
): Float64Array {
  if (decoded.length !== position.length) {
    throw new ShapeError(
      `positionErrors: decoded must hold ${position.length} values like position, got ${decoded.length}`,
    );
  }
  return Float64Array.from({ length: position.length / 2 }, (_, row) =>
    Math.hypot(
      shortestWay(decoded[2 * row]! - position[2 * row]!, period.x),
      shortestWay(decoded[2 * row + 1]! - position[2 * row + 1]!, period.y),
    ),
  );
}
