import type { KernelConfig, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { tf } from '../tf';
import type { ConvolutionAttributes } from './conv2d';
import { addressOf, heapOf, input, makeOutput, type KernelArguments } from './WasmBackend';

type Attributes = ConvolutionAttributes & {
  readonly filterSize: [number, number] | number;
  readonly includeBatchInIndex: boolean;
};

/**
 * The greatest pixel of each window of images [B, height, width, C] and where it is, the first in raster order: places
 * count pixels and channels of an image, or of the batch. Stock names other pixels.
 */
export const maxPoolWithArgmax = (): KernelConfig => ({
  kernelName: 'MaxPoolWithArgmax',
  backendName: 'wasm',
  kernelFunc: pool as unknown as KernelFunc, // tfjs's own type is looser
});

function pool({ inputs, backend, attrs }: KernelArguments<Attributes>): TensorInfo[] {
  const image = input(inputs, 'x');
  const shape = image.shape as [number, number, number, number];
  const info = tf.backend_util.computePool2DInfo(shape, attrs.filterSize, attrs.strides, 1, attrs.pad);
  const greatest = makeOutput(backend, info.outShape, image.dtype);
  const places = makeOutput(backend, info.outShape, 'int32');
  // Only now, for memory may have grown, which leaves older views without their buffer.
  const heap = heapOf(backend);
  const numbers = image.dtype === 'int32' ? Int32Array : Float32Array;
  const view = (tensor: TensorInfo, kind: typeof numbers) =>
    new kind(heap, addressOf(backend, tensor), tf.util.sizeFromShape(tensor.shape));
  const [pixels, values, indexes] = [view(image, numbers), view(greatest, numbers), view(places, Int32Array)];
  const [, height, width, channels] = shape;
  let at = 0;
  for (let sample = 0; sample < info.batchSize; sample++) {
    const base = sample * height * width * channels;
    for (let row = 0; row < info.outHeight; row++) {
      const [top, bottom] = within(row * info.strideHeight - info.padInfo.top, info.filterHeight, height);
      for (let column = 0; column < info.outWidth; column++) {
        const [left, right] = within(column * info.strideWidth - info.padInfo.left, info.filterWidth, width);
        for (let channel = 0; channel < channels; channel++, at++) {
          let [value, place] = [-Infinity, -1];
          for (let y = top; y < bottom; y++)
            for (let x = left; x < right; x++) {
              const index = (y * width + x) * channels + channel;
              const pixel = pixels[base + index]!;
              if (!(pixel > value) && place >= 0) continue;
              [value, place] = [pixel, index];
            }
          values[at] = value;
          indexes[at] = attrs.includeBatchInIndex ? base + place : place;
        }
      }
    }
  }
  return [greatest, places];
}

/** First and last but one of a window's pixels along an axis that lie in the image. */
const within = (start: number, length: number, size: number): [number, number] => [
  Math.max(start, 0),
  Math.min(start + length, size),
];
