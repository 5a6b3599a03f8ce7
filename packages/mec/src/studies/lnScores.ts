import { plainScore, type Rng, type StudyEvent } from '@goal-driven/core';
import { lnp, lnpDesign, lnpForwardSelection, takeSamples, type LnpVariable } from '@goal-driven/metrics';
import type { Arena, Bounds } from '../arena';
import type { HeldCells } from '../neural/heldSession';
import { unitSpikes } from '../neural/unitSpikes';
import type { CellsConfig } from './CellsConfig';
import { columnOf } from './characteriseCells';
import type { Labels } from './fitScores';

/** What cells code for, counted. */
export type LnCounts = {
  /** Cells that code for each variable, and for none. */
  readonly counts: { readonly [variable: string]: number };
  /** Cells that have a model. */
  readonly n: number;
  /** Cells that never fire, which have none. */
  readonly without: number;
};

type Options = {
  readonly config: CellsConfig;
  readonly bounds: Bounds;
  readonly shape: Arena['kind'];
  /** Samples at least as fast are left out, m/s. */
  readonly highestSpeed: number;
  readonly labels: Labels;
  readonly rng: Rng;
  /** Length of a step of a network, s, of which units are given spikes; absent for cells, which have their own. */
  readonly step?: number;
};

/**
 * Which of position, heading and speed a sample of the cells code for, drawn by the seed. Units of a network are given
 * Poisson spikes at their rectified activity, scaled to one mean rate.
 *
 * @source Hardcastle et al. 2017, doi:10.1016/j.neuron.2017.03.025; without theta
 */
export function* lnScores(
  { path, activity, ids }: HeldCells,
  { config: { ln }, step, ...options }: Options,
): Generator<StudyEvent, LnCounts> {
  const { labels, rng } = options;
  const cells = rng.child('sample').permutation(ids.length).slice(0, ln.cells).sort();
  if (cells.length === 0) return { counts: {}, n: 0, without: 0 };
  const { variables, kept } = designOf(path, { ...options, positionBins: ln.positionBins });
  const models = lnp(variables);
  const counts: Record<string, number> = Object.fromEntries(variables.map(({ name }) => [name, 0]));
  let [none, without] = [0, 0];
  for (const cell of cells) {
    const own = columnOf(activity, cell);
    const spikes =
      step === undefined
        ? own
        : unitSpikes(own, { meanRate: ln.meanRate, interval: step }, rng.child('spikes').child(cell));
    const seen = takeSamples(spikes, kept);
    if (seen.values.every((value) => value === 0)) {
      without++;
      continue;
    }
    const { selected, chosen } = lnpForwardSelection(models, seen);
    if (selected.length === 0) none++;
    for (const name of selected) counts[name]!++;
    const row = { ...labels, cell: ids[cell]!, selected: selected.join(' + ') || 'none' };
    const increase = { metric: 'lnIncrease', labels: row, value: chosen.mean, n: kept.length };
    yield plainScore({ ...increase, unit: 'bits/spike' });
  }
  return { counts: { ...counts, none }, n: cells.length - without, without };
}

/** The share of cells that code for each variable and for none, over all that were counted together. */
export function* lnShares(all: readonly LnCounts[], labels: Labels): Generator<StudyEvent> {
  const { shares, n, without } = pooledLn(all);
  if (n + without === 0) return;
  for (const [variable, value] of Object.entries(shares)) {
    yield plainScore({ metric: 'lnShare', labels: { ...labels, variable }, value, n, unit: '1' });
  }
  yield plainScore({ metric: 'cellsWithoutLn', labels, value: without, n: n + without, unit: '1' });
}

/** Shares over several groups together. */
export function pooledLn(all: readonly LnCounts[]) {
  const n = all.reduce((sum, own) => sum + own.n, 0);
  const without = all.reduce((sum, own) => sum + own.without, 0);
  const names = [...new Set(all.flatMap(({ counts }) => Object.keys(counts)))];
  const shares = names.map((name): [string, number] => [
    name,
    all.reduce((sum, { counts }) => sum + (counts[name] ?? 0), 0) / n,
  ]);
  return { shares: Object.fromEntries(shares), n, without };
}

/** The variables of the model. On a track position is one-dimensional and heading says nothing. */
function designOf(
  path: HeldCells['path'],
  { bounds, shape, highestSpeed, positionBins }: DesignOptions,
): { variables: readonly LnpVariable[]; kept: Int32Array } {
  const { minX, maxX, minY, maxY } = bounds;
  if (shape !== 'track') {
    const arena = { x: [minX, maxX], y: [minY, maxY] } as const;
    return lnpDesign(path, { arena, highestSpeed, positionBins });
  }
  const { variables, kept } = lnpDesign({ speeds: path.speeds }, { highestSpeed });
  const x = takeSamples(path.positions, kept).values.filter((_, at) => at % 2 === 0);
  const bins = Int32Array.from(x, (at) =>
    Math.min(positionBins - 1, Math.max(0, Math.floor(((at - minX) / (maxX - minX)) * positionBins))),
  );
  const position = { name: 'position', kind: 'circle', shape: [positionBins], bins, penalty: 8 } as const;
  return { variables: [position, ...variables], kept };
}

type DesignOptions = Pick<Options, 'bounds' | 'shape' | 'highestSpeed'> & { readonly positionBins: number };
