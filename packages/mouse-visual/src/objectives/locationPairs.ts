import { ShapeError, tf, type Tensor1D, type Tensor2D, type Tensor3D } from '@goal-driven/core';

const CELLS = 9;
const CENTRE = 4;

/**
 * Each neighbour of the central cell of a 3 x 3 grid beside it: rows 8i .. 8i + 7 of image i, in raster order.
 *
 * @param features [9B, D], nine cells of each image in raster order
 * @returns `pairs` [8B, 2D], the neighbour's features and then the centre's, and `places` [8B], int32, 0 .. 7
 * @throws ShapeError where rows are not nine for each image
 * @source Doersch et al. 2015, arXiv:1505.05192
 */
export function locationPairs(features: Tensor2D): { readonly pairs: Tensor2D; readonly places: Tensor1D } {
  const [rows, dimensions] = features.shape;
  if (rows === 0 || rows % CELLS !== 0)
    throw new ShapeError(`locationPairs: features must have 9 rows for each image, got [${features.shape}]`);
  return tf.tidy(() => {
    const images = rows / CELLS;
    const cells = tf.reshape(features, [images, CELLS, dimensions]) as Tensor3D;
    const part = (first: number, count: number) =>
      tf.slice(cells, [0, first, 0], [images, count, dimensions]);
    const neighbours = tf.concat([part(0, CENTRE), part(CENTRE + 1, CELLS - CENTRE - 1)], 1);
    const centres = tf.tile(part(CENTRE, 1), [1, CELLS - 1, 1]);
    const places = Int32Array.from({ length: images * (CELLS - 1) }, (_, row) => row % (CELLS - 1));
    return {
      pairs: tf.reshape(tf.concat([neighbours, centres], 2), [places.length, 2 * dimensions]),
      places: tf.tensor1d(places, 'int32'),
    };
  });
}
