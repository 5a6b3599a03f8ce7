import { ndArray } from '@goal-driven/core/arrays';
import { parkMiller } from './_fixtures';
import { columnsOf, type Matrix } from './_matrix';
import type { ClassLabels } from './Classifier';

export type LabelledFeatures = { readonly features: Matrix; readonly labels: ClassLabels };

type Recipe = {
  readonly seed: number;
  readonly samples: number;
  readonly width: number;
  readonly classes: number;
  /** By how much class c raises features c and c + 1. */
  readonly shift: number;
  /** Values per unit, 0 for all there are. */
  readonly grain?: number;
};

/** The data of goldens/readouts.py: classes in turn 0, 1, 1, 2, 2, 2 (of two: 0, 1, 1), labelled -3, 4, 10. */
export function madeClasses({ seed, samples, width, classes, shift, grain = 0 }: Recipe): LabelledFeatures {
  const turn = classes === 3 ? [0, 1, 1, 2, 2, 2] : [0, 1, 1];
  const place = (sample: number) => turn[sample % turn.length]!;
  const noise = parkMiller(seed, [samples, width]);
  const features = noise.values.map((value, index) => {
    const feature = index % width;
    const c = place(Math.floor(index / width));
    const raised = value + (feature === c || feature === c + 1 ? shift : 0);
    return grain === 0 ? raised : Math.floor(raised * grain) / grain;
  });
  const labels = Int32Array.from({ length: samples }, (_, sample) => [-3, 4, 10][place(sample)]!);
  return { features: ndArray(features, [samples, width]), labels };
}

const three = madeClasses({ seed: 61, samples: 96, width: 5, classes: 3, shift: 0.4 });
const [factors, offsets] = [
  [1, 10, 0.1, 100, 1],
  [0, 50, 0, -300, 2],
];

export const dataSets: { readonly [name: string]: LabelledFeatures } = {
  three,
  two: madeClasses({ seed: 62, samples: 60, width: 4, classes: 2, shift: 0.3 }),
  wide: madeClasses({ seed: 63, samples: 24, width: 40, classes: 3, shift: 0.3 }),
  scaled: { features: affine(three.features, factors!, offsets!), labels: three.labels },
};

/** [4, width], samples to predict. */
export function freshSamples(width: number): Matrix {
  const { values } = parkMiller(64, [4, 40]);
  return ndArray(
    values.filter((_, index) => index % 40 < width),
    [4, width],
  );
}

/** Every feature times a factor, plus an offset. */
export function affine(matrix: Matrix, factor: readonly number[], offset: readonly number[]): Matrix {
  const values = matrix.values.map((value, index) => {
    const feature = index % columnsOf(matrix);
    return value * factor[feature]! + offset[feature]!;
  });
  return { values, shape: matrix.shape };
}
