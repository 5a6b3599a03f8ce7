import { DataError } from '@goal-driven/core';
import type { OpInput } from '../graph/Op';
import type { PublishedOp } from './PublishedGraph';

/**
 * The operations of the stages of a published node, as ours.
 *
 * What does nothing is left out: `identity`, `dropout` that keeps all, `flatten` of a vector; and `fc`, which
 * flattens maps by itself, has a `flatten` before it where it gets one.
 *
 * @throws DataError where a residual is added that no convolution kept, or a kernel starts in no way there is
 */
export function publishedOps(
  who: string,
  [before, after]: readonly [readonly PublishedOp[], readonly PublishedOp[]],
): readonly [OpInput[], OpInput[]] {
  let isVector = false;
  let isKept = false;
  const convert = (op: PublishedOp, index: number): OpInput[] => {
    switch (op.function) {
      case 'component_conv':
        isKept = op.return_input;
        return [convOf(who, op)];
      case 'conv':
        return [convOf(who, op)];
      case 'fc': {
        const flat: OpInput[] = isVector ? [] : [{ op: 'flatten' }];
        isVector = true;
        return [...flat, denseOf(who, op)];
      }
      case 'residual_add':
        if (!isKept)
          throw new DataError(
            `${who}: residual_add must come after a component_conv with return_input, got it at ${index}`,
          );
        return [{ op: 'residual' }];
      case 'max_pool':
        return [poolOf(op)];
      case 'elu':
        return [{ op: 'activation', activation: 'elu' }];
      case 'global_pool':
        isVector = true;
        return [{ op: 'globalAveragePool' }];
      case 'flatten': {
        const flat: OpInput[] = isVector ? [] : [{ op: 'flatten' }];
        isVector = true;
        return flat;
      }
      case 'identity':
        return [];
      case 'dropout':
        return op.keep_prob === 1 ? [] : [{ op: 'dropout', rate: 1 - op.keep_prob }];
    }
  };
  return [before.flatMap(convert), after.flatMap(convert)];
}

type Of<Name extends PublishedOp['function']> = Extract<PublishedOp, { function: Name }>;
type Start = Pick<Of<'fc'>, 'kernel_init' | 'kernel_init_kwargs' | 'bias'> & { readonly function: string };

const convOf = (who: string, op: Of<'component_conv' | 'conv'>): OpInput => ({
  op: 'conv',
  filters: op.out_depth,
  kernelSize: op.ksize,
  strides: op.strides,
  padding: PADDINGS[op.padding],
  activation: op.activation ?? 'linear',
  ...startOf(who, op),
  l2: op.weight_decay,
});

const denseOf = (who: string, op: Of<'fc'>): OpInput => ({
  op: 'dense',
  units: op.out_depth,
  activation: op.activation ?? 'linear',
  ...startOf(who, op),
  l2: op.weight_decay,
});

const poolOf = ({ ksize, strides, padding }: Of<'max_pool'>): OpInput => ({
  op: 'maxPool',
  size: ksize,
  ...(String(strides) !== String(ksize) && { strides }),
  padding: PADDINGS[padding],
});

const PADDINGS = { SAME: 'same', VALID: 'valid' } as const;

function startOf(who: string, op: Start) {
  const { scale, stddev } = op.kernel_init_kwargs;
  const isNormal = op.kernel_init === 'random_normal';
  if (isNormal ? stddev === undefined || scale !== undefined : stddev !== undefined)
    throw new DataError(
      `${who}: ${op.function} must have stddev for random_normal, scale or nothing for variance_scaling, got ` +
        JSON.stringify(op.kernel_init_kwargs),
    );
  return {
    kernelInitializer: isNormal
      ? ({ kind: 'randomNormal', stddev } as const)
      : ({ kind: 'varianceScaling', scale } as const),
    biasInitializer: biasStart(op.bias),
  };
}

function biasStart(
  value: number,
): { kind: 'zeros' } | { kind: 'ones' } | { kind: 'constant'; value: number } {
  if (value === 0) return { kind: 'zeros' };
  return value === 1 ? { kind: 'ones' } : { kind: 'constant', value };
}
