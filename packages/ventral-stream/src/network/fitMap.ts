import { tf, type Tensor, type Tensor4D } from '@goal-driven/core';
import type { MapSize } from '../cells/ConvCell';
import type { Join } from '../graph/Join';
import { resizeAligned } from '../cells/resizeAligned';

/** The ways that have no parameters and give a map. */
export type PlainSize = Exclude<Extract<Join['size'], string>, 'affine' | 'flatten'>;

/** A map, or a vector repeated over one, of a wanted size; the channels stay. One of that size is left as it is. */
export function fitMap(x: Tensor, size: MapSize, how: PlainSize): Tensor4D {
  const [height, width] = size;
  if (x.rank === 2)
    return tf.tile(tf.reshape(x, [x.shape[0]!, 1, 1, x.shape[1]!]), [1, height, width, 1]) as Tensor4D;
  const map = x as Tensor4D;
  if (map.shape[1] === height && map.shape[2] === width) return map;
  switch (how) {
    case 'resize':
      return resizeAligned(map, size);
    case 'nearest':
      return tf.image.resizeNearestNeighbor(map, [height, width]);
    case 'cropOrPad':
      return tf.tidy(() => cropOrPad(cropOrPad(map, 1, height), 2, width));
    case 'tile':
      return tf.tidy(() => tf.slice(tf.tile(map, repeats(map, size)), [0, 0, 0, 0], [-1, height, width, -1]));
  }
}

const repeats = (map: Tensor4D, size: MapSize) => [
  1,
  Math.ceil(size[0] / map.shape[1]),
  Math.ceil(size[1] / map.shape[2]),
  1,
];

/** The odd row or column is cut from the end and added at the end. */
function cropOrPad(map: Tensor4D, axis: 1 | 2, length: number): Tensor4D {
  const surplus = map.shape[axis] - length;
  if (surplus > 0) {
    const begin = [0, 0, 0, 0];
    const sizes = [-1, -1, -1, -1];
    begin[axis] = Math.floor(surplus / 2);
    sizes[axis] = length;
    return tf.slice(
      map,
      begin as [number, number, number, number],
      sizes as [number, number, number, number],
    );
  }
  const edges: [number, number][] = [
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 0],
  ];
  edges[axis] = [Math.floor(-surplus / 2), Math.ceil(-surplus / 2)];
  return tf.pad(map, edges);
}
