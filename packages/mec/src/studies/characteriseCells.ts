import { ndArray, type NdArray, type Rng, type StudyEvent } from '@goal-driven/core';
import {
  binEdges,
  classifyByShuffling,
  classifyCells,
  lnp,
  lnpDesign,
  lnpForwardSelection,
  rateMap,
  smoothRateMaps,
  takeSamples,
  type CellClasses,
  type CellScores,
} from '@goal-driven/metrics';
import type { Bounds } from '../arena';
import type { HeldCells } from '../neural/heldCells';
import type { CellsConfig } from './CellsConfig';
import type { Labels } from './fitScores';
import { plainScore } from './reportScores';

type Options = {
  readonly config: CellsConfig;
  readonly bounds: Bounds;
  /** Samples by which activity is shifted at least. */
  readonly minimumOffset: number;
  readonly rng: Rng;
};

export type Characterised = {
  readonly classes: CellClasses;
  readonly scores: CellScores;
  /** [y, x] of each cell, smoothed. */
  readonly maps: readonly NdArray[];
};

/**
 * Scores and classes of cells, by shuffling or by fixed thresholds, from the same maps and curves.
 *
 * @throws ShapeError for an arena that is not square
 */
export function characteriseCells(
  { path, activity }: HeldCells,
  { config, bounds, minimumOffset, rng }: Options,
): Characterised {
  const { binning, smoothingSd: sd, shuffles, percentile, thresholds } = config;
  const bins = (low: number, high: number) =>
    binEdges(low, high, Math.floor((high - low) / binning.binWidth + 1e-9));
  const edges = { x: bins(bounds.minX, bounds.maxX), y: bins(bounds.minY, bounds.maxY) };
  const shuffle = { kind: 'shift', minimumOffset } as const;
  // Without shuffles one is made all the same, and not looked at: the observed scores are those of the test.
  const tested = classifyByShuffling(path, activity, rng, {
    ...{ edges, sd, shuffle, percentile, shuffles: Math.max(1, shuffles) },
  });
  const scores: CellScores = Object.fromEntries(
    Object.entries(tested.tests).map(([name, tests]) => [
      name,
      ndArray(
        Float64Array.from(tests, ({ observed }) => observed),
        [tests.length],
      ),
    ]),
  );
  const maps = Array.from({ length: activity.shape[1]! }, (_, cell) => {
    const { map, occupancy } = rateMap(path.positions, columnOf(activity, cell), edges);
    return sd === 0 ? map : smoothRateMaps(map, { sd, occupancy });
  });
  return { classes: shuffles === 0 ? classifyCells(scores, thresholds) : tested, scores, maps };
}

const columnOf = ({ values, shape }: NdArray, column: number): NdArray => {
  const one = values.filter((_value, at) => at % shape[1]! === column);
  return ndArray(one, [one.length]);
};

/** The score of each cell, and the share of each class and of none. */
export function* classScores(
  { classes, scores }: Characterised,
  ids: readonly string[],
  labels: Labels,
): Generator<StudyEvent> {
  for (const [score, { values }] of Object.entries(scores)) {
    for (const [cell, id] of ids.entries()) {
      const row = { metric: `${score}Score`, labels: { ...labels, cell: id }, n: 1 };
      yield plainScore({ ...row, value: values[cell]!, unit: score === 'place' ? 'bits/spike' : '1' });
    }
  }
  const { conjunctive, none, heterogeneous, n } = classes;
  for (const [name, share] of Object.entries({ ...classes.classes, conjunctive, none, heterogeneous })) {
    yield plainScore({
      metric: 'classShare',
      labels: { ...labels, class: name },
      value: share.fraction,
      n,
      unit: '1',
    });
  }
}

/**
 * Which of position, heading and speed the first cells code for. Cells that never fire have no model.
 */
export function* lnScores(
  { path, activity, ids }: HeldCells,
  options: { config: CellsConfig; bounds: Bounds; highestSpeed: number; labels: Labels },
): Generator<StudyEvent> {
  const { config, bounds, highestSpeed, labels } = options;
  const cells = Math.min(config.ln.cells, ids.length);
  if (cells === 0) return;
  const arena = { x: [bounds.minX, bounds.maxX], y: [bounds.minY, bounds.maxY] } as const;
  const { variables, kept } = lnpDesign(path, { arena, highestSpeed, positionBins: config.ln.positionBins });
  const models = lnp(variables);
  const counts = variables.map(() => 0);
  let [coding, without] = [0, 0];
  for (let cell = 0; cell < cells; cell++) {
    const own = takeSamples(columnOf(activity, cell), kept);
    if (own.values.every((value) => value === 0)) {
      without++;
      continue;
    }
    const { selected, chosen } = lnpForwardSelection(models, own);
    if (selected.length > 0) coding++;
    variables.forEach(({ name }, at) => (counts[at]! += Number(selected.includes(name))));
    const row = { ...labels, cell: ids[cell]!, selected: selected.join(' + ') || 'none' };
    yield plainScore({
      metric: 'lnIncrease',
      labels: row,
      value: chosen.mean,
      n: kept.length,
      unit: 'bits/spike',
    });
  }
  const n = cells - without;
  const shares = [
    ...variables.map(({ name }, at) => [name, counts[at]! / n] as const),
    ['none', 1 - coding / n] as const,
  ];
  for (const [variable, value] of shares) {
    yield plainScore({ metric: 'lnShare', labels: { ...labels, variable }, value, n, unit: '1' });
  }
  yield plainScore({ metric: 'cellsWithoutLn', labels, value: without, n: cells, unit: '1' });
}
