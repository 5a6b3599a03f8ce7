import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TorchBackend } from '../TorchBackend';
import { input, type Kernel, type KernelCall, type Kernels } from './Kernel';

type Options = { readonly alignCorners: boolean; readonly halfPixelCenters: boolean };
type Sized = Options & { readonly size: [number, number] };

/** Where each new row lies among the old ones, between which two and how far from the lower. */
function between(from: number, to: number, { alignCorners, halfPixelCenters }: Options) {
  const ratio = alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
  const places = Array.from({ length: to }, (_, row) =>
    halfPixelCenters ? ratio * (row + 0.5) - 0.5 : ratio * row,
  );
  const lower = places.map((place) => Math.max(0, Math.floor(place)));
  const upper = places.map((place) => Math.min(from - 1, Math.ceil(place)));
  const weights = Float32Array.from(places, (place, row) => place - lower[row]!);
  return { lower, upper, weights };
}

/** The old row nearest to each new one. */
function nearest(from: number, to: number, { alignCorners, halfPixelCenters }: Options): number[] {
  const ratio = alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
  return Array.from({ length: to }, (_, row) => {
    const place = halfPixelCenters ? ratio * (row + 0.5) : ratio * row;
    const whole = Math.min(from - 1, alignCorners ? Math.round(place) : Math.floor(place));
    return halfPixelCenters ? Math.max(0, whole) : whole;
  });
}

/** Runs an operation along rows, then along columns, and frees what is between. */
function alongBoth(
  backend: TorchBackend,
  x: TensorInfo,
  step: (x: TensorInfo, axis: number) => TensorInfo,
): TensorInfo {
  const first = step(x, 2);
  const result = step(first, 1);
  backend.disposeData(first.dataId);
  return result;
}

/** Interpolates an axis; with `length` its gradient, onto an axis of that length. */
function interpolate(
  backend: TorchBackend,
  x: TensorInfo,
  { axis, places, length }: { axis: number; places: ReturnType<typeof between>; length?: number },
): TensorInfo {
  const { lower, upper, weights } = places;
  const factor = backend.own([weights.length], 'float32', { values: weights });
  const result =
    length === undefined
      ? backend.run('interpolated', x, axis, lower, upper, factor)
      : backend.run('interpolatedGrad', x, axis, lower, upper, factor, length);
  backend.disposeData(factor.dataId);
  return result;
}

const resizeBilinear: Kernel = (call: KernelCall<Sized>) => {
  const images = input(call, 'images');
  return alongBoth(call.backend, images, (x, axis) => {
    const places = between(images.shape[axis]!, call.attrs.size[axis - 1]!, call.attrs);
    return interpolate(call.backend, x, { axis, places });
  });
};

const resizeBilinearGrad: Kernel = (call: KernelCall<Options>) => {
  const [images, dy] = [input(call, 'images'), input(call, 'dy')];
  return alongBoth(call.backend, dy, (x, axis) => {
    const length = images.shape[axis]!;
    return interpolate(call.backend, x, {
      axis,
      places: between(length, dy.shape[axis]!, call.attrs),
      length,
    });
  });
};

const resizeNearest: Kernel = (call: KernelCall<Sized>) => {
  const images = input(call, 'images');
  return alongBoth(call.backend, images, (x, axis) => {
    const places = nearest(images.shape[axis]!, call.attrs.size[axis - 1]!, call.attrs);
    return call.backend.run('reindexed', x, axis, places);
  });
};

const resizeNearestGrad: Kernel = (call: KernelCall<Options>) => {
  const [images, dy] = [input(call, 'images'), input(call, 'dy')];
  return alongBoth(call.backend, dy, (x, axis) => {
    const length = images.shape[axis]!;
    return call.backend.run('reindexedGrad', x, axis, nearest(length, dy.shape[axis]!, call.attrs), length);
  });
};

/**
 * Resizing of images, and its gradients.
 *
 * @differs tfjs's gradients ignore `halfPixelCenters`; these are the gradients of what was computed
 */
export const resizingKernels: Kernels = {
  ResizeBilinear: resizeBilinear,
  ResizeBilinearGrad: resizeBilinearGrad,
  ResizeNearestNeighbor: resizeNearest,
  ResizeNearestNeighborGrad: resizeNearestGrad,
};
