import type { KernelCall, Kernels } from './Kernel';

type Range = { start: number; stop: number; step: number; dtype: 'float32' | 'int32' };

/** Numbers at equal distances, each added to the one before in float32, as tfjs's own kernels have it. */
function progression(count: number, { start, step, dtype }: Omit<Range, 'stop'>): Float32Array | Int32Array {
  const values = dtype === 'int32' ? new Int32Array(count) : new Float32Array(count);
  if (count > 0) values[0] = start;
  for (let place = 1; place < count; place++) values[place] = values[place - 1]! + step;
  return values;
}

function rangeOf({ start, stop, step, dtype }: Range): Float32Array | Int32Array {
  const empty = start === stop || (start < stop && step < 0) || (stop < start && step > 1);
  if (empty) return progression(0, { start, step, dtype });
  const count = Math.abs(Math.ceil((stop - start) / step));
  return progression(count, { start, step: stop < start && step === 1 ? -1 : step, dtype });
}

/** Numbers made in JavaScript, and uploaded when they are used. */
export const rangeKernels: Kernels = {
  LinSpace: ({ attrs, backend }: KernelCall<{ start: number; stop: number; num: number }>) => {
    const { start, stop, num } = attrs;
    const values = progression(num, { start, step: (stop - start) / (num - 1), dtype: 'float32' });
    return backend.own([num], 'float32', { values });
  },
  Range: ({ attrs, backend }: KernelCall<Range>) => {
    const values = rangeOf(attrs);
    return backend.own([values.length], attrs.dtype, { values });
  },
};
