import type { Between } from './Category';
import type { ChairKind } from './chairKinds';
import type { Finish, Part } from './Mesh';
import { box, ellipsoid, tube } from './solids';

/** Half the width and half the depth of the seat, its height, and the height of the back above it. */
export type ChairSize = { w: number; d: number; seat: number; back: number };

/** How far the back leans at its top. */
const LEAN = 0.16;

/** The back of a chair by its style; slats are counted by `between`. */
export function chairBack(kind: ChairKind, size: ChairSize, between: Between): Part[] {
  switch (kind.back) {
    case 'cushion':
      return cushion(kind, size);
    case 'panel':
      return panel(kind, size);
    case 'round':
      return round(kind, size);
    case 'rungs':
      return rungs(kind, size);
    default:
      return slats(kind, size, Math.round(between(3, 5)));
  }
}

const wood = ({ colour }: ChairKind): Finish => ({ paint: colour, gloss: 0.3 });
const soft = ({ seat }: ChairKind): Finish => ({ paint: seat, gloss: 0.15 });

/** Depth of the back at a level, 0 at the seat and 1 at the top. */
const depthAt = ({ d }: ChairSize, level: number): number => -d + 0.05 - LEAN * level;

/** An upright of the back at x, from one level to another. */
function post(kind: ChairKind, size: ChairSize, { x, from = 0, to = 1, radius = 0.04, sides = 8 }: Post) {
  const at = (level: number): [number, number, number] => [
    x,
    size.seat + level * size.back,
    depthAt(size, level),
  ];
  return tube([at(from), at(to)], [radius, radius], wood(kind), sides);
}
type Post = { x: number; from?: number; to?: number; radius?: number; sides?: number };

const bar = (kind: ChairKind, size: ChairSize, [level, half, tall]: [number, number, number]): Part =>
  box([0, size.seat + level * size.back, depthAt(size, level)], [half, tall, 0.025], wood(kind));

const cushion = (kind: ChairKind, { w, d, seat, back: high }: ChairSize): Part[] => [
  box([0, seat + high * 0.45, -d + 0.02], [w, high * 0.5, 0.14], soft(kind)),
  ellipsoid([0, seat + high * 0.5, -d + 0.16], [w * 0.85, high * 0.42, 0.07], soft(kind)),
];

function panel(kind: ChairKind, size: ChairSize): Part[] {
  const { w, seat, back: high } = size;
  return [
    post(kind, size, { x: -w * 0.5, to: 0.6 }),
    post(kind, size, { x: w * 0.5, to: 0.6 }),
    box([0, seat + high * 0.66, depthAt(size, 0.6)], [w * 0.92, high * 0.34, 0.04], soft(kind)),
  ];
}

function round(kind: ChairKind, size: ChairSize): Part[] {
  const { w, seat, back: high } = size;
  return [
    ellipsoid([0, seat + high * 0.5, depthAt(size, 0.5)], [w * 0.95, high * 0.5, 0.06], soft(kind), 1.5),
    post(kind, size, { x: -w * 0.6, to: 0.4 }),
    post(kind, size, { x: w * 0.6, to: 0.4 }),
  ];
}

const outerPosts = (kind: ChairKind, size: ChairSize): Part[] => [
  post(kind, size, { x: -size.w + 0.05 }),
  post(kind, size, { x: size.w - 0.05 }),
];

const rungs = (kind: ChairKind, size: ChairSize): Part[] => [
  ...outerPosts(kind, size),
  ...[0.3, 0.6, 0.93].map((level) => bar(kind, size, [level, size.w - 0.05, 0.06])),
];

function slats(kind: ChairKind, size: ChairSize, count: number): Part[] {
  const places = Array.from({ length: count }, (_, slat) => ((slat + 1) / (count + 1)) * 2 - 1);
  return [
    ...outerPosts(kind, size),
    bar(kind, size, [0.95, size.w, 0.07]),
    ...places.map((place) => post(kind, size, { x: place * size.w, to: 0.92, radius: 0.025, sides: 6 })),
  ];
}
