import { setImmediate as turn } from 'node:timers/promises';
import {
  ConfigError,
  Interrupted,
  ndArray,
  type NdArray,
  type Score,
  type Session,
  type StudyEvent,
} from '@goal-driven/core';
import {
  binEdges,
  gridScoresOfAutocorrelogram,
  rateMaps,
  spatialAutocorrelogram,
  spatialInformation,
  type RateMapAccumulator,
  type RateMaps,
} from '@goal-driven/metrics';
import type { Bounds } from './arena';
import type { Traced } from './evaluatePaths';
import { gridScoresFigure, rateMapsFigure, spatialInformationFigure, type UnitMap } from './figures';

/** Gathers the rate maps of a layer from traced batches. */
export type LayerMaps = {
  add(traced: Pick<Traced, 'batch' | 'activity'>): void;
  finish(): RateMaps;
};

/**
 * Rate maps over an arena with bins of about `binWidth`, m: as many as fit each side. A track, which has no
 * height, has one row.
 *
 * @throws ConfigError when a side has too few bins
 */
export function createRateMaps({ minX, maxX, minY, maxY }: Bounds, binWidth: number): LayerMaps {
  const flat = minY === maxY;
  const x = binEdges(minX, maxX, binsAlong(maxX - minX, binWidth));
  const y = flat
    ? binEdges(minY - binWidth / 2, maxY + binWidth / 2, 1)
    : binEdges(minY, maxY, binsAlong(maxY - minY, binWidth));
  const edges = { x, y };
  let accumulator: RateMapAccumulator | undefined;
  return {
    add: ({ batch, activity }) => {
      accumulator ??= rateMaps(edges, activity.shape[1]!);
      const { values } = batch.position;
      accumulator.add(ndArray(values, [values.length / 2, 2]), activity);
    },
    finish: () => {
      if (accumulator === undefined)
        throw new ConfigError('createRateMaps: there must be at least one batch, got none');
      return accumulator.finish();
    },
  };
}

function binsAlong(extent: number, binWidth: number): number {
  const bins = Math.floor(extent / binWidth + 1e-9); // 2.2 / 0.05 is 44 bins but for rounding
  if (bins >= 3) return bins;
  throw new ConfigError(`createRateMaps: there must be at least 3 bins a side, got ${bins}`);
}

type Options = {
  readonly labels: Score['labels'];
  /** Rate maps in the figure. */
  readonly shown: number;
  /** Before the names of the figures. */
  readonly prefix: string;
  readonly session: Session;
};

/**
 * Scores of every unit, and the figures of all of them. Grid scores turn the map and are those of square
 * arenas; bins outside a circle count as 0 there.
 */
export async function* unitMapEvents(
  layerMaps: Pick<LayerMaps, 'finish'>,
  options: Options,
): AsyncGenerator<StudyEvent> {
  const { labels, shown, prefix, session } = options;
  const { maps, occupancy } = layerMaps.finish();
  const samples = occupancy.values.reduce((sum, count) => sum + count, 0);
  const [count, rows, columns] = maps.shape as [number, number, number];
  const units: UnitMap[] = [];
  for (let unit = 0; unit < count; unit++) {
    session.progress('grid scores', unit, count);
    await turn(); // lets signals in
    if (session.signal.aborted)
      throw new Interrupted(`unitMapEvents: interrupted after ${unit} of ${count} units`, 0);
    const map = ndArray(maps.values.subarray(unit * rows * columns, (unit + 1) * rows * columns), [
      rows,
      columns,
    ]);
    const scored = scoreUnit(unit, map, occupancy);
    units.push(scored);
    yield* unitScores(scored, { ...labels, unit }, samples);
  }
  const layer = String(labels['layer']);
  yield { kind: 'figure', figure: rateMapsFigure(`${prefix}rate-maps`, units, { layer, shown }) };
  if (rows === columns) yield { kind: 'figure', figure: gridScoresFigure(`${prefix}grid-scores`, units) };
  yield { kind: 'figure', figure: spatialInformationFigure(`${prefix}spatial-information`, units) };
}

function scoreUnit(unit: number, map: NdArray, occupancy: NdArray): UnitMap {
  const negative = map.values.some((value) => value < 0);
  const information = negative ? NaN : spatialInformation(map, occupancy);
  const common = { unit, map: rowsOf(map), spatialInformation: information };
  if (map.shape[0] !== map.shape[1]) return common;
  const autocorrelogram = spatialAutocorrelogram(map);
  const { score60, score90 } = gridScoresOfAutocorrelogram(autocorrelogram);
  return {
    ...common,
    autocorrelogram: rowsOf(autocorrelogram),
    gridScore60: score60,
    gridScore90: score90,
  };
}

function* unitScores(scored: UnitMap, labels: Score['labels'], n: number): Generator<StudyEvent> {
  const row = { version: 1, labels, ceiling: NaN, ceiled: NaN, n };
  const { gridScore60, gridScore90 } = scored;
  if (gridScore60 !== undefined && gridScore90 !== undefined) {
    yield { kind: 'score', score: { ...row, metric: 'gridScore60', value: gridScore60, unit: '1' } };
    yield { kind: 'score', score: { ...row, metric: 'gridScore90', value: gridScore90, unit: '1' } };
  }
  yield {
    kind: 'score',
    score: { ...row, metric: 'spatialInformation', value: scored.spatialInformation, unit: 'bits/spike' },
  };
}

const rowsOf = ({ values, shape }: NdArray): number[][] =>
  Array.from({ length: shape[0]! }, (_, row) =>
    Array.from(values.subarray(row * shape[1]!, (row + 1) * shape[1]!)),
  );
