import { rgbFromHsv } from '../hsv';
import { kindOf, type Category } from './Category';
import { joinParts, type Colour, type Finish, type Part, type Point } from './Mesh';
import { ellipsoid, loft, plate, wheel } from './solids';

/** Shares of the length at which the cabin begins and ends at its foot and on its roof, from the rear. */
type CarKind = {
  readonly foot: readonly [number, number];
  readonly roof: readonly [number, number];
  readonly cabin: number;
  readonly body: number;
  readonly length: number;
  readonly hue: number;
  readonly saturation: number;
};

const kinds: readonly CarKind[] = [
  { foot: [0.1, 0.76], roof: [0.27, 0.56], cabin: 0.34, body: 0.3, length: 2.1, hue: 0, saturation: 0.85 },
  { foot: [0.02, 0.8], roof: [0.1, 0.55], cabin: 0.4, body: 0.32, length: 1.7, hue: 0.6, saturation: 0.8 },
  {
    foot: [0.01, 0.95],
    roof: [0.03, 0.78],
    cabin: 0.55,
    body: 0.36,
    length: 2.0,
    hue: 0.1,
    saturation: 0.05,
  },
  {
    foot: [0.42, 0.78],
    roof: [0.45, 0.63],
    cabin: 0.38,
    body: 0.36,
    length: 2.3,
    hue: 0.33,
    saturation: 0.6,
  },
  {
    foot: [0.16, 0.66],
    roof: [0.34, 0.48],
    cabin: 0.25,
    body: 0.25,
    length: 2.1,
    hue: 0.14,
    saturation: 0.9,
  },
  {
    foot: [0.03, 0.74],
    roof: [0.07, 0.58],
    cabin: 0.42,
    body: 0.42,
    length: 2.0,
    hue: 0.08,
    saturation: 0.55,
  },
  { foot: [0.14, 0.8], roof: [0.36, 0.56], cabin: 0.42, body: 0.34, length: 1.5, hue: 0.48, saturation: 0.6 },
  {
    foot: [0.02, 0.72],
    roof: [0.06, 0.52],
    cabin: 0.34,
    body: 0.32,
    length: 2.3,
    hue: 0.75,
    saturation: 0.45,
  },
];

const glass: Finish = { paint: [0.12, 0.16, 0.2], gloss: 0.9 };

/** Cars along x, the front at +x. */
export const car: Category = {
  canonical: { yaw: -35, pitch: 18 },
  build(index, between) {
    const kind = kindOf(kinds, index);
    const length = kind.length * between(0.95, 1.05);
    const [width, body, ground] = [0.42 * between(0.95, 1.05), kind.body * between(0.95, 1.05), 0.16];
    const cabin = kind.cabin * between(0.92, 1.08);
    const colour = rgbFromHsv(kind.hue + between(-0.03, 0.03), kind.saturation, between(0.75, 0.95));
    const paint: Finish = { paint: colour, gloss: 0.7 };
    const at = (share: number) => (share - 0.5) * length;
    const middle = ground + body / 2;
    const hull = (share: number, height: number, w: number) => ({
      x: at(share),
      y: middle + (height - 1) * body * 0.25,
      width: w * width,
      height: (height * body) / 2,
      power: 5,
    });
    const parts: Part[] = [
      loft(
        [
          hull(0, 0.85, 0.9),
          hull(0.06, 0.98, 0.98),
          hull(0.5, 1, 1),
          hull(0.8, 0.92, 0.99),
          hull(0.95, 0.8, 0.92),
          hull(1, 0.6, 0.82),
        ],
        paint,
      ),
      ...cabinParts(kind, { at, width, floor: ground + body, height: cabin, colour }),
    ];
    const radius = 0.2 * between(0.95, 1.1);
    for (const side of [-1, 1]) {
      for (const share of [0.18, 0.8]) {
        const centre: Point = [at(share), radius, side * (width - 0.05)];
        parts.push(wheel(centre, radius, 0.08, { paint: [0.07, 0.07, 0.08], gloss: 0.2 }));
        parts.push(wheel(centre, radius * 0.55, 0.1, { paint: [0.75, 0.75, 0.78], gloss: 0.6 }));
      }
      parts.push(
        ellipsoid(
          [at(0.985), ground + body * 0.62, side * width * 0.6],
          [0.04, 0.06, 0.09],
          { paint: [1, 0.97, 0.8], gloss: 0.9 },
          0.6,
        ),
      );
      parts.push(
        ellipsoid(
          [at(0.005), ground + body * 0.7, side * width * 0.68],
          [0.03, 0.05, 0.09],
          { paint: [0.8, 0.05, 0.05], gloss: 0.8 },
          0.6,
        ),
      );
    }
    return joinParts(parts);
  },
};

type Cabin = { at: (share: number) => number; width: number; floor: number; height: number; colour: Colour };

/** A greenhouse of glass with a roof on it and pillars at its corners. */
function cabinParts({ foot, roof }: CarKind, { at, width, floor, height, colour }: Cabin): Part[] {
  const corner = (share: number, level: number, side: number): Point => [
    at(share),
    floor + level * height - 0.02,
    side * width * (0.94 - 0.2 * level),
  ];
  const ring = (level: number, grow = 0) => {
    const rear = foot[0] + (roof[0] - foot[0]) * level - grow;
    const front = foot[1] + (roof[1] - foot[1]) * level + grow;
    return [
      corner(rear, level, -1),
      corner(front, level, -1),
      corner(front, level, 1),
      corner(rear, level, 1),
    ];
  };
  const finish: Finish = { paint: colour, gloss: 0.7 };
  const pillars = [0, 1, 2, 3].map((at) => pillar(ring(0)[at]!, ring(0.9)[at]!, finish));
  const centre = [-1, 1].map((side) => {
    const share = (level: number) =>
      0.5 * (foot[0] + foot[1]) + level * 0.5 * (roof[0] + roof[1] - foot[0] - foot[1]);
    return pillar(corner(share(0), 0, side * 1.01), corner(share(0.9), 0.9, side * 1.01), finish);
  });
  return [
    plate(ring(0.88), ring(0), glass),
    plate(ring(1), ring(0.86, 0.006), finish),
    ...pillars,
    ...centre,
  ];
}

const pillar = (from: Point, to: Point, finish: Finish): Part => {
  const square = ([x, y, z]: Point): Point[] => [
    [x - 0.03, y, z - 0.02],
    [x + 0.03, y, z - 0.02],
    [x + 0.03, y, z + 0.02],
    [x - 0.03, y, z + 0.02],
  ];
  return plate(square(to), square(from), finish);
};
