import type { NamedAttrMap, NamedTensorMap, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { tf } from '../tf';

type Gate = {
  readonly rates: Tensor2D /* [B, H] */;
  readonly forgetBias: number;
  readonly activation: string;
};

/**
 * The rates after a step of a cell with one gate, in one operation each way where the backend has it: `torch` does. Its
 * gradient has none of its own, so where two are asked for it is left to the plain operations.
 *
 * @param drive [B, 2H], gate first
 * @param recurrent of the same shape, added to it
 * @returns [B, H]
 */
export function fusedUpdateGate(
  [drive, recurrent]: readonly [Tensor2D, Tensor2D],
  { rates, forgetBias, activation }: Gate,
): Tensor2D | undefined {
  if (!['relu', 'tanh', 'sigmoid', 'linear'].includes(activation)) return undefined;
  if (tf.getKernel('UpdateGate', tf.getBackend()) === undefined) return undefined;
  if (tf.engine().state.gradientDepth > 1) return undefined;
  if ([drive, recurrent, rates].some(({ dtype }) => dtype !== 'float32')) return undefined;
  const step = tf.customGrad((...given) => {
    const [drive, recurrent, rates, save] = given as [Tensor, Tensor, Tensor, GradSaver];
    const [value, parts] = run('UpdateGate', { drive, recurrent, rates }, { forgetBias, activation });
    save([parts!, rates]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] => {
      const [parts, rates] = saved as [Tensor, Tensor];
      const [toDrive, toRates] = run('UpdateGateGrad', { dy, parts, rates }, { activation });
      return [toDrive!, tf.clone(toDrive!), toRates!];
    };
    return { value: value!, gradFunc };
  });
  return step(drive, recurrent, rates) as Tensor2D;
}

type GradSaver = (tensors: Tensor[]) => void;

const run = (kernel: string, inputs: NamedTensorMap, attrs: NamedAttrMap): Tensor[] =>
  tf.engine().runKernel(kernel, inputs, attrs) as Tensor[];
