import type { Json, Rng } from '@goal-driven/core';
import { ConfigError } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { canonicalJson } from '../_canonicalJson';
import { axisName, isRange, valuesOf, type Axis, type RangeAxis } from '../Axis';
import { isPresent } from '../pointRules';
import { rangeScale } from '../rangeScale';
import type { Point, SearchSpace } from '../SearchSpace';
import { knownResults, Parallel, ranked, Trials } from './knownResults';
import { categoryProbabilities, drawn, parzen } from './parzen';
import type { Asked, Searcher } from './Searcher';

export const TpeSearch = z
  .strictObject({
    kind: z.literal('tpe'),
    trials: Trials,
    startup: z
      .int()
      .positive()
      .default(20)
      .meta({ description: 'Random suggestions before the first modelled one' }),
    gamma: z
      .number()
      .positive()
      .max(1)
      .default(0.5)
      .meta({ description: 'Of n results, the best gamma x sqrt(n), at most 25, count as good' }),
    candidates: z
      .int()
      .positive()
      .default(24)
      .meta({ description: 'Draws from the good density, of which the best is taken' }),
    priorWeight: z
      .number()
      .positive()
      .default(1)
      .meta({ description: 'Weight of the prior, in observations' }),
    parallel: Parallel,
  })
  .meta({
    title: 'Tree-structured Parzen estimator',
    source:
      'Bergstra et al. 2011, Advances in Neural Information Processing Systems 24; Bergstra et al. 2013, ICML',
  });
export type TpeSearch = z.output<typeof TpeSearch>;

/** As many good results as hyperopt takes, at most. */
const MOST_GOOD = 25;

/**
 * Models, axis by axis, the density of good points and the density of the others, draws candidates from the first and
 * takes the one with the highest ratio of the two, which has the greatest expected improvement. An axis under a
 * condition learns only from points that have it.
 *
 * Failed suggestions count among the others, and so do those that are still open, which keeps parallel
 * workers from one and the same point.
 *
 * @throws ConfigError for a space without axes
 * @differs hyperopt: gamma is 0.5 by default, not 0.25, which leaves two good points of sixty; open points count; observations do not fade with age; whole numbers own cells (`rangeScale`)
 */
export function tpe(options: TpeSearch, space: SearchSpace): Searcher {
  const { axes } = space;
  if (axes === undefined || axes.length === 0)
    throw new ConfigError('tpe: the space must have axes, got none');
  return {
    count: options.trials,
    suggest: (asked) => {
      if (asked.index >= options.trials) return 'done';
      if (asked.index < options.startup) return { point: space.sample(asked.rng) };
      const sides = splitPoints(asked, options);
      return sides === 'wait' ? 'wait' : { point: modelled(axes, sides, { ...options, rng: asked.rng }) };
    },
  };
}

/** Points that count as good, and all others. */
export type Sides = { readonly good: readonly Point[]; readonly others: readonly Point[] };

/** The best results, and the rest: worse, failed, open. */
export function splitPoints(
  asked: Asked,
  { gamma, parallel }: Pick<TpeSearch, 'gamma' | 'parallel'>,
): Sides | 'wait' {
  const known = knownResults(asked, parallel);
  if (known === 'wait') return 'wait';
  const order = ranked(known);
  const count = Math.min(Math.ceil(gamma * Math.sqrt(order.length)), MOST_GOOD);
  const best = new Set(order.slice(0, count));
  return {
    good: known.filter((_, at) => best.has(at)).map(({ point }) => point),
    others: [
      ...known.filter((_, at) => !best.has(at)).map(({ point }) => point),
      ...asked.suggested.slice(known.length, asked.index).map(({ point }) => point),
    ],
  };
}

function modelled(
  axes: readonly Axis[],
  sides: Sides,
  { rng, ...options }: Pick<TpeSearch, 'candidates' | 'priorWeight'> & { readonly rng: Rng },
): Point {
  const point: { [name: string]: Json } = {};
  for (const axis of axes) {
    if (!isPresent(axis, point)) continue;
    const model = axisModel(axis, sides, options);
    const stream = rng.child(axisName(axis)).stream();
    const candidates = Array.from({ length: options.candidates }, () => model.draw(stream));
    const ratios = candidates.map((value) => model.ratio(value));
    point[axisName(axis)] = candidates[ratios.indexOf(Math.max(...ratios))]!;
  }
  return point;
}

/** One axis under both densities. */
export type AxisModel = {
  /** A value from the density of good points. */
  draw(stream: ReturnType<Rng['stream']>): Json;
  /** Density among good points over density among the others: the greater, the greater the expected improvement. */
  ratio(value: Json): number;
};

/** The model of an axis from the points that have it. */
export function axisModel(
  axis: Axis,
  { good, others }: Sides,
  { priorWeight }: { priorWeight: number },
): AxisModel {
  const observed = (points: readonly Point[]) =>
    points.flatMap((point) => (Object.hasOwn(point, axisName(axis)) ? [point[axisName(axis)]!] : []));
  const [ours, theirs] = [observed(good), observed(others)];
  if (isRange(axis)) return rangeModel(axis, [ours, theirs] as [number[], number[]], priorWeight);
  const values = valuesOf(axis)!;
  const places = new Map(values.map((value, place) => [canonicalJson(value), place]));
  const placeOf = (value: Json) => places.get(canonicalJson(value))!;
  const [l, g] = [ours, theirs].map((side) =>
    categoryProbabilities(side.map(placeOf), values.length, priorWeight),
  ) as [number[], number[]];
  return {
    draw: (stream) => values[drawn(l, stream.uniform())]!,
    ratio: (value) => l[placeOf(value)]! / g[placeOf(value)]!,
  };
}

function rangeModel(
  axis: RangeAxis,
  observed: readonly [readonly number[], readonly number[]],
  priorWeight: number,
): AxisModel {
  const scale = rangeScale(axis);
  const bounds = { low: scale.low, high: scale.high, priorWeight };
  const [l, g] = observed.map((values) => parzen(values.map(scale.coordinate), bounds)) as [
    ReturnType<typeof parzen>,
    ReturnType<typeof parzen>,
  ];
  return {
    draw: (stream) => scale.value(l.sample(stream)),
    ratio: (value) => {
      if (axis.integer)
        return l.mass(...scale.cell(value as number)) / g.mass(...scale.cell(value as number));
      const at = scale.coordinate(value as number);
      return l.density(at) / g.density(at);
    },
  };
}
