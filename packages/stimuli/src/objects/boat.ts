import { rgbFromHsv } from '../hsv';
import { kindOf, type Category } from './Category';
import { joinParts, type Colour, type Finish, type Part, type Point } from './Mesh';
import { box, ellipsoid, lathe, loft, plate, tube } from './solids';

type BoatKind = {
  readonly length: number;
  readonly width: number;
  readonly depth: number;
  readonly rig: 'sloop' | 'ketch' | 'cabin' | 'steamer' | 'open';
  readonly hull: Colour;
  readonly keel: Colour;
};

const kinds: readonly BoatKind[] = [
  { length: 2, width: 0.32, depth: 0.36, rig: 'sloop', hull: [0.95, 0.95, 0.95], keel: [0.7, 0.12, 0.1] },
  { length: 2.2, width: 0.36, depth: 0.42, rig: 'cabin', hull: [0.92, 0.94, 0.97], keel: [0.1, 0.2, 0.5] },
  {
    length: 2.6,
    width: 0.36,
    depth: 0.46,
    rig: 'steamer',
    hull: [0.12, 0.14, 0.18],
    keel: [0.65, 0.1, 0.08],
  },
  { length: 2, width: 0.4, depth: 0.36, rig: 'open', hull: [0.55, 0.33, 0.15], keel: [0.4, 0.22, 0.1] },
  { length: 2.3, width: 0.32, depth: 0.36, rig: 'ketch', hull: [0.15, 0.25, 0.55], keel: [0.8, 0.8, 0.8] },
  { length: 1.8, width: 0.42, depth: 0.46, rig: 'cabin', hull: [0.8, 0.2, 0.12], keel: [0.12, 0.12, 0.15] },
  {
    length: 2.8,
    width: 0.36,
    depth: 0.42,
    rig: 'steamer',
    hull: [0.95, 0.95, 0.95],
    keel: [0.15, 0.35, 0.6],
  },
  { length: 2, width: 0.3, depth: 0.34, rig: 'sloop', hull: [0.2, 0.5, 0.35], keel: [0.9, 0.9, 0.85] },
];

/** Boats along x, the bow at +x, the deck near y = 0. */
export const boat: Category = {
  canonical: { yaw: -30, pitch: 15 },
  build(index, between) {
    const kind = kindOf(kinds, index);
    const length = kind.length * between(0.95, 1.05);
    const shape = {
      length,
      width: kind.width * between(0.93, 1.07),
      depth: kind.depth * between(0.93, 1.07),
    };
    const rig = { sloop: sails, ketch: sails, cabin: cabin, steamer: steamer, open: benches }[kind.rig];
    return joinParts([...hullParts(kind, shape), ...rig(kind, shape, between)]);
  },
};

type Shape = { readonly length: number; readonly width: number; readonly depth: number };

/** Outline of the gunwale at a share of the length, from the stern: half the width, and its height. */
function gunwale(share: number, { length, width, depth }: Shape): { x: number; z: number; y: number } {
  const z =
    width *
    (share < 0.45
      ? 0.82 + 0.18 * Math.sin((share / 0.45) * (Math.PI / 2))
      : Math.cos(((share - 0.45) / 0.55) * (Math.PI / 2)) ** 0.7);
  return { x: (share - 0.5) * length, z, y: depth * (0.08 + 0.5 * Math.max(0, share - 0.5) ** 2 * 4 * 0.6) };
}

function hullParts(kind: BoatKind, shape: Shape): Part[] {
  const { length, depth } = shape;
  const wall = (share: number, level: number, side: number): Point => {
    const { x, z, y } = gunwale(share, shape);
    // Towards the keel the hull narrows and the stem falls back.
    const narrow = Math.sqrt(Math.max(0, 1 - level ** 2.6));
    return [x - level * 0.16 * length * Math.max(0, share - 0.4), y - level * (y + depth), side * z * narrow];
  };
  const paint = ([, y]: Point): Colour => {
    if (y > -0.12 * depth) return kind.rig === 'open' ? [0.75, 0.5, 0.25] : [0.85, 0.85, 0.85];
    return y > -0.5 * depth ? kind.hull : kind.keel;
  };
  const sides = [-1, 1].map((side) => patchOf((u, v) => wall(v, u, side), { paint, gloss: 0.5 }));
  const stern = patchOf((u, v) => wall(0, u, 2 * v - 1), { paint, gloss: 0.4 });
  const lowered = kind.rig === 'open' ? 0.12 : 0.02;
  const deck = patchOf(
    (u, v) => {
      const { x, z, y } = gunwale(v, shape);
      return [x, y - lowered, (2 * u - 1) * z];
    },
    { paint: [0.72, 0.55, 0.35], gloss: 0.1 },
  );
  return [...sides, stern, deck];
}

function patchOf(at: (u: number, v: number) => Point, finish: Finish): Part {
  const [columns, rows] = [10, 16];
  const points = Array.from({ length: (columns + 1) * (rows + 1) }, (_, index) =>
    at((index % (columns + 1)) / columns, Math.floor(index / (columns + 1)) / rows),
  );
  const triangles: number[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const a = row * (columns + 1) + column;
      triangles.push(a, a + 1, a + columns + 2, a, a + columns + 2, a + columns + 1);
    }
  return { ...finish, points, triangles };
}

type Rig = (kind: BoatKind, shape: Shape, between: (low: number, high: number) => number) => Part[];

const canvas: Finish = { paint: [0.97, 0.96, 0.9], gloss: 0.05 };

/** A mast or two, each with a mainsail; the first with a foresail too. */
const sails: Rig = (kind, { length }, between) => {
  const masts = kind.rig === 'ketch' ? [0.15, -0.62] : [0.05];
  return masts.flatMap((at, number) => {
    const x = (at * length) / 2;
    const height = length * between(0.75, 0.85) * (number === 0 ? 1 : 0.6);
    const boom = length * (number === 0 ? (kind.rig === 'ketch' ? 0.3 : 0.42) : 0.2);
    const sail = (corners: readonly (readonly [number, number])[], bulge: number): Part => {
      const face = (z: number): Point[] =>
        corners.map(([sx, sy]) => [sx, sy, z + bulge * (sy > 0.5 ? 0 : 1)]);
      return plate(face(0.01), face(-0.01), canvas);
    };
    const parts = [
      tube(
        [
          [x, 0, 0],
          [x, height, 0],
        ],
        [0.025, 0.018],
        { paint: [0.45, 0.3, 0.15] },
        6,
      ),
      tube(
        [
          [x, 0.16, 0],
          [x - boom, 0.16, 0.05],
        ],
        [0.018, 0.018],
        { paint: [0.45, 0.3, 0.15] },
        6,
      ),
      sail(
        [
          [x - 0.02, 0.19],
          [x - boom, 0.19],
          [x - 0.03, height * 0.97],
        ],
        0.05,
      ),
    ];
    if (number === 0)
      parts.push(
        sail(
          [
            [x + 0.04, 0.14],
            [0.46 * length, 0.16],
            [x + 0.03, height * 0.85],
          ],
          0.04,
        ),
      );
    return parts;
  });
};

/** A motor boat: a superstructure with windows. */
const cabin: Rig = (_kind, { length, width, depth }, between) => {
  const high = between(0.9, 1.1) * 0.3;
  const front = 0.16 * length;
  return [
    box([0, 0.06 + high / 2, 0], [front, high / 2, width * 0.62], { paint: [0.95, 0.95, 0.95], gloss: 0.5 }),
    box([0.01, 0.06 + high * 0.68, 0], [front, high * 0.17, width * 0.64], {
      paint: [0.1, 0.15, 0.2],
      gloss: 0.9,
    }),
    box([-0.02, 0.08 + high, 0], [front * 1.15, 0.025, width * 0.7], { paint: [0.9, 0.9, 0.9], gloss: 0.5 }),
    tube(
      [
        [-0.1, high, 0],
        [-0.16, high + 0.42, 0],
      ],
      [0.018, 0.01],
      { paint: [0.3, 0.3, 0.3] },
      6,
    ),
    box([-0.1 * length - 0.24, high + 0.24, 0], [0.09, 0.05, 0.01], { paint: [0.9, 0.2, 0.1] }),
    loft(
      [
        { x: -0.48 * length, y: 0.12, width: 0.02, height: 0.08 },
        { x: -0.3 * length, y: 0.1, width: width * 0.5, height: 0.08 },
      ],
      { paint: [0.85, 0.85, 0.85] },
    ),
    ellipsoid(
      [0.44 * length, depth * 0.4, 0],
      [0.04, 0.03, 0.03],
      { paint: [0.8, 0.7, 0.2], gloss: 0.8 },
      0.6,
    ),
  ];
};

/** A ship: two decks of cabins, a bridge, funnels with a band. */
const steamer: Rig = (kind, { length, width }, between) => {
  const white: Finish = { paint: [0.94, 0.94, 0.92], gloss: 0.3 };
  const dark: Finish = { paint: [0.15, 0.18, 0.22], gloss: 0.7 };
  const hue = rgbFromHsv(between(0, 1), 0.8, 0.8);
  const funnel = (x: number): Part =>
    lathe([x, 0.34, 0], (t) => [t < 0.02 ? 0 : 0.085, 0.42 * t], {
      paint: ([, y]) => (y > 0.62 ? [0.08, 0.08, 0.08] : hue),
      gloss: 0.3,
    });
  const decks = [
    box([-0.08 * length, 0.12, 0], [0.27 * length, 0.1, width * 0.72], white),
    box([-0.08 * length, 0.14, 0], [0.25 * length, 0.025, width * 0.735], dark),
    box([-0.06 * length, 0.28, 0], [0.2 * length, 0.08, width * 0.6], white),
    box([-0.06 * length, 0.29, 0], [0.185 * length, 0.025, width * 0.615], dark),
    box([0.1 * length, 0.42, 0], [0.05 * length, 0.08, width * 0.55], white),
    box([0.105 * length, 0.44, 0], [0.051 * length, 0.03, width * 0.56], dark),
    tube(
      [
        [0.3 * length, 0.1, 0],
        [0.3 * length, 0.7, 0],
      ],
      [0.02, 0.012],
      { paint: [0.6, 0.5, 0.3] },
      6,
    ),
  ];
  return [...decks, ...(kind.hull[0] > 0.5 ? [-0.2, -0.05] : [-0.08]).map((share) => funnel(share * length))];
};

/** A rowing boat: benches across and a pair of oars. */
const benches: Rig = (_kind, { length, width }) => [
  ...[-0.3, 0, 0.25].map((share) =>
    box([share * length, 0.02, 0], [0.06, 0.02, width * (share > 0.2 ? 0.75 : 0.92)], {
      paint: [0.85, 0.65, 0.4],
    }),
  ),
  ...[-1, 1].flatMap((side) => [
    tube(
      [
        [0.05, 0.06, 0],
        [-0.25, 0.02, side * width * 2.4],
      ],
      [0.022, 0.022],
      { paint: [0.9, 0.75, 0.5] },
      6,
    ),
    ellipsoid([-0.28, 0, side * width * 2.6], [0.06, 0.02, 0.13], { paint: [0.9, 0.75, 0.5] }, 0.7),
  ]),
];
