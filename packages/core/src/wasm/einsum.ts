import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { tf } from '../tf';
import type { Kernels } from './Kernels';
import { multiply } from './matMul';
import { input, wasmKernel, type WasmBackend } from './WasmBackend';

/** A tensor whose axes have names, one letter each. */
type Named = { readonly tensor: TensorInfo; readonly axes: string };

/**
 * Einstein summation of one or two operands, as one batched matrix product; stock lacks it. What the
 * equation may be is what tfjs allows: no ellipsis, no letter twice in one operand.
 */
export const einsum = (kernels: Kernels) =>
  wasmKernel<{ equation: string }>('Einsum', ({ inputs, backend, attrs }) => {
    const operands = Object.keys(inputs).map((name) => input(inputs, name));
    const { allDims, idDims } = tf.backend_util.decodeEinsumEquation(attrs.equation, operands.length);
    tf.backend_util.checkEinsumDimSizes(allDims.length, idDims, operands as never); // reads only their shapes
    const [terms, output] = attrs.equation.replaceAll(/\s/g, '').split('->') as [string, string];
    const made: TensorInfo[] = [];
    const run = runner(backend, made);
    const named = terms.split(',').map((axes, index): Named => ({ tensor: operands[index]!, axes }));
    const reduced = named.map((operand, index) => {
      const others = [output, ...named.filter((_, other) => other !== index).map(({ axes }) => axes)].join(
        '',
      );
      return sumOut(run, operand, others);
    });
    const [a, b] = reduced as [Named, Named | undefined];
    const product = b === undefined ? a : contract({ kernels, backend, made, run }, a, b, output);
    const result = permute(run, product, output).tensor;
    if (!made.includes(result)) return run('Identity', result);
    made.filter((tensor) => tensor !== result).forEach(({ dataId }) => backend.disposeData(dataId));
    return result;
  });

type Run = (kernel: string, x: TensorInfo, attrs?: Record<string, unknown>) => TensorInfo;

/** Runs stock kernels of one input, keeping account of what they made. */
function runner(backend: WasmBackend, made: TensorInfo[]): Run {
  return (kernel, x, attrs = {}) => {
    const { kernelFunc } = tf.getKernel(kernel, 'wasm') as { kernelFunc: KernelFunc };
    const result = kernelFunc({ inputs: { x }, backend, attrs: attrs as never }) as TensorInfo;
    made.push(result);
    return result;
  };
}

/** Sums over the axes that occur nowhere else. */
function sumOut(run: Run, { tensor, axes }: Named, others: string): Named {
  const gone = [...axes].filter((axis) => !others.includes(axis));
  if (gone.length === 0) return { tensor, axes };
  const summed = run('Sum', tensor, { axis: gone.map((axis) => axes.indexOf(axis)), keepDims: false });
  return { tensor: summed, axes: [...axes].filter((axis) => others.includes(axis)).join('') };
}

function permute(run: Run, { tensor, axes }: Named, order: string): Named {
  if (axes === order) return { tensor, axes };
  const perm = [...order].map((axis) => axes.indexOf(axis));
  return { tensor: run('Transpose', tensor, { perm }), axes: order };
}

/** The product of two operands: shared axes of the output are batch, the other shared ones are summed. */
function contract(
  { kernels, backend, made, run }: { kernels: Kernels; backend: WasmBackend; made: TensorInfo[]; run: Run },
  a: Named,
  b: Named,
  output: string,
): Named {
  const batch = [...output].filter((axis) => a.axes.includes(axis) && b.axes.includes(axis)).join('');
  const inner = [...a.axes].filter((axis) => b.axes.includes(axis) && !output.includes(axis)).join('');
  const left = [...a.axes].filter((axis) => !b.axes.includes(axis)).join('');
  const right = [...b.axes].filter((axis) => !a.axes.includes(axis)).join('');
  const sizes = new Map([...axisSizes(a), ...axisSizes(b)]);
  const sizeOf = (axes: string) => [...axes].reduce((size, axis) => size * sizes.get(axis)!, 1);
  const shapeAs = (operand: Named, groups: [string, string, string]) =>
    run('Reshape', permute(run, operand, groups.join('')).tensor, { shape: groups.map(sizeOf) });
  const product = multiply(
    kernels,
    backend,
    shapeAs(a, [batch, left, inner]),
    shapeAs(b, [batch, inner, right]),
    {
      transposeA: false,
      transposeB: false,
    },
  );
  made.push(product);
  const axes = batch + left + right;
  return { tensor: run('Reshape', product, { shape: [...axes].map((axis) => sizes.get(axis)!) }), axes };
}

const axisSizes = ({ tensor, axes }: Named): [string, number][] =>
  [...axes].map((axis, index) => [axis, tensor.shape[index]!]);
