import { kindOf, type Category } from './Category';
import { chairBack, type ChairSize } from './chairBack';
import { chairKinds, type ChairKind } from './chairKinds';
import { joinParts, type Finish, type Part, type Point } from './Mesh';
import { box, ellipsoid, tube } from './solids';

/** Chairs, the seat open towards +z. */
export const chair: Category = {
  canonical: { yaw: -35, pitch: 18 },
  build(index, between) {
    const kind = kindOf(chairKinds, index);
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
      ...chairBack(kind, size, between),
      ...(kind.arms ? arms(kind, size) : []),
    ]);
  },
};

function legs({ legs: style, colour }: ChairKind, { w, d, seat }: ChairSize, thick: number): Part[] {
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

function arms({ legs: style, colour, seat: seatColour }: ChairKind, { w, d, seat }: ChairSize): Part[] {
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
