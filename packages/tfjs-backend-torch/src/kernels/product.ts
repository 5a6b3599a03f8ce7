import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { deferForBias } from '../deferBias';
import { deferProduct } from '../deferSums';
import type { KernelArgument } from '../TorchBackend';
import { input, type KernelCall, type Kernels } from './Kernel';
import { tf } from '../tf';

type Flags = { readonly transposeA: boolean; readonly transposeB: boolean };
type Fusion = { readonly activation?: string; readonly leakyreluAlpha?: number };

/** How the fused kernels say what follows the product: bias, activation, its parameters. */
export const fusionOf = ({
  inputs,
  attrs,
}: Pick<KernelCall<Fusion>, 'inputs' | 'attrs'>): KernelArgument[] => [
  inputs['bias'],
  attrs.activation ?? 'linear',
  attrs.leakyreluAlpha ?? 0,
  inputs['preluActivationWeights'],
];

/** Matrices of float32 that have elements. */
const isPlain = (...infos: TensorInfo[]): boolean =>
  infos.every(
    ({ shape, dtype }) => dtype === 'float32' && shape.length === 2 && shape[0]! > 0 && shape[1]! > 0,
  );

/** Whether a bias is a row for each, or a matrix of the same shape. */
const fits = (bias: readonly number[], [rows, columns]: readonly number[]): boolean =>
  bias.at(-1) === columns && (bias.length === 1 || (bias.length === 2 && bias[0] === rows));

const canWait = (a: TensorInfo, b: TensorInfo, { transposeA, transposeB }: Flags): boolean =>
  transposeA && !transposeB && isPlain(a, b);

/** Products of matrices. */
export const productKernels: Kernels = {
  BatchMatMul: (call: KernelCall<Flags>) => {
    const [a, b] = [input(call, 'a'), input(call, 'b')];
    const { transposeA, transposeB } = call.attrs;
    checkInner(a, b, call.attrs);
    if (canWait(a, b, call.attrs)) return deferProduct(call.backend, a, b);
    if (!isPlain(a, b)) return call.backend.run('matMul', a, b, transposeA, transposeB);
    const shape = [a.shape[transposeA ? 1 : 0]!, b.shape[transposeB ? 0 : 1]!];
    return deferForBias(call.backend, [a, b], {
      shape,
      plain: ['matMul', transposeA, transposeB],
      fused: ['fusedMatMul', transposeA, transposeB],
      takes: (bias) => bias.dtype === 'float32' && fits(bias.shape, shape),
    });
  },
  Einsum: ({ inputs, attrs, backend }: KernelCall<{ equation: string }>) => {
    const operands = Object.values(inputs);
    const { allDims, idDims } = tf.backend_util.decodeEinsumEquation(attrs.equation, operands.length);
    tf.backend_util.checkEinsumDimSizes(allDims.length, idDims, operands as Tensor[]);
    return backend.run('einsum', attrs.equation.replaceAll(/\s/g, ''), operands);
  },
  _FusedMatMul: (call: KernelCall<Flags & Fusion>) => {
    const [a, b] = [input(call, 'a'), input(call, 'b')];
    const { transposeA, transposeB } = call.attrs;
    checkInner(a, b, call.attrs);
    return call.backend.run('fusedMatMul', a, b, transposeA, transposeB, ...fusionOf(call));
  },
};

function checkInner(a: TensorInfo, b: TensorInfo, { transposeA, transposeB }: Flags): void {
  const [rows, columns] = [a.shape.at(transposeA ? -2 : -1), b.shape.at(transposeB ? -1 : -2)];
  tf.util.assert(
    rows === columns,
    () =>
      `torch: matMul: inner axes must be equal, got [${a.shape}] and [${b.shape}], transposeA=${transposeA}, transposeB=${transposeB}`,
  );
}
