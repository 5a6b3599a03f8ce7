import { kindOf, type Between, type Category } from './Category';
import { joinParts, type Colour, type Finish, type Part, type Point } from './Mesh';
import { box, ellipsoid, tube } from './solids';

type ChairKind = {
  readonly back: 'slats' | 'panel' | 'rungs' | 'cushion' | 'round';
  readonly legs: 'straight' | 'splayed' | 'pedestal' | 'block';
  readonly arms: boolean;
  readonly colour: Colour;
  readonly seat: Colour;
  readonly width: number;
};

const kinds: readonly ChairKind[] = [
  {
    back: 'slats',
    legs: 'straight',
    arms: false,
    colour: [0.55, 0.34, 0.18],
    seat: [0.55, 0.34, 0.18],
    width: 0.42,
  },
  {
    back: 'cushion',
    legs: 'block',
    arms: true,
    colour: [0.6, 0.12, 0.14],
    seat: [0.66, 0.15, 0.16],
    width: 0.52,
  },
  {
    back: 'panel',
    legs: 'pedestal',
    arms: true,
    colour: [0.12, 0.12, 0.14],
    seat: [0.16, 0.17, 0.2],
    width: 0.46,
  },
  {
    back: 'rungs',
    legs: 'straight',
    arms: false,
    colour: [0.8, 0.62, 0.4],
    seat: [0.85, 0.75, 0.5],
    width: 0.4,
  },
  {
    back: 'round',
    legs: 'splayed',
    arms: false,
    colour: [0.85, 0.85, 0.85],
    seat: [0.15, 0.45, 0.6],
    width: 0.44,
  },
  {
    back: 'slats',
    legs: 'splayed',
    arms: true,
    colour: [0.3, 0.18, 0.1],
    seat: [0.3, 0.18, 0.1],
    width: 0.46,
  },
  {
    back: 'panel',
    legs: 'straight',
    arms: false,
    colour: [0.7, 0.7, 0.72],
    seat: [0.8, 0.35, 0.1],
    width: 0.42,
  },
  {
    back: 'cushion',
    legs: 'straight',
    arms: true,
    colour: [0.25, 0.4, 0.3],
    seat: [0.3, 0.5, 0.36],
    width: 0.5,
  },
];

/** Chairs, the seat open towards +z. */
export const chair: Category = {
  canonical: { yaw: -35, pitch: 18 },
  build(index, between) {
    const kind = kindOf(kinds, index);
    const size = {
      w: kind.width * between(0.93, 1.07),
      d: 0.42 * between(0.93, 1.07),
      seat: 0.8 * between(0.93, 1.07),
      back: between(0.85, 1.05),
    };
    const thick = kind.back === 'cushion' ? 0.12 : 0.04;
    return joinParts([
      box([0, size.seat, 0], [size.w, thick, size.d], { paint: kind.seat, gloss: 0.2 }),
      ...legs(kind, size, thick),
      ...back(kind, size, between),
      ...(kind.arms ? arms(kind, size) : []),
    ]);
  },
};

type Size = { w: number; d: number; seat: number; back: number };

function legs({ legs: style, colour }: ChairKind, { w, d, seat }: Size, thick: number): Part[] {
  const finish: Finish = { paint: colour, gloss: 0.3 };
  if (style === 'pedestal') {
    const metal: Finish = { paint: [0.6, 0.6, 0.63], gloss: 0.8 };
    const spokes = [0, 1, 2, 3, 4].flatMap((spoke) => {
      const around = (2 * Math.PI * spoke) / 5 + 0.3;
      const foot: Point = [0.48 * Math.cos(around), 0.07, 0.48 * Math.sin(around)];
      return [
        tube([[0, 0.16, 0], foot], [0.045, 0.035], metal, 6),
        ellipsoid([foot[0], 0.04, foot[2]], [0.06, 0.06, 0.06], { paint: [0.1, 0.1, 0.1] }, 0.6),
      ];
    });
    return [
      tube(
        [
          [0, 0.12, 0],
          [0, seat - thick, 0],
        ],
        [0.05, 0.05],
        metal,
        8,
      ),
      ...spokes,
    ];
  }
  if (style === 'block')
    return [box([0, (seat - thick) / 2, 0], [w, (seat - thick) / 2 - 0.06, d * 0.97], finish)];
  const splay = style === 'splayed' ? 0.14 : 0;
  return [-1, 1].flatMap((x) =>
    [-1, 1].map((z) => {
      const top: Point = [x * (w - 0.05), seat - thick, z * (d - 0.05)];
      const foot: Point = [x * (w - 0.05 + splay), 0, z * (d - 0.05 + splay)];
      return style === 'splayed'
        ? tube([top, foot], [0.045, 0.03], finish, 8)
        : box([top[0], seat / 2, top[2]], [0.045, seat / 2, 0.045], finish);
    }),
  );
}

function back(
  { back: style, colour, seat: seatColour }: ChairKind,
  { w, d, seat, back: high }: Size,
  between: Between,
): Part[] {
  const finish: Finish = { paint: colour, gloss: 0.3 };
  const soft: Finish = { paint: seatColour, gloss: 0.15 };
  const lean = 0.16;
  const z = (level: number) => -d + 0.05 - lean * level;
  const post = (x: number, from = 0, to = 1): Part =>
    tube(
      [
        [x, seat + from * high, z(from)],
        [x, seat + to * high, z(to)],
      ],
      [0.04, 0.04],
      finish,
      8,
    );
  const bar = (level: number, half: number, tall = 0.05): Part =>
    box([0, seat + level * high, z(level)], [half, tall, 0.025], finish);
  switch (style) {
    case 'cushion':
      return [
        box([0, seat + high * 0.45, -d + 0.02], [w, high * 0.5, 0.14], soft),
        ellipsoid([0, seat + high * 0.5, -d + 0.16], [w * 0.85, high * 0.42, 0.07], soft),
      ];
    case 'panel':
      return [
        post(-w * 0.5, 0, 0.6),
        post(w * 0.5, 0, 0.6),
        box([0, seat + high * 0.66, z(0.6)], [w * 0.92, high * 0.34, 0.04], soft),
      ];
    case 'round':
      return [
        ellipsoid([0, seat + high * 0.5, z(0.5)], [w * 0.95, high * 0.5, 0.06], soft, 1.5),
        post(-w * 0.6, 0, 0.4),
        post(w * 0.6, 0, 0.4),
      ];
    case 'rungs':
      return [
        post(-w + 0.05),
        post(w - 0.05),
        ...[0.3, 0.6, 0.93].map((level) => bar(level, w - 0.05, 0.06)),
      ];
    default: {
      const count = Math.round(between(3, 5));
      const slats = Array.from({ length: count }, (_, slat) => ((slat + 1) / (count + 1)) * 2 - 1);
      return [
        post(-w + 0.05),
        post(w - 0.05),
        bar(0.95, w, 0.07),
        ...slats.map((x) =>
          tube(
            [
              [x * w, seat, z(0)],
              [x * w, seat + 0.92 * high, z(0.92)],
            ],
            [0.025, 0.025],
            finish,
            6,
          ),
        ),
      ];
    }
  }
}

function arms({ legs: style, colour, seat: seatColour }: ChairKind, { w, d, seat }: Size): Part[] {
  const padded = style === 'block';
  const paint: Finish = { paint: padded ? seatColour : colour, gloss: 0.2 };
  return [-1, 1].flatMap((side) =>
    padded
      ? [box([side * (w + 0.07), seat * 0.66, 0], [0.1, seat * 0.6, d], paint)]
      : [
          box([side * w, seat + 0.38, 0], [0.05, 0.03, d * 0.95], paint),
          tube(
            [
              [side * w, seat, d * 0.75],
              [side * w, seat + 0.38, d * 0.8],
            ],
            [0.03, 0.03],
            paint,
            6,
          ),
          tube(
            [
              [side * w, seat + 0.38, -d * 0.8],
              [side * w, seat + 0.4, -d - 0.02],
            ],
            [0.03, 0.03],
            paint,
            6,
          ),
        ],
  );
}
