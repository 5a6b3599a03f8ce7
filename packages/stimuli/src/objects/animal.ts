import { animalKinds, type AnimalKind } from './animalKinds';
import { neckAndHead, type Body, type Painter } from './neckAndHead';
import { kindOf, type Category } from './Category';
import { joinParts, type Part, type Point } from './Mesh';
import { ellipsoid, loft, tube } from './solids';

/** Animals along x, the head at +x. */
export const animal: Category = {
  canonical: { yaw: -40, pitch: 12 },
  build(index, between) {
    const kind = kindOf(animalKinds, index);
    const jitter = () => between(0.93, 1.07);
    const [length, height, width] = [
      kind.body[0] * jitter(),
      kind.body[1] * jitter(),
      kind.body[2] * jitter(),
    ];
    const leg = kind.legs[0] * jitter();
    const body = { length, height, width, leg, middle: leg + height * 0.8 };
    const paint = coat(kind, between(0, 6));
    return joinParts([
      trunk(body, paint),
      ...legs(kind, body, paint),
      ...neckAndHead(kind, body, paint, jitter()),
      tail(kind, body),
    ]);
  },
};

function coat({ coat: style, colours: [base, mark] }: AnimalKind, phase: number): Painter {
  const blotches = ([x, y, z]: Point, scale: number) =>
    Math.sin(scale * x + phase + 1.3 * Math.sin(scale * 0.7 * y)) * Math.sin(scale * 0.9 * y + 2 * phase) +
    0.5 * Math.sin(scale * 0.8 * z + x * scale * 0.6);
  switch (style) {
    case 'stripes':
      return (at) => (Math.sin(19 * at[0] + 2.2 * Math.sin(4 * at[1]) + phase) > 0.15 ? mark : base);
    case 'spots':
      return (at) => (blotches(at, 11) > 0.1 && at[1] > 0.35 ? mark : base);
    case 'patches':
      return (at) => (blotches(at, 5) > 0.15 ? mark : base);
    default:
      return () => base;
  }
}

function trunk({ length, height, width, middle }: Body, paint: Painter): Part {
  const section = (share: number, size: number, rise = 0) => ({
    x: share * length,
    y: middle + rise * height,
    width: size * width,
    height: size * height,
  });
  return loft(
    [
      section(-0.5, 0.15, 0.2),
      section(-0.46, 0.6, 0.15),
      section(-0.34, 0.95, 0.05),
      section(-0.1, 0.95),
      section(0.12, 1),
      section(0.34, 1.02, 0.05),
      section(0.46, 0.75, 0.15),
      section(0.52, 0.2, 0.2),
    ],
    { paint },
    { columns: 26, steps: 6 },
  );
}

function legs(
  { legs: [, radius], colours }: AnimalKind,
  { length, height, width, middle }: Body,
  paint: Painter,
): Part[] {
  return [-1, 1].flatMap((side) =>
    [-0.36, 0.36].flatMap((share) => {
      const [x, z] = [share * length, side * width * 0.62];
      const bend = share < 0 ? -0.07 : 0.03;
      const path: Point[] = [
        [x, middle - 0.1 * height, z],
        [x + bend * 0.5, middle * 0.55, z],
        [x + bend, middle * 0.3, z],
        [x + 0.02, radius * 0.7, z],
      ];
      return [
        tube(path, [radius * 1.7, radius * 1.2, radius * 0.95, radius], { paint }, 8),
        ellipsoid(
          [x + 0.04 + radius * 0.3, radius * 0.5, z],
          [radius * 1.5, radius * 0.65, radius * 1.15],
          { paint: colours[1] },
          0.6,
        ),
      ];
    }),
  );
}

function tail(
  { tail: [long, rise, radius], colours: [base] }: AnimalKind,
  { length, height, middle }: Body,
): Part {
  const root: Point = [-0.47 * length, middle + 0.4 * height, 0];
  const turn = Math.atan(rise);
  const at = (share: number): Point => [
    root[0] - share * long * Math.cos(turn * (0.4 + 0.6 * share)),
    root[1] + share * long * Math.sin(turn * (0.4 + 0.6 * share)),
    0,
  ];
  return tube([at(0), at(0.5), at(1)], [radius * 1.3, radius, radius * 0.9], { paint: base }, 8);
}
