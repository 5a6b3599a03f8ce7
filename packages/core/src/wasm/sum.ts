import { tf } from '../tf';
import type { Kernels } from './Kernels';
import { addressOf, input, makeOutput, wasmKernel, type KernelArguments } from './WasmBackend';

type Attributes = { axis: number | number[]; keepDims?: boolean };

/** Sums. Over leading axes (the gradient of a bias) rows are added up in place; stock transposes first. */
export function sum(kernels: Kernels) {
  const stock = tf.getKernel('Sum', 'wasm')!;
  return wasmKernel<Attributes>('Sum', (args: KernelArguments<Attributes>) => {
    const x = input(args.inputs, 'x');
    const axes = tf.util.parseAxisParam(args.attrs.axis, x.shape).sort((a, b) => a - b);
    const leading =
      axes.length > 0 && axes.length < x.shape.length && axes.every((axis, index) => axis === index);
    if (!leading || x.dtype !== 'float32') return stock.kernelFunc(args as never);
    const kept = x.shape.slice(axes.length);
    const output = makeOutput(
      args.backend,
      args.attrs.keepDims === true ? [...axes.map(() => 1), ...kept] : kept,
    );
    const rows = tf.util.sizeFromShape(x.shape.slice(0, axes.length));
    kernels.sumRows(
      addressOf(args.backend, x),
      addressOf(args.backend, output),
      rows,
      tf.util.sizeFromShape(kept),
    );
    return output;
  });
}
