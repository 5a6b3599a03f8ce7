import { ConfigError, ShapeError, type NdArray } from '@goal-driven/core/arrays';

/** What a cell can be called. `place` is a cell with spatial information that is neither a grid nor a border cell. */
export type CellClass = 'grid' | 'border' | 'headDirection' | 'speed' | 'place';

/**
 * Scores [cells] of each class of interest, in the unit of the class's score; a class that is absent is not
 * asked for.
 */
export type CellScores = { readonly [name in CellClass]?: NdArray };

/** One number for all cells, or [cells], such as the thresholds of shuffling tests. */
export type CellThresholds = { readonly [name in CellClass]?: number | NdArray };

/** A share of cells, and how many they are. */
export type CellShare = { readonly count: number; readonly fraction: number };

export type CellClasses = {
  /** Of each cell all that it is called; none for a cell that passes no threshold. */
  readonly labels: readonly (readonly CellClass[])[];
  /** Cells of each class that was scored, whatever else they are. */
  readonly classes: { readonly [name in CellClass]?: CellShare };
  /** Cells of two classes or more. */
  readonly conjunctive: CellShare;
  /** Cells of none. */
  readonly none: CellShare;
  /** Cells that are neither grid nor border cells, as Nayebi et al. 2021 have it; NaN unless both were scored. */
  readonly heterogeneous: CellShare;
  /** Scores that are NaN; such a cell is not of that class. */
  readonly undefinedScores: { readonly [name in CellClass]?: number };
  /** Cells. */
  readonly n: number;
};

const CLASSES = ['grid', 'border', 'headDirection', 'speed', 'place'] as const satisfies readonly CellClass[];

/**
 * Which cells are grid, border, head direction, speed and place cells: those whose score exceeds its threshold. Units of
 * a model and cells of a recording are told apart in the same way. Nayebi et al. 2021 call a cell a grid cell above a
 * grid score of 0.3 and a border cell above a border score of 0.5; others take thresholds from shuffling tests.
 *
 * @param scores     [cells] for each class of interest: grid score, border score, length of the mean vector, speed
 *   score, spatial information
 * @param thresholds one for each class that was scored; a cell of which the threshold is NaN is not of the class
 * @returns fractions are NaN for no cells
 * @throws ConfigError for unknown names and for classes without a threshold, ShapeError for lengths that differ
 * @source Nayebi et al. 2021, doi:10.1101/2021.10.30.466617; conjunctive cells: Sargolini et al. 2006,
 *   doi:10.1126/science.1125572; spatial cells that are no grid cells: Diehl et al. 2017,
 *   doi:10.1016/j.neuron.2017.03.004
 */
export function classifyCells(scores: CellScores, thresholds: CellThresholds): CellClasses {
  const n = check(scores, thresholds);
  const scored = CLASSES.filter((name) => scores[name] !== undefined);
  const labels = Array.from({ length: n }, (_, cell) => {
    const passed = scored.filter(
      (name) => scores[name]!.values[cell]! > thresholdOf(thresholds[name]!, cell),
    );
    const otherwiseSpatial = passed.includes('grid') || passed.includes('border');
    return passed.filter((name) => name !== 'place' || !otherwiseSpatial);
  });
  const share = (of: (cell: readonly CellClass[]) => boolean): CellShare => {
    const count = labels.filter(of).length;
    return { count, fraction: count / n };
  };
  const both = scores.grid !== undefined && scores.border !== undefined;
  return {
    labels,
    classes: Object.fromEntries(scored.map((name) => [name, share((cell) => cell.includes(name))])),
    conjunctive: share((cell) => cell.length >= 2),
    none: share((cell) => cell.length === 0),
    heterogeneous: both
      ? share((cell) => !cell.includes('grid') && !cell.includes('border'))
      : { count: NaN, fraction: NaN },
    undefinedScores: Object.fromEntries(
      scored.map((name) => [name, scores[name]!.values.filter(Number.isNaN).length]),
    ),
    n,
  };
}

const thresholdOf = (threshold: number | NdArray, cell: number): number =>
  typeof threshold === 'number' ? threshold : threshold.values[cell]!;

/** @returns the number of cells */
function check(scores: CellScores, thresholds: CellThresholds): number {
  for (const [what, given] of Object.entries({ scores, thresholds })) {
    const unknown = Object.keys(given).find((name) => !CLASSES.includes(name as CellClass));
    if (unknown !== undefined) {
      throw new ConfigError(
        `classifyCells: ${what} must be of ${CLASSES.join(', ')}, got ${JSON.stringify(unknown)}`,
      );
    }
  }
  const given = CLASSES.flatMap((name) =>
    scores[name] === undefined ? [] : [[name, scores[name]] as const],
  );
  if (given.length === 0) throw new ConfigError('classifyCells: scores must hold a class, got none');
  const n = given[0]![1].values.length;
  for (const [name, score] of given) {
    const threshold = thresholds[name];
    if (threshold === undefined) {
      throw new ConfigError(`classifyCells: thresholds.${name} must be given for its scores, got nothing`);
    }
    const arrays = [[`scores.${name}`, score] as const, [`thresholds.${name}`, threshold] as const];
    for (const [what, array] of arrays) {
      if (typeof array !== 'number' && (array.shape.length !== 1 || array.shape[0] !== n)) {
        throw new ShapeError(
          `classifyCells: ${what} must be [${n}], as the scores of ${given[0]![0]}, got [${array.shape}]`,
        );
      }
    }
  }
  return n;
}
