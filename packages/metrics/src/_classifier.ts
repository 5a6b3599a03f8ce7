import { ShapeError } from '@goal-driven/core/arrays';
import type { Classifier } from './Classifier';
import { columnsOf, requireFinite, rowsOf, type Matrix } from './_matrix';

/**
 * A classifier from its scores: it takes the first class of the highest score.
 *
 * @param fitted.scores what of features that have been checked gives [samples, classes]
 */
export function classifierOf(
  who: string,
  fitted: {
    readonly classes: Int32Array;
    readonly width: number;
    readonly scores: (features: Matrix) => Matrix;
  },
): Classifier {
  const { classes, width } = fitted;
  const scores = (features: Matrix): Matrix => {
    requireFinite(`${who}.predict`, 'features', features, 2);
    if (columnsOf(features) !== width) {
      throw new ShapeError(
        `${who}.predict: features must have ${width} columns as in fitting, got ${columnsOf(features)}`,
      );
    }
    return fitted.scores(features);
  };
  const predict = (features: Matrix): Int32Array => {
    const table = scores(features);
    return Int32Array.from({ length: rowsOf(table) }, (_, row) => classes[largestOfRow(table, row)]!);
  };
  return { classes, predict, scores };
}

/** The column of the largest entry of a row, the first of those that tie. */
function largestOfRow(table: Matrix, row: number): number {
  const columns = columnsOf(table);
  const start = row * columns;
  let largest = 0;
  for (let c = 1; c < columns; c++) {
    if (table.values[start + c]! > table.values[start + largest]!) largest = c;
  }
  return largest;
}
