import type { NdArray, Scalar, Tensor } from '@goal-driven/core';
import { placeCellLoss } from './placeCellLoss';
import { placeCellSquaredError } from './placeCellSquaredError';
import { positionLoss } from './positionLoss';

/** How far an output is from its target, with what bounds the number. */
export type OutputLoss = {
  /** What configurations call it, and the paper. */
  readonly title: string;
  readonly source: string;
  /** What scores call it. */
  readonly metric: string;
  readonly unit: string;
  /** Outputs and targets [B, T, N]. */
  compare(output: Tensor, target: Tensor): Scalar;
  /** The loss of a perfect output, summed over the rows of targets [B, T, N]. */
  floor(target: NdArray<Float32Array>): number;
  /** The loss of an output that is the same for all cells, summed over rows; undefined where there is none. */
  readonly uniform: ((target: NdArray<Float32Array>) => number) | undefined;
};

/** The losses of outputs by name; a new one is an entry here and a line in `PathIntegrationTask`. */
export const outputLosses = {
  placeCells: {
    title: 'Cross-entropy with the place code',
    source: 'Banino et al. 2018',
    metric: 'placeCellLoss',
    unit: 'nats',
    compare: placeCellLoss,
    floor: totalEntropy,
    uniform: ({ values, shape }) => (values.length / shape[2]!) * Math.log(shape[2]!),
  },
  placeCellSquaredError: {
    title: 'Squared error of the place code',
    source: 'Sorscher et al. 2019',
    metric: 'placeCellSquaredError',
    unit: '1',
    compare: placeCellSquaredError,
    floor: () => 0,
    uniform: ({ values, shape }) => values.reduce((sum, share) => sum + (share - 1 / shape[2]!) ** 2, 0),
  },
  position: {
    title: 'Squared error of the position',
    source: 'Nayebi et al. 2021, after Cueva & Wei 2018',
    metric: 'positionLoss',
    unit: 'm^2',
    compare: positionLoss,
    floor: () => 0,
    uniform: undefined,
  },
} satisfies Record<string, OutputLoss>;

export type OutputLossName = keyof typeof outputLosses;

/** Sum of the entropies of all rows, nats. */
function totalEntropy({ values }: NdArray<Float32Array>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    const share = values[index]!;
    if (share > 0) sum -= share * Math.log(share);
  }
  return sum;
}
