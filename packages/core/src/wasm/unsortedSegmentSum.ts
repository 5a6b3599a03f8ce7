import { tf } from '../tf';
import type { Kernels } from './Kernels';
import { addressOf, input, makeOutput, wasmKernel } from './WasmBackend';

/** Sums slices of x [I..., J...] by the segment of each index [I...], the gradient of gather; stock lacks it. */
export const unsortedSegmentSum = (kernels: Kernels) =>
  wasmKernel<{ numSegments: number }>('UnsortedSegmentSum', ({ inputs, backend, attrs: { numSegments } }) => {
    const [x, segments] = [input(inputs, 'x'), input(inputs, 'segmentIds')];
    if (x.dtype !== 'float32' || segments.dtype !== 'int32') {
      throw new Error(
        `UnsortedSegmentSum: x must be float32 and segments int32 on wasm, got ${x.dtype} and ${segments.dtype}`,
      );
    }
    const inner = x.shape.slice(segments.shape.length);
    const output = makeOutput(backend, [numSegments, ...inner]);
    kernels.segmentSum(
      ...([x, segments, output].map((tensor) => addressOf(backend, tensor)) as [number, number, number]),
      ...([tf.util.sizeFromShape(segments.shape), tf.util.sizeFromShape(inner), numSegments] as const),
    );
    return output;
  });
