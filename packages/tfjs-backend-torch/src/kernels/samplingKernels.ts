import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TorchBackend } from '../TorchBackend';
import { mapCoordinate, type FillMode } from './mapCoordinate';
import { input, type Kernel, type KernelCall, type Kernels } from './Kernel';
import { tf } from '../tf';

/** Where each pixel of the result lies in its image: the coordinates are few, and computed in JavaScript. */
type Grid = { readonly rows: Float32Array; readonly columns: Float32Array; readonly shape: number[] };

/** Off every image, so that the fill value is taken. */
const outside = -1e6;

function makeGrid(
  [count, height, width]: [number, number, number],
  place: (index: number, row: number, column: number) => readonly [row: number, column: number],
): Grid {
  const rows = new Float32Array(count * height * width);
  const columns = new Float32Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const [row, column] = place(
      Math.floor(at / (height * width)),
      Math.floor(at / width) % height,
      at % width,
    );
    rows[at] = row;
    columns[at] = column;
  }
  return { rows, columns, shape: [count, height, width] };
}

type Sampling = {
  readonly grid: Grid;
  /** Which image each of the grid's planes looks into. */
  readonly batch: Int32Array;
  readonly fill: Float32Array;
  readonly bilinear: boolean;
};

function sample(
  backend: TorchBackend,
  image: TensorInfo,
  { grid, batch, fill, bilinear }: Sampling,
): TensorInfo {
  const { rows, columns, shape } = grid;
  const inputs = [
    backend.own([batch.length], 'int32', { values: batch }),
    backend.own(shape, 'float32', { values: rows }),
    backend.own(shape, 'float32', { values: columns }),
    backend.own([fill.length], 'float32', { values: fill }),
  ];
  const result = backend.run('sampled', image, ...inputs, bilinear);
  inputs.forEach(({ dataId }) => backend.disposeData(dataId));
  return result;
}

const countTo = (count: number): Int32Array => Int32Array.from({ length: count }, (_, index) => index);

const rotate: Kernel = (
  call: KernelCall<{
    radians: number;
    fillValue: number | [number, number, number];
    center: number | [number, number];
  }>,
) => {
  const image = input(call, 'image');
  const { radians, fillValue, center } = call.attrs;
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  const [centerX, centerY] = tf.backend_util.getImageCenter(center, height, width);
  const [sine, cosine] = [Math.sin(radians), Math.cos(radians)];
  const grid = makeGrid([batch, height, width], (_, row, column) => {
    const [x, y] = [column - centerX, row - centerY];
    return [Math.round(x * sine + y * cosine + centerY), Math.round(x * cosine - y * sine + centerX)];
  });
  // A fourth channel is opacity, and full where there was no image.
  const fill = Float32Array.from({ length: channels }, (_, channel) =>
    typeof fillValue === 'number' ? fillValue : (fillValue[channel] ?? 255),
  );
  return sample(call.backend, image, { grid, batch: countTo(batch), fill, bilinear: false });
};

const transform: Kernel = (
  call: KernelCall<{
    interpolation: 'nearest' | 'bilinear';
    fillMode: FillMode;
    fillValue: number;
    outputShape?: [number, number];
  }>,
) => {
  const [image, transforms] = [input(call, 'image'), input(call, 'transforms')];
  const { interpolation, fillMode, fillValue, outputShape } = call.attrs;
  const [batch, height, width] = image.shape as [number, number, number, number];
  const t = call.backend.readSync(transforms.dataId) as Float32Array;
  const bilinear = interpolation === 'bilinear';
  const grid = makeGrid([batch, ...(outputShape ?? [height, width])], (index, y, x) => {
    const [a, b, c, d, e, f, g, h] = t.subarray(
      transforms.shape[0] === 1 ? 0 : index * 8,
    ) as unknown as Eight;
    const projection = g * x + h * y + 1;
    if (projection === 0) return [outside, outside];
    const column = mapCoordinate((a * x + b * y + c) / projection, width, fillMode);
    const row = mapCoordinate((d * x + e * y + f) / projection, height, fillMode);
    return bilinear ? [row, column] : [Math.round(row), Math.round(column)];
  });
  const fill = Float32Array.of(fillValue);
  return sample(call.backend, image, { grid, batch: countTo(batch), fill, bilinear });
};

type Eight = [number, number, number, number, number, number, number, number];

const cropAndResize: Kernel = (
  call: KernelCall<{
    cropSize: [number, number];
    method: 'bilinear' | 'nearest';
    extrapolationValue: number;
  }>,
) => {
  const [image, boxes, boxInd] = ['image', 'boxes', 'boxInd'].map((name) => input(call, name)) as [
    TensorInfo,
    TensorInfo,
    TensorInfo,
  ];
  const { cropSize, method, extrapolationValue } = call.attrs;
  const [images, height, width] = image.shape as [number, number, number, number];
  const corners = call.backend.readSync(boxes.dataId) as Float32Array;
  const batch = call.backend.readSync(boxInd.dataId) as Int32Array;
  if (batch.some((index) => index < 0 || index >= images)) {
    throw new RangeError(`torch: cropAndResize: boxInd must be in [0, ${images}), got ${batch.join(', ')}`);
  }
  const bilinear = method === 'bilinear';
  const along = (from: number, to: number, [place, count, length]: [number, number, number]): number => {
    const at =
      count > 1
        ? from * (length - 1) + (place * (to - from) * (length - 1)) / (count - 1)
        : 0.5 * (from + to) * (length - 1);
    if (at < 0 || at > length - 1) return outside;
    return bilinear ? at : Math.round(at);
  };
  const grid = makeGrid([boxes.shape[0]!, ...cropSize], (box, y, x) => {
    const [top, left, bottom, right] = corners.subarray(4 * box) as unknown as Eight;
    return [along(top, bottom, [y, cropSize[0], height]), along(left, right, [x, cropSize[1], width])];
  });
  const float =
    image.dtype === 'float32' ? call.backend.share(image) : call.backend.run('cast', image, 'float32');
  const fill = Float32Array.of(extrapolationValue);
  const result = sample(call.backend, float, { grid, batch, fill, bilinear });
  call.backend.disposeData(float.dataId);
  return result;
};

/** Images seen from elsewhere: pixels of the result are looked up in the image. */
export const samplingKernels: Kernels = {
  CropAndResize: cropAndResize,
  FlipLeftRight: (call) => call.backend.run('reverse', input(call, 'image'), [2]),
  RotateWithOffset: rotate,
  Transform: transform,
};
