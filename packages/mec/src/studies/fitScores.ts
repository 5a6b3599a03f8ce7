import { plainScore, type StudyEvent } from '@goal-driven/core';
import { ndArray } from '@goal-driven/core/arrays';
import { kolmogorovSmirnov, participationRatio } from '@goal-driven/metrics';

import { medianOf, type CorrectedCells } from '../neural/betweenAnimals';
import { isFlat, type MapClasses } from '../neural/mapClasses';
import { sharedBins, takeBins } from '../neural/sharedBins';
import type { FitSource } from './fitSources';

export type Labels = { readonly [label: string]: string | number };

/** What the study calls a cell by its grid and border scores. */
export const classNames = ['grid', 'border', 'heterogeneous'] as const;

/** Of each cell whether it is of a class; a cell may be of two. */
export function ofClass({ labels }: MapClasses, name: (typeof classNames)[number]): boolean[] {
  return labels.map((own) =>
    name === 'heterogeneous' ? !own.includes('grid') && !own.includes('border') : own.includes(name),
  );
}

/** The median over all cells and over those of each class, and how many cells have no value. */
export function* fitScores(
  values: readonly number[],
  classes: MapClasses,
  labels: Labels,
): Generator<StudyEvent> {
  const groups = {
    all: values.map(() => true),
    ...Object.fromEntries(classNames.map((n) => [n, ofClass(classes, n)])),
  };
  for (const [cells, own] of Object.entries(groups)) {
    const known = values.filter((value, cell) => own[cell] && !Number.isNaN(value));
    const row = { metric: 'neuralFit', labels: { ...labels, cells }, unit: '1' };
    yield plainScore({ ...row, value: medianOf(known), n: known.length });
  }
  const missing = values.filter(Number.isNaN).length;
  yield plainScore({ metric: 'cellsWithoutFit', labels, value: missing, n: values.length, unit: '1' });
}

/** Medians over the cells that have a corrected value: raw, ceiling and corrected. */
export function correctedScore({ raw, ceiling, ceiled }: CorrectedCells, labels: Labels): StudyEvent {
  const known = ceiled.flatMap((value, cell) => (Number.isFinite(value) ? [cell] : []));
  const median = (values: readonly number[]) => medianOf(known.map((cell) => values[cell]!));
  const row = { metric: 'correctedFit', version: 1, labels: { ...labels, form: 'halfNumerator' }, unit: '1' };
  return {
    kind: 'score',
    score: { ...row, value: median(raw), ceiling: median(ceiling), ceiled: median(ceiled), n: known.length },
  };
}

/** What the maps of a source are like, with its grid scores held against those of the cells. */
export function* mapScores(
  maps: FitSource['maps'],
  classes: MapClasses,
  { labels, cells }: { readonly labels: Labels; readonly cells?: MapClasses },
): Generator<StudyEvent> {
  const n = classes.n;
  const responses = takeBins(maps, sharedBins('mapScores', [maps]));
  const dimensions = responses.shape[0]! < 2 ? NaN : participationRatio(responses);
  yield plainScore({ metric: 'participationRatio', labels, value: dimensions, n, unit: '1' });
  const silent = classes.borderScores.filter((_, unit) => isSilent(maps, unit)).length;
  yield plainScore({ metric: 'silentUnits', labels, value: silent, n, unit: '1' });
  const shares = { gridShare: classes.classes.grid!, borderShare: classes.classes.border! };
  for (const [metric, { fraction }] of Object.entries(shares)) {
    yield plainScore({ metric, labels, value: fraction, n, unit: '1' });
  }
  yield plainScore({
    metric: 'heterogeneousShare',
    labels,
    value: classes.heterogeneous.fraction,
    n,
    unit: '1',
  });
  if (cells === undefined) return;
  const [own, theirs] = [classes, cells].map(({ gridScores }) =>
    gridScores.filter((score) => !Number.isNaN(score)),
  );
  if (own!.length === 0 || theirs!.length === 0) return;
  const test = kolmogorovSmirnov(ndArray(own!, [own!.length]), ndArray(theirs!, [theirs!.length]));
  const total = own!.length + theirs!.length;
  yield plainScore({ metric: 'gridScoreDistance', labels, value: test.statistic, n: total, unit: '1' });
  yield plainScore({ metric: 'gridScoreDistanceP', labels, value: test.pValue, n: total, unit: '1' });
}

function isSilent({ values, shape }: FitSource['maps'], unit: number): boolean {
  const size = shape[1]! * shape[2]!;
  return isFlat(values.subarray(unit * size, (unit + 1) * size));
}
