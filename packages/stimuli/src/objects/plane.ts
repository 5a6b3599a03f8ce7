import { kindOf, type Category } from './Category';
import { joinParts, type Colour, type Finish, type Part, type Point } from './Mesh';
import { box, ellipsoid, loft, plate } from './solids';

type PlaneKind = {
  readonly length: number;
  readonly radius: number;
  readonly span: number;
  readonly sweep: number;
  readonly chord: number;
  /** Where the wing is on the fuselage: -1 below, 0 through, 1 above. */
  readonly wing: number;
  readonly engines: 'propeller' | 'two' | 'four' | 'tail' | 'inside';
  readonly body: Colour;
  readonly tail: Colour;
};

const kinds: readonly PlaneKind[] = [
  {
    length: 2.4,
    radius: 0.16,
    span: 1.15,
    sweep: 0.45,
    chord: 0.42,
    wing: -0.6,
    engines: 'two',
    body: [0.95, 0.95, 0.96],
    tail: [0.1, 0.25, 0.7],
  },
  {
    length: 1.7,
    radius: 0.17,
    span: 1.2,
    sweep: 0,
    chord: 0.34,
    wing: 0.95,
    engines: 'propeller',
    body: [0.95, 0.95, 0.9],
    tail: [0.8, 0.15, 0.1],
  },
  {
    length: 2.2,
    radius: 0.13,
    span: 0.8,
    sweep: 0.75,
    chord: 0.7,
    wing: 0,
    engines: 'inside',
    body: [0.45, 0.5, 0.48],
    tail: [0.35, 0.4, 0.38],
  },
  {
    length: 2.6,
    radius: 0.19,
    span: 1.3,
    sweep: 0.5,
    chord: 0.45,
    wing: -0.6,
    engines: 'four',
    body: [0.92, 0.93, 0.95],
    tail: [0.75, 0.1, 0.15],
  },
  {
    length: 2.1,
    radius: 0.13,
    span: 0.95,
    sweep: 0.35,
    chord: 0.34,
    wing: -0.7,
    engines: 'tail',
    body: [0.96, 0.96, 0.96],
    tail: [0.2, 0.2, 0.25],
  },
  {
    length: 1.6,
    radius: 0.17,
    span: 1.15,
    sweep: 0.03,
    chord: 0.38,
    wing: -0.7,
    engines: 'propeller',
    body: [0.85, 0.7, 0.1],
    tail: [0.1, 0.15, 0.35],
  },
  {
    length: 2.3,
    radius: 0.2,
    span: 1.3,
    sweep: 0.1,
    chord: 0.36,
    wing: 0.9,
    engines: 'four',
    body: [0.5, 0.55, 0.42],
    tail: [0.42, 0.46, 0.36],
  },
  {
    length: 2,
    radius: 0.12,
    span: 0.9,
    sweep: 0.55,
    chord: 0.5,
    wing: 0,
    engines: 'inside',
    body: [0.7, 0.12, 0.12],
    tail: [0.95, 0.95, 0.95],
  },
];

/** Planes along x, the nose at +x. */
export const plane: Category = {
  canonical: { yaw: -40, pitch: 25 },
  build(index, between) {
    const kind = kindOf(kinds, index);
    const [length, span] = [kind.length * between(0.95, 1.05), kind.span * between(0.93, 1.07)];
    const sweep = kind.sweep * between(0.9, 1.1);
    const { radius, body, chord } = kind;
    const metal: Finish = { paint: body, gloss: 0.5 };
    const tail: Finish = { paint: kind.tail, gloss: 0.5 };
    const wingY = kind.wing * radius;
    const parts: Part[] = [
      fuselage(length, radius, body),
      wing(
        { root: 0.08 * length, y: wingY, chord, span, sweep, rise: kind.wing < 0 ? 0.1 : 0.02, taper: 0.4 },
        metal,
      ),
      wing(
        {
          root: -0.38 * length,
          y: radius * 0.3,
          chord: chord * 0.5,
          span: span * 0.38,
          sweep: sweep * 0.4 + 0.05,
          rise: 0.02,
          taper: 0.5,
        },
        tail,
      ),
      fin(length, radius, chord, sweep, tail),
      ...engines(kind, { length, span, sweep, wingY }),
    ];
    return joinParts(parts);
  },
};

/** A round body with a windscreen and a line of windows. */
function fuselage(length: number, radius: number, body: Colour): Part {
  const paint = ([x, y, z]: Point): Colour => {
    const share = x / length;
    if (share > 0.36 && share < 0.44 && y > radius * 0.28) return [0.1, 0.13, 0.18];
    if (share > -0.3 && share < 0.33 && y > 0.1 * radius && y < 0.42 * radius && Math.abs(z) > radius * 0.5)
      return [0.25, 0.3, 0.4];
    return body;
  };
  const section = (share: number, size: number, y = 0) => ({
    x: share * length,
    y: y * radius,
    width: size * radius,
    height: size * radius,
  });
  return loft(
    [
      section(-0.5, 0.12, 0.45),
      section(-0.42, 0.4, 0.35),
      section(-0.25, 0.85, 0.1),
      section(-0.1, 1),
      section(0.15, 1),
      section(0.33, 0.98),
      section(0.43, 0.7, -0.05),
      section(0.49, 0.25, -0.15),
    ],
    { paint, gloss: 0.5 },
    { columns: 20, steps: 5 },
  );
}

type Wing = {
  root: number;
  y: number;
  chord: number;
  span: number;
  sweep: number;
  rise: number;
  taper: number;
};

function wing({ root, y, chord, span, sweep, rise, taper }: Wing, finish: Finish): Part {
  const half = (side: number): Part => {
    const outline = (dy: number): Point[] => [
      [root + chord / 2, y + dy, 0],
      [root + chord / 2 - sweep * span, y + rise * span + dy * 0.4, side * span],
      [root + chord / 2 - sweep * span - chord * taper, y + rise * span + dy * 0.4, side * span],
      [root - chord / 2, y + dy, 0],
    ];
    return plate(outline(0.025), outline(-0.025), finish);
  };
  const [left, right] = [half(-1), half(1)];
  const first = left.points.length;
  return {
    ...left,
    points: [...left.points, ...right.points],
    triangles: [...left.triangles, ...right.triangles.map((corner) => corner + first)],
  };
}

function fin(length: number, radius: number, chord: number, sweep: number, finish: Finish): Part {
  const [root, height] = [-0.36 * length, 0.36];
  const outline = (z: number): Point[] => [
    [root + chord * 0.32, radius * 0.5, z],
    [root - 0.1 - sweep * 0.25, radius + height, z * 0.4],
    [root - 0.3 - sweep * 0.25, radius + height, z * 0.4],
    [-0.49 * length, radius * 0.5, z],
  ];
  return plate(outline(0.025), outline(-0.025), finish);
}

function engines(
  kind: PlaneKind,
  { length, span, sweep, wingY }: { length: number; span: number; sweep: number; wingY: number },
): Part[] {
  const nacelle = (x: number, y: number, z: number, long = 0.2): Part =>
    ellipsoid([x, y, z], [long, 0.075, 0.075], {
      paint: ([px]) => (px > x + long * 0.75 ? [0.1, 0.1, 0.1] : [0.7, 0.72, 0.75]),
      gloss: 0.6,
    });
  const blades = (x: number, y: number, z: number, reach: number): Part[] => [
    box([x, y, z], [0.012, reach, 0.03], { paint: [0.15, 0.15, 0.15] }),
    box([x, y, z], [0.012, 0.03, reach], { paint: [0.15, 0.15, 0.15] }),
    ellipsoid([x, y, z], [0.07, 0.045, 0.045], { paint: [0.75, 0.1, 0.1], gloss: 0.6 }, 0.6),
  ];
  const front = (share: number) => 0.08 * length + kind.chord / 2 - sweep * span * share;
  switch (kind.engines) {
    case 'propeller':
      return blades(0.51 * length, -0.12 * kind.radius, 0, 0.3);
    case 'inside':
      return [-1, 1].map((side) => nacelle(0.02 * length, -0.02, side * kind.radius, 0.45));
    case 'tail':
      return [-1, 1].map((side) => nacelle(-0.3 * length, 0.09, side * (kind.radius + 0.08), 0.18));
    default: {
      const shares = kind.engines === 'two' ? [0.35] : [0.3, 0.6];
      const turning = sweep < 0.2;
      return [-1, 1].flatMap((side) =>
        shares.flatMap((share) => {
          const at: Point = [
            front(share),
            wingY + (kind.wing < 0 ? -0.06 : -0.02) + (kind.wing < 0 ? 0.1 * span * share : 0),
            side * span * share,
          ];
          return [nacelle(...at), ...(turning ? blades(at[0] + 0.2, at[1], at[2], 0.16) : [])];
        }),
      );
    }
  }
}
