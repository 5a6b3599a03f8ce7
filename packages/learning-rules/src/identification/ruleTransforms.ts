import { ndArray, type NdArray } from '@goal-driven/core';
import { pca, type TransformFitter } from '@goal-driven/metrics';
import { INDICATORS } from './ruleFeatures';

const LEAST_SPREAD = 1e-5;

/** A transform of all columns but the indicators, which stay in front as they are. */
const besideIndicators =
  (fit: TransformFitter): TransformFitter =>
  (samples) => {
    const { transform } = fit(split(samples).rest);
    return {
      transform: (others) => {
        const { marks, rest } = split(others);
        return joined(marks, transform(rest));
      },
    };
  };

/** Each feature less its mean in training, over its population standard deviation there or 1e-5 where that is less. */
export const standardised: TransformFitter = besideIndicators(({ values, shape }) => {
  const [samples, width] = shape as [number, number];
  const means = new Float64Array(width);
  const spreads = new Float64Array(width);
  for (let column = 0; column < width; column++) {
    for (let row = 0; row < samples; row++) means[column]! += values[row * width + column]! / samples;
    for (let row = 0; row < samples; row++)
      spreads[column]! += (values[row * width + column]! - means[column]!) ** 2 / samples;
    spreads[column] = Math.max(Math.sqrt(spreads[column]!), LEAST_SPREAD);
  }
  return {
    transform: (others) =>
      ndArray(
        others.values.map((value, at) => (value - means[at % width]!) / spreads[at % width]!),
        [...others.shape],
      ),
  };
});

/** The first principal components of all features but the indicators. */
export const principal = (components: number): TransformFitter =>
  besideIndicators((samples) => pca(samples, { components }));

function split({ values, shape }: NdArray): { marks: NdArray; rest: NdArray } {
  const [samples, width] = shape as [number, number];
  const part = (from: number, to: number) => {
    const taken = new Float64Array(samples * (to - from));
    for (let row = 0; row < samples; row++)
      taken.set(values.subarray(row * width + from, row * width + to), row * (to - from));
    return ndArray(taken, [samples, to - from]);
  };
  return { marks: part(0, INDICATORS), rest: part(INDICATORS, width) };
}

function joined(marks: NdArray, rest: NdArray): NdArray {
  const [samples, width] = rest.shape as [number, number];
  const size = INDICATORS + width;
  const values = new Float64Array(samples * size);
  for (let row = 0; row < samples; row++) {
    values.set(marks.values.subarray(row * INDICATORS, (row + 1) * INDICATORS), row * size);
    values.set(rest.values.subarray(row * width, (row + 1) * width), row * size + INDICATORS);
  }
  return ndArray(values, [samples, size]);
}
