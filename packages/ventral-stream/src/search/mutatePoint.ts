import type { RandomStream, Rng } from '@goal-driven/core';
import { axisName, boxSpace, isPresent, valuesOf, type Axis, type Point } from '@goal-driven/sweep';
import { isConnection } from './genomeAxes';
import type { GenomeBox } from './genomeBox';
import type { GenomeMutation } from './mutateGenome';

/** `mutateGenome` of a point in a box of genes; the point itself where the box holds no other. */
export function mutatePoint(
  box: GenomeBox,
  point: Point,
  { rng, graph, rate }: GenomeMutation & { readonly rng: Rng },
): Point {
  let mutated = changed(box, point, { graph, rng: rng.child(0) });
  const stream = rng.child('further').stream();
  for (let change = 1; stream.uniform() < rate; change++) {
    const next = changed(box, mutated, { graph, rng: rng.child(change) });
    if (!same(next, point)) mutated = next; // else it took the others back
  }
  return mutated;
}

/** One change, of the other kind where there is none of the kind that was drawn. */
function changed(
  box: GenomeBox,
  point: Point,
  { graph, rng }: { readonly graph: number; readonly rng: Rng },
): Point {
  const kinds = [rewired, retuned] as const;
  const [first, second] = rng.child('kind').stream().uniform() < graph ? kinds : [kinds[1], kinds[0]];
  const next = first(box, point, rng.child('change'));
  return same(next, point) ? second(box, point, rng.child('change')) : next;
}

const same = (one: Point, other: Point): boolean => {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
};

/** A connection is added, removed, or moved: to another place of its kind. */
function rewired({ axes }: GenomeBox, point: Point, rng: Rng): Point {
  const open = axes.filter(
    (axis) => isConnection(axisName(axis)) && isPresent(axis, point) && valuesOf(axis)!.length > 1,
  );
  const names = open.map(axisName);
  const [on, off] = [
    names.filter((name) => point[name] === true),
    names.filter((name) => point[name] === false),
  ];
  const places = (from: string) => off.filter((name) => kindOf(name) === kindOf(from));
  const movable = on.filter((from) => places(from).length > 0);
  const stream = rng.stream();
  const changes = [
    ...(off.length > 0 ? [() => ({ [pick(off, stream)]: true })] : []),
    ...(on.length > 0 ? [() => ({ [pick(on, stream)]: false })] : []),
    ...(movable.length > 0
      ? [
          () => {
            const from = pick(movable, stream);
            return { [from]: false, [pick(places(from), stream)]: true };
          },
        ]
      : []),
  ];
  return changes.length === 0 ? point : { ...point, ...pick(changes, stream)() };
}

const kindOf = (name: string) => name.split('.')[0];

const pick = <T>(list: readonly T[], stream: RandomStream): T => list[stream.integer(list.length)]!;

/** A gene that is no connection changes; connections that come into being are sampled, others stay or go. */
function retuned({ axes }: GenomeBox, point: Point, rng: Rng): Point {
  const local = axes.filter((axis) => !isConnection(axisName(axis)));
  const genes = boxSpace(local).mutate(only(point, local), rng.child('gene'));
  return Object.fromEntries(
    axes.flatMap((axis) => {
      const name = axisName(axis);
      if (!isConnection(name)) return Object.hasOwn(genes, name) ? [[name, genes[name]!]] : [];
      if (!isPresent(axis, genes)) return [];
      const kept = Object.hasOwn(point, name);
      return [[name, kept ? point[name]! : pick(valuesOf(axis)!, rng.child('new').child(name).stream())]];
    }),
  );
}

const only = (point: Point, axes: readonly Axis[]): Point =>
  Object.fromEntries(
    axes.map(axisName).flatMap((name) => (Object.hasOwn(point, name) ? [[name, point[name]!]] : [])),
  );
