import type { Tensor4D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { tf } from '../tf';
import { checkImage, pair } from './_imageFields';

export const AdaptivePool2d = z
  .strictObject({ size: pair('Size of the output') })
  .meta({ title: 'Adaptive pooling', source: 'PyTorch, torch.nn.AdaptiveAvgPool2d' });
export type AdaptivePool2d = z.output<typeof AdaptivePool2d>;

/** Mean over bins that divide the image into a grid of a given size; bins may overlap by a pixel. */
export const adaptiveAveragePool2d = (config: AdaptivePool2d) =>
  adaptive('adaptiveAveragePool2d', config, (x, window) => tf.avgPool(x, window, 1, 'valid'));

/** Greatest value in each bin of a grid of a given size. */
export const adaptiveMaxPool2d = (config: AdaptivePool2d) =>
  adaptive('adaptiveMaxPool2d', config, (x, window) => tf.maxPool(x, window, 1, 'valid'));

type Reduce = (x: Tensor4D, window: [number, number]) => Tensor4D;

/** Both reductions are separable: rows first, then columns. */
function adaptive(who: string, { size }: AdaptivePool2d, reduce: Reduce) {
  return {
    /**
     * @param x [B, height, width, channels]
     * @returns [B, size[0], size[1], channels]
     * @throws ShapeError when x is not an image
     */
    apply: (x: Tensor4D): Tensor4D =>
      tf.tidy(() => {
        checkImage(who, x);
        return reduceAlong(reduceAlong(x, { axis: 1, count: size[0], reduce }), {
          axis: 2,
          count: size[1],
          reduce,
        });
      }),
  };
}

type Along = { readonly axis: 1 | 2; readonly count: number; readonly reduce: Reduce };

function reduceAlong(x: Tensor4D, { axis, count, reduce }: Along): Tensor4D {
  const parts = bins(x.shape[axis], count).map(([start, end]) => {
    const begin: [number, number, number, number] = [0, 0, 0, 0];
    const size = [...x.shape];
    begin[axis] = start;
    size[axis] = end - start;
    const part = tf.slice(x, begin, size as [number, number, number, number]); // as many axes as x
    return reduce(part, axis === 1 ? [end - start, 1] : [1, end - start]);
  });
  return tf.concat(parts, axis) as Tensor4D;
}

/** PyTorch's rule: bin i runs from floor(i length / count) to ceil((i + 1) length / count), end excluded. */
function bins(length: number, count: number): [number, number][] {
  return Array.from({ length: count }, (_, bin) => [
    Math.floor((bin * length) / count),
    Math.ceil(((bin + 1) * length) / count),
  ]);
}
