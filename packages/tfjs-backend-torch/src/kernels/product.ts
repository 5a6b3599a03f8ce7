import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { deferProduct } from '../deferProducts';
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

const canWait = (a: TensorInfo, b: TensorInfo, { transposeA, transposeB }: Flags): boolean =>
  transposeA && !transposeB && a.dtype === 'float32' && a.shape.length === 2 && b.shape.length === 2;

/** Products of matrices. */
export const productKernels: Kernels = {
  BatchMatMul: (call: KernelCall<Flags>) => {
    const [a, b] = [input(call, 'a'), input(call, 'b')];
    const { transposeA, transposeB } = call.attrs;
    checkInner(a, b, call.attrs);
    if (canWait(a, b, call.attrs)) return deferProduct(call.backend, a, b);
    return call.backend.run('matMul', a, b, transposeA, transposeB);
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
