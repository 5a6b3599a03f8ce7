import { ShapeError } from '@goal-driven/core/arrays';
import { columnsOf, type Matrix } from './_matrix';
import type { FittedMap } from './LinearMap';

/**
 * No map: each column of the source predicts the column of the target with the same index. For sources and targets whose
 * columns mean the same, such as dissimilarities; it learns nothing and needs no training samples.
 *
 * @param source [samples, p]
 * @param target [samples, p]
 * @throws ShapeError for different numbers of columns
 */
export function identityMap(source: Matrix, target: Matrix): FittedMap {
  if (columnsOf(source) !== columnsOf(target)) {
    throw new ShapeError(
      `identityMap: target must have the ${columnsOf(source)} columns of source, got ${columnsOf(target)}`,
    );
  }
  return { predict: (samples) => samples };
}
