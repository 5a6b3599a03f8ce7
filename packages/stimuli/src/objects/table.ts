import { kindOf, type Category } from './Category';
import { joinParts, type Colour, type Finish, type Part, type Point } from './Mesh';
import { box, lathe, tube } from './solids';

type TableKind = {
  readonly top: 'oblong' | 'round';
  readonly half: readonly [x: number, z: number];
  readonly height: number;
  readonly legs: 'straight' | 'splayed' | 'pedestal' | 'trestle' | 'panels';
  readonly thick: number;
  readonly colour: Colour;
  readonly board: Colour;
};

const kinds: readonly TableKind[] = [
  {
    top: 'oblong',
    half: [1, 0.55],
    height: 0.85,
    legs: 'straight',
    thick: 0.05,
    colour: [0.5, 0.3, 0.15],
    board: [0.58, 0.37, 0.2],
  },
  {
    top: 'round',
    half: [0.75, 0.75],
    height: 0.85,
    legs: 'pedestal',
    thick: 0.05,
    colour: [0.35, 0.2, 0.1],
    board: [0.45, 0.26, 0.14],
  },
  {
    top: 'oblong',
    half: [1, 0.6],
    height: 0.45,
    legs: 'straight',
    thick: 0.06,
    colour: [0.25, 0.25, 0.27],
    board: [0.85, 0.85, 0.82],
  },
  {
    top: 'round',
    half: [0.6, 0.6],
    height: 0.6,
    legs: 'splayed',
    thick: 0.04,
    colour: [0.8, 0.62, 0.4],
    board: [0.92, 0.9, 0.85],
  },
  {
    top: 'oblong',
    half: [1.15, 0.5],
    height: 0.8,
    legs: 'trestle',
    thick: 0.05,
    colour: [0.75, 0.55, 0.32],
    board: [0.8, 0.62, 0.38],
  },
  {
    top: 'oblong',
    half: [0.9, 0.5],
    height: 0.8,
    legs: 'panels',
    thick: 0.05,
    colour: [0.2, 0.12, 0.08],
    board: [0.3, 0.18, 0.12],
  },
  {
    top: 'oblong',
    half: [0.65, 0.65],
    height: 0.8,
    legs: 'straight',
    thick: 0.08,
    colour: [0.85, 0.85, 0.85],
    board: [0.25, 0.5, 0.55],
  },
  {
    top: 'round',
    half: [0.9, 0.9],
    height: 0.7,
    legs: 'pedestal',
    thick: 0.06,
    colour: [0.7, 0.7, 0.72],
    board: [0.75, 0.25, 0.2],
  },
];

export const table: Category = {
  canonical: { yaw: -30, pitch: 20 },
  build(index, between) {
    const kind = kindOf(kinds, index);
    const half = kind.half.map((value) => value * between(0.92, 1.08)) as [number, number];
    const height = kind.height * between(0.92, 1.08);
    const board: Finish = { paint: kind.board, gloss: 0.35 };
    const { thick } = kind;
    const top =
      kind.top === 'round'
        ? lathe([0, height, 0], (t) => rim(t, half[0], thick), board, { columns: 28, rows: 8 })
        : box([0, height, 0], [half[0], thick, half[1]], board);
    return joinParts([top, ...legs(kind, half, height - thick)]);
  },
};

/** Outline of a disc: across its top, down its edge, back below. */
function rim(t: number, radius: number, thick: number): [number, number] {
  if (t <= 0.5) return [radius * Math.min(1, t / 0.375), t < 0.4 ? thick : 0];
  return [radius * Math.min(1, (1 - t) / 0.375), -thick];
}

function legs(
  { legs: style, colour, top }: TableKind,
  [w, d]: readonly [number, number],
  height: number,
): Part[] {
  const finish: Finish = { paint: colour, gloss: 0.3 };
  switch (style) {
    case 'pedestal':
      return [
        lathe([0, 0, 0], (t) => [0.07 + 0.32 * (1 - t) ** 6 + 0.1 * t ** 8, 0.03 + t * height], finish),
        lathe([0, 0, 0], (t) => [0.42 * Math.min(1, 2 * (1 - t)), 0.04 * Math.min(1, 2 * t)], finish, {
          columns: 20,
          rows: 4,
        }),
      ];
    case 'panels':
      return [
        ...[-1, 1].map((side) =>
          box([side * (w - 0.18), height / 2, 0], [0.16, height / 2, d * 0.9], finish),
        ),
        box([0, height * 0.65, -d * 0.8], [w - 0.2, height * 0.3, 0.03], finish),
      ];
    case 'trestle':
      return [-1, 1].flatMap((x) => [
        ...[-1, 1].map((z) =>
          tube(
            [
              [x * w * 0.75, height, z * d * 0.25],
              [x * w * 0.75, 0, z * d * 0.95],
            ],
            [0.05, 0.05],
            finish,
            6,
          ),
        ),
        box([x * w * 0.75, height * 0.4, 0], [0.03, 0.03, d * 0.65], finish),
      ]);
    default: {
      const inset = top === 'round' ? 0.62 : 1;
      return [-1, 1].flatMap((x) =>
        [-1, 1].map((z) => {
          const at: Point = [x * (w - 0.07) * inset, height, z * (d - 0.07) * inset];
          return style === 'splayed'
            ? tube([at, [at[0] * 1.35, 0, at[2] * 1.35]], [0.05, 0.03], finish, 8)
            : box([at[0], height / 2, at[2]], [0.055, height / 2, 0.055], finish);
        }),
      );
    }
  }
}
