import { ConfigError, type Json } from '@goal-driven/core';
import {
  axisName,
  bestAtLargestBudget,
  bestTrials,
  isRange,
  valuesOf,
  type Axis,
  type Objective,
  type Point,
  type TrialRow,
} from '@goal-driven/sweep';
import {
  BYPASSES,
  FEEDBACKS,
  hasBoth,
  LAYERS,
  type ChainName,
  type Connection,
  type LayerName,
} from './connections';
import { genomeAxes, isConnection } from './genomeAxes';
import { genomeOf, genomePoint } from './genomePoint';
import { wilsonInterval } from './wilsonInterval';

/** How many of some genomes have something, with Wilson's interval of 95 %. */
export type Share = {
  readonly count: number;
  readonly n: number;
  /** count / n; NaN for n of 0. */
  readonly share: number;
  readonly interval: readonly [low: number, high: number];
};

/** How many of the best genomes, and of all, have a connection. */
export type ConnectionFrequency = Connection & { readonly best: Share; readonly all: Share };

export type ChoiceFrequency = {
  /** Path of the gene in a genome. */
  readonly gene: string;
  /** What it is set to. */
  readonly value: Json;
  /** Of the best genomes that have the gene. */
  readonly best: Share;
  /** Of all that have it. */
  readonly all: Share;
};

export type GenomeFrequencies = {
  /** How many genomes count as the best, and how many there are. */
  readonly best: number;
  /** Genomes there are. */
  readonly all: number;
  /** Every feedback and bypass connection. */
  readonly connections: readonly ConnectionFrequency[];
  /** Every value of every gene of choices. */
  readonly choices: readonly ChoiceFrequency[];
};

/** How many count as the best: a number, or a share of those that are compared, rounded up. */
export type BestGenomes = { readonly count: number } | { readonly share: number };

/**
 * How often each connection, and each value of each choice and each whole number, occurs among the best genomes of a
 * sweep against all of them: what the search made emerge.
 *
 * The best are chosen by the first objective, averaged over seeds, among those at the largest budget that any has
 * finished with and given a value; all are the different genomes that finished at any budget. A connection is counted over the genomes
 * whose chain has both its layers, whether or not they have cells; a value over the genomes that have its gene. The
 * intervals take genomes for independent draws, which those of a search that learns are not: they then say how sure the
 * shares of such trials are, not how much a connection helps.
 *
 * @param best the best tenth where left out
 * @returns without connections that no genome could have had, and genes that none has
 * @throws ConfigError for points that are no genomes, or a number of best that is not in 1 .. those compared
 */
export function connectionFrequencies(
  rows: readonly TrialRow[],
  objectives: readonly Pick<Objective, 'direction'>[],
  { best = { share: 0.1 } }: { readonly best?: BestGenomes } = {},
): GenomeFrequencies {
  const ranked = bestAtLargestBudget(rows, objectives);
  const chosen = ranked.slice(0, bestOf(best, ranked.length)).map(({ point }) => checked(point));
  const everyone = different(
    bestTrials(rows, objectives, { count: Infinity }).map(({ point }) => checked(point)),
  );
  const both = (of: (points: readonly Point[]) => Share) => ({ best: of(chosen), all: of(everyone) });
  return {
    best: chosen.length,
    all: everyone.length,
    connections: [...FEEDBACKS, ...BYPASSES]
      .map((connection) => ({ ...connection, ...both((points) => connected(points, connection)) }))
      .filter(({ all }) => all.n > 0),
    choices: genomeAxes
      .filter((axis) => !isConnection(axisName(axis)))
      .flatMap((axis) =>
        valuesIn(axis).map((value) => {
          const gene = axisName(axis);
          return { gene, value, ...both((points) => valued(points, gene, value)) };
        }),
      )
      .filter(({ all }) => all.n > 0),
  };
}

function bestOf(best: BestGenomes, n: number): number {
  const count = 'count' in best ? best.count : Math.ceil(best.share * n);
  if (n === 0 || (Number.isInteger(count) && count >= 1 && count <= n)) return n === 0 ? 0 : count;
  throw new ConfigError(
    `connectionFrequencies: best must be 1 to ${n} genomes, or a share of them, got ${JSON.stringify(best)}`,
  );
}

const checked = (point: Point): Point => genomePoint(genomeOf(point));

const different = (points: readonly Point[]): Point[] => [
  ...new Map(points.map((point) => [JSON.stringify(point), point])).values(), // genes are in the order of the axes
];

function connected(points: readonly Point[], connection: Connection): Share {
  const able = points.filter((point) => hasBoth(point['base.chain'] as ChainName, connection)); // of the schema
  return shareOf(able, (point) => point[`${connection.kind}.${connection.name}`] === true);
}

const valued = (points: readonly Point[], gene: string, value: Json): Share =>
  shareOf(
    points.filter((point) => Object.hasOwn(point, gene)),
    (point) => point[gene] === value,
  );

function shareOf(points: readonly Point[], has: (point: Point) => boolean): Share {
  const [count, n] = [points.filter(has).length, points.length];
  return { count, n, share: count / n, interval: wilsonInterval(count, n) };
}

/** Of switches `true` alone, which says all; of ranges the whole numbers. */
function valuesIn(axis: Axis): readonly Json[] {
  const values = valuesOf(axis);
  if (values !== undefined) return values.includes(false) ? [true] : values;
  if (!isRange(axis) || !axis.integer) return [];
  return Array.from({ length: axis.high - axis.low + 1 }, (_, place) => axis.low + place);
}

/** The layers that connections join, from the image on. */
export const layersOf = ({ connections }: GenomeFrequencies): readonly LayerName[] =>
  LAYERS.filter((layer) => connections.some(({ from, to }) => from === layer || to === layer));
