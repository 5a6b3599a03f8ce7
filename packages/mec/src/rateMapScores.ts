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
import type { Traced } from './evaluation';
import { gridScoresFigure, rateMapsFigure, spatialInformationFigure, type UnitMap } from './figures';

/** Gathers the rate maps of a layer from traced batches. */
export type LayerMaps = {
  add(traced: Traced): void;
  finish(): RateMaps;
};

/**
 * Rate maps over an arena with bins of about `binWidth`, m: as many as fit, at least three.
 *
 * @throws ConfigError when the arena is not square, for grid scores turn the map, or has too few bins
 */
export function createRateMaps({ minX, maxX, minY, maxY }: Bounds, binWidth: number): LayerMaps {
  const [width, height] = [maxX - minX, maxY - minY];
  if (Math.abs(width - height) > 1e-9) {
    throw new ConfigError(
      `createRateMaps: the arena must be square for grid scores, got ${width} m x ${height} m`,
    );
  }
  const bins = Math.floor(width / binWidth + 1e-9); // 2.2 / 0.05 is 44 bins but for rounding
  if (bins < 3) throw new ConfigError(`createRateMaps: there must be at least 3 bins a side, got ${bins}`);
  const edges = { x: binEdges(minX, maxX, bins), y: binEdges(minY, maxY, bins) };
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

type Options = {
  readonly labels: Score['labels'];
  /** Rate maps in the figure. */
  readonly shown: number;
  /** Before the names of the figures. */
  readonly prefix: string;
  readonly session: Session;
};

/** Scores of every unit, and the figures of all of them. */
export async function* unitMapEvents(layerMaps: LayerMaps, options: Options): AsyncGenerator<StudyEvent> {
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
  yield { kind: 'figure', figure: gridScoresFigure(`${prefix}grid-scores`, units) };
  yield { kind: 'figure', figure: spatialInformationFigure(`${prefix}spatial-information`, units) };
}

function scoreUnit(unit: number, map: NdArray, occupancy: NdArray): UnitMap {
  const autocorrelogram = spatialAutocorrelogram(map);
  const { score60, score90 } = gridScoresOfAutocorrelogram(autocorrelogram);
  const negative = map.values.some((value) => value < 0);
  return {
    unit,
    map: rowsOf(map),
    autocorrelogram: rowsOf(autocorrelogram),
    gridScore60: score60,
    gridScore90: score90,
    spatialInformation: negative ? NaN : spatialInformation(map, occupancy),
  };
}

function* unitScores(scored: UnitMap, labels: Score['labels'], n: number): Generator<StudyEvent> {
  const row = { version: 1, labels, ceiling: NaN, ceiled: NaN, n };
  yield { kind: 'score', score: { ...row, metric: 'gridScore60', value: scored.gridScore60, unit: '1' } };
  yield { kind: 'score', score: { ...row, metric: 'gridScore90', value: scored.gridScore90, unit: '1' } };
  yield {
    kind: 'score',
    score: { ...row, metric: 'spatialInformation', value: scored.spatialInformation, unit: 'bits/spike' },
  };
}

const rowsOf = ({ values, shape }: NdArray): number[][] =>
  Array.from({ length: shape[0]! }, (_, row) =>
    Array.from(values.subarray(row * shape[1]!, (row + 1) * shape[1]!)),
  );
