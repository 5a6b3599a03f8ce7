import type { Finish, Part, Point } from './Mesh';

/** A smooth patch `at(u, v)` over [0, 1] x [0, 1]; `u` runs around where `closed`. */
export function patch(
  at: (u: number, v: number) => Point,
  finish: Finish,
  { columns = 14, rows = 10, closed = true }: { columns?: number; rows?: number; closed?: boolean } = {},
): Part {
  const across = closed ? columns : columns + 1;
  const points = Array.from({ length: across * (rows + 1) }, (_, index) =>
    at((index % across) / columns, Math.floor(index / across) / rows),
  );
  const triangles: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const right = (column + 1) % across;
      const [a, b] = [row * across + column, row * across + right];
      triangles.push(a, b, b + across, a, b + across, a + across);
    }
  }
  return { ...finish, points, triangles };
}

/** An ellipsoid with its axes along x, y, z. */
export const ellipsoid = (centre: Point, radii: Point, finish: Finish, detail = 1): Part =>
  patch(
    (u, v) => {
      const [around, down] = [2 * Math.PI * u, Math.PI * v];
      return [
        centre[0] + radii[0] * Math.cos(around) * Math.sin(down),
        centre[1] + radii[1] * Math.cos(down),
        centre[2] + radii[2] * Math.sin(around) * Math.sin(down),
      ];
    },
    finish,
    { columns: Math.round(14 * detail), rows: Math.round(9 * detail) },
  );

/** A solid of revolution about the vertical through `centre`: radius and height of its outline over t in [0, 1]. */
export const lathe = (
  centre: Point,
  outline: (t: number) => readonly [radius: number, height: number],
  finish: Finish,
  { columns = 20, rows = 16 } = {},
): Part =>
  patch(
    (u, v) => {
      const [radius, height] = outline(v);
      const around = 2 * Math.PI * u;
      return [
        centre[0] + radius * Math.cos(around),
        centre[1] + height,
        centre[2] + radius * Math.sin(around),
      ];
    },
    finish,
    { columns, rows },
  );

/** A round tube along a path, its radius given at each point, its ends rounded. */
export function tube(path: readonly Point[], radii: readonly number[], finish: Finish, columns = 10): Part {
  const rings = path.map((centre, index) => ({
    centre,
    radius: radii[index]!,
    along: direction(path[Math.max(0, index - 1)]!, path[Math.min(path.length - 1, index + 1)]!),
  }));
  const cap = (end: (typeof rings)[number], sign: number) =>
    [90, 55, 25].map((degrees) => {
      const angle = (degrees * Math.PI) / 180;
      const reach = sign * end.radius * Math.sin(angle);
      const centre = end.centre.map((value, axis) => value + reach * end.along[axis]!) as unknown as Point;
      return { ...end, centre, radius: end.radius * Math.cos(angle) };
    });
  const all = [...cap(rings[0]!, -1), ...rings, ...cap(rings.at(-1)!, 1).reverse()];
  const whole = direction(path[0]!, path.at(-1)!);
  const side: Point = Math.abs(whole[1]) > 0.8 ? [1, 0, 0] : [0, 1, 0];
  return patch(
    (u, v) => {
      const { centre, radius, along } = all[Math.round(v * (all.length - 1))]!;
      const first = unit(cross(along, side));
      const second = cross(along, first);
      const [c, s] = [radius * Math.cos(2 * Math.PI * u), radius * Math.sin(2 * Math.PI * u)];
      return [
        centre[0] + c * first[0] + s * second[0],
        centre[1] + c * first[1] + s * second[1],
        centre[2] + c * first[2] + s * second[2],
      ];
    },
    finish,
    { columns, rows: all.length - 1 },
  );
}

/** A cross-section of a hull, at `x`, centred at height `y`: half its width and height; power 2 is round, 6 a box. */
export type Section = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly power?: number;
};

/** A hull along x through given cross-sections, smooth between them and closed at its ends. */
export function loft(
  sections: readonly Section[],
  finish: Finish,
  { columns = 24, steps = 4 }: { columns?: number; steps?: number } = {},
): Part {
  const rows = (sections.length - 1) * steps;
  const at = (v: number): Required<Section> => {
    const place = Math.min(v * (sections.length - 1), sections.length - 1 - 1e-9);
    const from = Math.floor(place);
    const pick = (key: keyof Section) =>
      catmullRom(
        [-1, 0, 1, 2].map((step) => clampedAt(sections, from + step)[key] ?? 2),
        place - from,
      );
    return { x: pick('x'), y: pick('y'), width: pick('width'), height: pick('height'), power: pick('power') };
  };
  return patch(
    (u, v) => {
      // The first and the last ring are points: they close the hull.
      const inner = Math.min(1, Math.max(0, (v * (rows + 2) - 1) / rows));
      const { x, y, width, height, power } = at(inner);
      const open = v === 0 || v === 1 ? 0 : 1;
      const [c, s] = [Math.cos(2 * Math.PI * u), Math.sin(2 * Math.PI * u)];
      return [
        x,
        y + open * height * Math.sign(s) * Math.abs(s) ** (2 / power),
        open * width * Math.sign(c) * Math.abs(c) ** (2 / power),
      ];
    },
    finish,
    { columns, rows: rows + 2 },
  );
}

/** Flat polygons with sharp edges; each must be convex. */
export function facets(polygons: readonly (readonly Point[])[], finish: Finish): Part {
  const points = polygons.flat();
  const triangles: number[] = [];
  let first = 0;
  for (const polygon of polygons) {
    for (let corner = 1; corner < polygon.length - 1; corner++)
      triangles.push(first, first + corner, first + corner + 1);
    first += polygon.length;
  }
  return { ...finish, points, triangles };
}

/** A plate between two convex outlines of equally many corners. */
export const plate = (top: readonly Point[], bottom: readonly Point[], finish: Finish): Part =>
  facets(
    [
      top,
      bottom,
      ...top.map((corner, index) => {
        const next = (index + 1) % top.length;
        return [corner, top[next]!, bottom[next]!, bottom[index]!];
      }),
    ],
    finish,
  );

/** A box with its edges along x, y, z; `half` are half its edges. */
export function box(centre: Point, half: Point, finish: Finish): Part {
  const face = (y: number): Point[] =>
    [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ].map(([x, z]) => [centre[0] + x! * half[0], centre[1] + y, centre[2] + z! * half[2]]);
  return plate(face(half[1]), face(-half[1]), finish);
}

/** A round plate, upright like a wheel: its axis along z. */
export const wheel = (centre: Point, radius: number, halfWidth: number, finish: Finish): Part => {
  const rim = (z: number): Point[] =>
    Array.from({ length: 16 }, (_, index) => {
      const around = (Math.PI * index) / 8;
      return [centre[0] + radius * Math.cos(around), centre[1] + radius * Math.sin(around), centre[2] + z];
    });
  return plate(rim(halfWidth), rim(-halfWidth), finish);
};

const clampedAt = <T>(values: readonly T[], index: number): T =>
  values[Math.min(values.length - 1, Math.max(0, index))]!;

/** The cubic through p1 and p2 at t in [0, 1] with the slopes of its neighbours. */
function catmullRom([p0, p1, p2, p3]: readonly number[], t: number): number {
  const [a, b, c] = [2 * p0! - 5 * p1! + 4 * p2! - p3!, 3 * p1! - p0! - 3 * p2! + p3!, p2! - p0!];
  return p1! + 0.5 * t * (c + t * (a + t * b));
}

const direction = (from: Point, to: Point): Point =>
  unit([to[0] - from[0], to[1] - from[1], to[2] - from[2]]);

function unit([x, y, z]: Point): Point {
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
}

const cross = (a: Point, b: Point): Point => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
