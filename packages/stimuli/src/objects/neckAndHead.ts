import type { AnimalKind } from './animalKinds';
import { headExtras } from './headExtras';
import type { Colour, Part, Point } from './Mesh';
import { ellipsoid, tube } from './solids';

/** Measures of a trunk; `middle` is the height of its axis. */
export type Body = { length: number; height: number; width: number; leg: number; middle: number };
export type Painter = (at: Point) => Colour;

/** The neck, the head with what is on it, and what hangs from it. */
export function neckAndHead(
  kind: AnimalKind,
  { length, height, middle }: Body,
  paint: Painter,
  size: number,
): Part[] {
  const [reach, rise, radius] = kind.neck;
  const shoulder: Point = [0.4 * length, middle + 0.35 * height, 0];
  const turn = Math.atan(rise);
  const nape: Point = [
    shoulder[0] + reach * Math.cos(turn) + 0.1,
    shoulder[1] + reach * Math.sin(turn) + 0.06,
    0,
  ];
  const head = kind.head * size;
  const centre: Point = [nape[0] + head * 0.35, nape[1] + head * 0.35, 0];
  const muzzle: Point = [
    centre[0] + head * 0.75 + kind.snout * 0.45,
    centre[1] - head * 0.25 - kind.snout * 0.25,
    0,
  ];
  return [
    tube(
      [shoulder, [(shoulder[0] + nape[0]) / 2, (shoulder[1] + nape[1]) / 2, 0], nape],
      [radius * 1.5, radius * 1.1, radius],
      { paint },
      12,
    ),
    ellipsoid(centre, [head, head * 0.92, head * 0.85], { paint }, 1.3),
    tube(
      [centre, muzzle],
      [head * 0.7, head * 0.48],
      { paint: kind.extra === 'mane' ? paint : muzzleColour(kind) },
      10,
    ),
    nose(muzzle, head),
    ...ears(kind, centre, head, paint),
    ...eyes(centre, head),
    ...headExtras(kind, { shoulder, nape, centre, muzzle, head }),
  ];
}

const DARK: Colour = [0.06, 0.05, 0.05];

const nose = ([x, y]: Point, head: number): Part =>
  ellipsoid(
    [x + head * 0.42, y + head * 0.12, 0],
    [head * 0.14, head * 0.13, head * 0.2],
    { paint: DARK, gloss: 0.6 },
    0.7,
  );

const eyes = ([x, y]: Point, head: number): Part[] =>
  [-1, 1].map((side) => {
    const eye: Point = [x + head * 0.62, y + head * 0.32, side * head * 0.55];
    return ellipsoid(eye, [head * 0.17, head * 0.17, head * 0.17], { paint: DARK, gloss: 0.9 }, 0.7);
  });

const muzzleColour = ({ colours: [base, mark], coat: style }: AnimalKind): Colour =>
  style === 'plain'
    ? [base[0] * 0.5 + mark[0] * 0.5, base[1] * 0.5 + mark[1] * 0.5, base[2] * 0.5 + mark[2] * 0.5]
    : base;

function ears({ ears: style, colours }: AnimalKind, [x, y]: Point, head: number, paint: Painter): Part[] {
  return [-1, 1].map((side) => {
    const root: Point = [x - head * 0.15, y + head * 0.7, side * head * 0.55];
    switch (style) {
      case 'round':
        return ellipsoid(root, [head * 0.14, head * 0.32, head * 0.3], { paint }, 0.8);
      case 'pointed':
        return tube(
          [root, [root[0] - head * 0.05, root[1] + head * 0.65, root[2] * 1.25]],
          [head * 0.3, head * 0.02],
          { paint },
          8,
        );
      case 'hanging':
        return ellipsoid(
          [root[0] - head * 0.1, root[1] - head * 0.5, side * head * 0.95],
          [head * 0.3, head * 0.62, head * 0.13],
          { paint: colours[1] },
          0.8,
        );
      case 'long':
        return ellipsoid(
          [root[0] - head * 0.25, root[1] + head * 0.9, root[2] * 0.8],
          [head * 0.18, head * 1.15, head * 0.28],
          { paint },
          0.9,
        );
      default:
        return ellipsoid(
          [root[0] - head * 0.45, root[1] - head * 0.55, side * head * 1.5],
          [head * 0.14, head * 1.15, head * 0.95],
          { paint: colours[1] },
          1,
        );
    }
  });
}
