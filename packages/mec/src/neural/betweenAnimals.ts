import { ConfigError, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { correctedFit, type Reliability } from './correctedFit';
import type { ArenaRecordings } from './MecDataset';
import { neuralFit, type NeuralFit } from './neuralFit';

export type BetweenAnimals = {
  /** The value of each cell of each animal. */
  readonly cells: readonly { readonly animal: string; readonly cell: string; readonly value: number }[];
  /** Over the cells of all animals, of what is defined; NaN where nothing is. */
  readonly median: number;
  /** Cells whose value is NaN. */
  readonly undefinedCells: number;
};

/**
 * How well animals predict each other's cells: what a model of the circuit may be expected to reach, though no
 * bound on it.
 *
 * @param source `others`: the cells of all other animals side by side (pooled hold-out). `pairs`: one animal at a
 *   time, the mean over them for each cell
 * @throws ConfigError for fewer than two animals
 * @source Nayebi et al. 2021
 */
export function betweenAnimals(
  { animals, arena }: ArenaRecordings,
  source: 'others' | 'pairs',
  fit: NeuralFit,
): BetweenAnimals {
  requireTwo('betweenAnimals', animals, arena);
  const cells = animals.flatMap((target) => {
    const others = animals.filter((other) => other !== target).map(({ maps }) => maps);
    const sources = source === 'others' ? [stacked(others)] : others;
    const fits = sources.map((maps) => neuralFit(maps, target.maps, fit).values.values);
    return target.cells.map(({ id }, cell) => ({
      animal: target.animal,
      cell: id,
      value: meanOfDefined(fits.map((values) => values[cell]!)),
    }));
  });
  const defined = cells.map(({ value }) => value).filter((value) => !Number.isNaN(value));
  return { cells, median: medianOf(defined), undefinedCells: cells.length - defined.length };
}

/** Raw fit, ceiling and corrected fit of each cell. */
export type CorrectedCells = { readonly [term in 'raw' | 'ceiling' | 'ceiled']: readonly number[] };

/**
 * The same with the noise of trials corrected, the cells of all animals in turn.
 *
 * @throws as `betweenAnimals` and `correctedFit`
 */
export function correctedBetweenAnimals(
  { animals, arena }: ArenaRecordings,
  source: 'others' | 'pairs',
  options: NeuralFit & Reliability,
): CorrectedCells {
  requireTwo('correctedBetweenAnimals', animals, arena);
  const summaries = animals.map((target) => {
    const others = animals.filter((other) => other !== target).map(({ trials }) => trials);
    return correctedFit(source === 'others' ? [trialsBeside(others)] : others, target.trials, options);
  });
  const all = (term: 'raw' | 'ceiling' | 'ceiled') =>
    summaries.flatMap((summary) => [...summary[term].sites]);
  return { raw: all('raw'), ceiling: all('ceiling'), ceiled: all('ceiled') };
}

/** [trials, cells, y, x] of several animals as one. */
function trialsBeside(animals: readonly NdArray[]): NdArray {
  const count = animals[0]!.shape[0]!;
  const trials = Array.from({ length: count }, (_, trial) =>
    stacked(
      animals.map(({ values, shape }) => {
        const size = values.length / count;
        return ndArray(values.subarray(trial * size, (trial + 1) * size), shape.slice(1));
      }),
    ),
  );
  const all = stacked(trials);
  return ndArray(all.values, [count, ...trials[0]!.shape]);
}

function requireTwo(who: string, animals: readonly unknown[], arena: string): void {
  if (animals.length >= 2) return;
  throw new ConfigError(`${who}: ${arena} must have at least 2 animals, got ${animals.length}`);
}

/** Maps of several animals side by side, [cells, y, x] each. */
export function stacked(maps: readonly NdArray[]): NdArray {
  const units = maps.reduce((sum, { shape }) => sum + shape[0]!, 0);
  const all = new Float64Array(maps.reduce((sum, { values }) => sum + values.length, 0));
  let at = 0;
  for (const { values } of maps) {
    all.set(values, at);
    at += values.length;
  }
  return ndArray(all, [units, ...maps[0]!.shape.slice(1)]);
}

function meanOfDefined(values: readonly number[]): number {
  const defined = values.filter((value) => !Number.isNaN(value));
  return defined.reduce((sum, value) => sum + value, 0) / defined.length;
}

/** NaN of nothing. */
export function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
