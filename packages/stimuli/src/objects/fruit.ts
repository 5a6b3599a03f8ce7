import { kindOf, type Between, type Category } from './Category';
import { joinParts, type Colour, type Part, type Point } from './Mesh';
import { ellipsoid, lathe, patch, tube } from './solids';

const wood: Colour = [0.35, 0.22, 0.1];
const leafGreen: Colour = [0.2, 0.5, 0.15];

/** A leaf: a bent blade from a point along x. */
const leaf = ([x, y, z]: Point, length: number, rise: number, turn = 0): Part =>
  patch(
    (u, v) => {
      const wide = 0.32 * length * Math.sin(Math.PI * v) * (2 * u - 1);
      const along = v * length;
      return [
        x + along * Math.cos(turn) - wide * Math.sin(turn),
        y + rise * Math.sin(v * 2.2) - Math.abs(wide) * 0.3,
        z + along * Math.sin(turn) + wide * Math.cos(turn),
      ];
    },
    { paint: leafGreen, gloss: 0.3 },
    { columns: 4, rows: 8, closed: false },
  );

const stem = (from: Point, to: Point, radius = 0.03): Part =>
  tube([from, to], [radius, radius], { paint: wood }, 6);

/** A ball with a dimple at the stem, narrower below. */
function apple(between: Between): Part[] {
  const [wide, red] = [between(0.95, 1.05), between(0.6, 0.9)];
  const outline = (t: number): [number, number] => {
    const down = Math.PI * t;
    const dimple = 0.42 * Math.exp(-((t / 0.16) ** 2)) + 0.22 * Math.exp(-(((1 - t) / 0.13) ** 2)) * -1;
    return [wide * Math.sin(down) * (1 + 0.1 * Math.cos(down)), Math.cos(down) * 0.95 - dimple];
  };
  const paint = ([x, y, z]: Point): Colour => {
    const blush = 0.5 + 0.5 * Math.sin(2.2 * x + 1.3 * z + y);
    return [red + 0.15 * blush, 0.12 + 0.28 * (1 - blush) + (y > 0.55 ? 0.12 : 0), 0.1];
  };
  return [
    lathe([0, 0, 0], outline, { paint, gloss: 0.7 }, { columns: 24, rows: 24 }),
    stem([0, 0.5, 0], [0.08, 1.05, 0]),
    leaf([0.06, 0.85, 0], 0.6, 0.18, 0.4),
  ];
}

function pear(between: Between): Part[] {
  const neck = between(0.45, 0.55);
  const outline = (t: number): [number, number] => {
    const down = Math.PI * t;
    const high = Math.cos(down);
    const radius = Math.sin(down) * (high > 0 ? 1 - (1 - neck) * Math.sin((high * Math.PI) / 2) ** 0.9 : 1);
    return [0.8 * radius, high > 0 ? 1.35 * high : 0.75 * high];
  };
  const paint = ([, y]: Point): Colour => [0.68 + 0.1 * y, 0.72, 0.2];
  return [
    lathe([0, 0, 0], outline, { paint, gloss: 0.4 }, { columns: 22, rows: 22 }),
    stem([0, 1.25, 0], [0.12, 1.7, 0], 0.045),
  ];
}

function banana(between: Between): Part[] {
  const bend = between(1.5, 1.8);
  const steps = Array.from({ length: 17 }, (_, step) => step / 16);
  const path = steps.map((t): Point => {
    const angle = -Math.PI / 2 + bend * (t - 0.5);
    return [1.1 * Math.cos(angle), 1.1 * Math.sin(angle), 0];
  });
  const radii = steps.map(
    (t) =>
      0.04 +
      0.2 * Math.sin(Math.PI * Math.min(1, Math.max(0, t * 1.02))) ** 0.55 * (t > 0.94 || t < 0.04 ? 0.5 : 1),
  );
  const paint = ([x]: Point): Colour => (Math.abs(x) > 0.82 ? [0.4, 0.3, 0.1] : [0.96, 0.82, 0.2]);
  return [-0.16, 0.16].map((z, number) =>
    tube(
      path.map(([x, y]): Point => [x, y + 0.08 * number, z]),
      radii,
      { paint, gloss: 0.3 },
      12,
    ),
  );
}

function orange(between: Between): Part[] {
  const squash = between(0.92, 0.98);
  const paint = ([x, y, z]: Point): Colour => {
    const grain = 0.04 * Math.sin(23 * x + 17 * y) * Math.sin(19 * z - 21 * y);
    return [0.98, 0.52 + grain, 0.08];
  };
  return [
    ellipsoid([0, 0, 0], [1, squash, 1], { paint, gloss: 0.5 }, 2.4),
    ellipsoid([0, squash, 0], [0.12, 0.05, 0.12], { paint: [0.3, 0.4, 0.12] }),
    leaf([0.05, squash, 0], 0.7, 0.2, 0.3),
  ];
}

function strawberry(between: Between): Part[] {
  const long = between(1.15, 1.35);
  const outline = (t: number): [number, number] => {
    const down = Math.PI * t;
    return [
      0.85 * Math.sin(down) ** 0.8 * (1 - 0.42 * t) * 1.15,
      long * (0.5 - t) * 1.5 + 0.2 * Math.cos(down),
    ];
  };
  const paint = (at: Point): Colour => {
    const around = Math.atan2(at[2], at[0]);
    const seed = Math.sin(8 * around + (Math.round(at[1] * 7) % 2) * Math.PI) * Math.sin(at[1] * 22);
    return seed > 0.75 ? [0.95, 0.8, 0.35] : [0.88, 0.1, 0.13];
  };
  const crown = Array.from({ length: 7 }, (_, number) =>
    leaf([0, 0.75 * long + 0.18, 0], 0.72, 0.08, (2 * Math.PI * number) / 7),
  );
  return [
    lathe([0, 0, 0], outline, { paint, gloss: 0.6 }, { columns: 40, rows: 40 }),
    ...crown,
    stem([0, 0.9 * long, 0], [0.06, 1.3 * long, 0], 0.04),
  ];
}

function grapes(between: Between): Part[] {
  const berries: Part[] = [];
  [1, 5, 6, 5, 4, 3, 1].forEach((count, row) => {
    for (let number = 0; number < count; number++) {
      const around = (2 * Math.PI * number) / count + row * 0.6;
      const reach = count === 1 ? 0 : 0.16 + 0.075 * count;
      const at: Point = [reach * Math.cos(around), 0.75 - 0.27 * row, reach * Math.sin(around)];
      const [shade, plump] = [between(0.85, 1.1), between(0.93, 1.07)];
      berries.push(
        ellipsoid(
          at,
          [0.24 * plump, 0.25 * plump, 0.24 * plump],
          { paint: [0.36 * shade, 0.14 * shade, 0.42 * shade], gloss: 0.6 },
          0.75,
        ),
      );
    }
  });
  return [...berries, stem([0, 0.7, 0], [0.1, 1.35, 0], 0.04), leaf([0.05, 1.05, 0], 0.75, 0.15, 0.5)];
}

function pineapple(between: Between): Part[] {
  const tall = between(1, 1.15);
  const outline = (t: number): [number, number] => [
    0.68 * Math.sin(Math.PI * (0.03 + 0.94 * t)) ** 0.5,
    tall * (1 - 2 * t),
  ];
  const paint = (at: Point): Colour => {
    const around = (Math.atan2(at[2], at[0]) / Math.PI) * 5;
    const [a, b] = [around + at[1] * 3.2, around - at[1] * 3.2].map((value) =>
      Math.abs(value - Math.round(value)),
    );
    return Math.min(a!, b!) < 0.13 ? [0.45, 0.27, 0.08] : [0.85, 0.6, 0.16];
  };
  const blades = Array.from({ length: 14 }, (_, number) => {
    const around = number * 2.4;
    const [reach, high] = [number < 7 ? 0.55 : 0.25, number < 7 ? 0.65 : 1.05];
    const at = (r: number, h: number): Point => [r * Math.cos(around), tall * 0.93 + h, r * Math.sin(around)];
    return tube(
      [at(0.06, 0), at(reach * 0.55, high * 0.6), at(reach, high)],
      [0.1, 0.08, 0.005],
      { paint: [0.22, 0.48, 0.2] },
      6,
    );
  });
  return [lathe([0, 0, 0], outline, { paint, gloss: 0.25 }, { columns: 60, rows: 48 }), ...blades];
}

function watermelon(between: Between): Part[] {
  const long = between(1.25, 1.4);
  const paint = ([, y, z]: Point): Colour => {
    const around = (Math.atan2(z, y) / Math.PI) * 6;
    return Math.abs(around - Math.round(around)) < 0.2 ? [0.1, 0.32, 0.1] : [0.42, 0.66, 0.28];
  };
  const whole = patch(
    (u, v) => [
      long * Math.cos(Math.PI * v),
      Math.sin(Math.PI * v) * Math.cos(2 * Math.PI * u),
      Math.sin(Math.PI * v) * Math.sin(2 * Math.PI * u),
    ],
    { paint, gloss: 0.45 },
    { columns: 60, rows: 20 },
  );
  return [whole, stem([long, 0, 0], [long + 0.2, 0.12, 0], 0.045)];
}

const kinds = [apple, banana, pear, orange, strawberry, grapes, pineapple, watermelon];

export const fruit: Category = {
  canonical: { yaw: -20, pitch: 12 },
  build: (index, between) => joinParts(kindOf(kinds, index)(between)),
};
