import type { DataType } from '@tensorflow/tfjs-core';
import { input, type Kernel, type KernelCall, type Kernels } from './Kernel';

const unary =
  (operation: string): Kernel =>
  (call) =>
    call.backend.run(operation, input(call, 'x'));

const cast: Kernel = (call: KernelCall<{ dtype: DataType }>) => {
  const x = input(call, 'x');
  const { dtype } = call.attrs;
  return dtype === x.dtype ? call.backend.share(x) : call.backend.run('cast', x, dtype);
};

/** Functions of one number, of every element. */
export const unaryKernels: Kernels = {
  Abs: unary('abs'),
  Acos: unary('acos'),
  Acosh: unary('acosh'),
  Asin: unary('asin'),
  Asinh: unary('asinh'),
  Atan: unary('atan'),
  Atanh: unary('atanh'),
  Cast: cast,
  Ceil: unary('ceil'),
  ClipByValue: (call: KernelCall<{ clipValueMin: number; clipValueMax: number }>) =>
    call.backend.run('clip', input(call, 'x'), call.attrs.clipValueMin, call.attrs.clipValueMax),
  Cos: unary('cos'),
  Cosh: unary('cosh'),
  Elu: unary('elu'),
  Erf: unary('erf'),
  Exp: unary('exp'),
  Expm1: unary('expm1'),
  Floor: unary('floor'),
  IsFinite: unary('isFinite'),
  IsInf: unary('isInf'),
  IsNan: unary('isNaN'),
  LeakyRelu: (call: KernelCall<{ alpha: number }>) =>
    call.backend.run('leakyRelu', input(call, 'x'), call.attrs.alpha),
  Log: unary('log'),
  Log1p: unary('log1p'),
  LogicalNot: unary('logicalNot'),
  Neg: unary('neg'),
  Reciprocal: unary('reciprocal'),
  Relu: unary('relu'),
  Relu6: unary('relu6'),
  Round: unary('round'),
  Rsqrt: unary('rsqrt'),
  Selu: unary('selu'),
  Sigmoid: unary('sigmoid'),
  Sign: unary('sign'),
  Sin: unary('sin'),
  Sinh: unary('sinh'),
  Softplus: unary('softplus'),
  Sqrt: unary('sqrt'),
  Square: unary('square'),
  Step: (call: KernelCall<{ alpha: number }>) => call.backend.run('step', input(call, 'x'), call.attrs.alpha),
  Tan: unary('tan'),
  Tanh: unary('tanh'),
};
