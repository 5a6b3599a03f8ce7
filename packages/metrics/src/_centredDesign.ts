import { columnMeans, columnsOf, dotAt, rowsOf, type Matrix } from './_matrix';
import { isLargeProduct, productInto } from './_products';

/** Linear readouts: [outputs, features], flat, and [outputs]. */
export type LinearReadout = { readonly coefficients: Float64Array; readonly intercept: Float64Array };

/** Samples as linear maps of parameters: coefficients first, then the intercepts, the scores of the mean sample. */
export type CentredDesign = {
  /** How many of the parameters are coefficients. */
  readonly size: number;
  /** [features], mean square about the centre. */
  readonly spreads: Float64Array;
  /** [parameters] -> [samples * outputs] */
  readonly scores: (parameters: Float64Array) => Float64Array;
  /** The transpose of `scores`. */
  readonly pull: (slopes: Float64Array) => Float64Array;
  readonly toParameters: (readout: LinearReadout) => Float64Array;
  readonly toReadout: (parameters: Float64Array) => LinearReadout;
};

/**
 * Features seen from their means, without a copy of them. Where an intercept is free, this moves nothing else, and
 * it no longer pulls at the coefficients; where there is none, they are seen from 0.
 */
export function centredDesign(features: Matrix, outputs: number, withIntercept: boolean): CentredDesign {
  const [samples, width] = [rowsOf(features), columnsOf(features)];
  const size = outputs * width;
  const centres = withIntercept ? columnMeans(features) : new Float64Array(width);
  const atCentre = (coefficients: Float64Array, output: number) =>
    dotAt(coefficients, output * width, centres, 0, width);
  const toReadout = (parameters: Float64Array): LinearReadout => ({
    coefficients: parameters.slice(0, size),
    intercept: parameters.slice(size).map((score, output) => score - atCentre(parameters, output)),
  });
  return {
    size,
    spreads: spreadsOf(features, centres),
    toReadout,
    toParameters: ({ coefficients, intercept }) => {
      const parameters = new Float64Array(size + outputs);
      parameters.set(coefficients);
      intercept.forEach(
        (score, output) => (parameters[size + output] = score + atCentre(coefficients, output)),
      );
      return parameters;
    },
    scores: (parameters) => linearScores(features, toReadout(parameters)),
    pull: (slopes) => {
      const gradient = new Float64Array(size + outputs);
      pullInto(gradient, features, slopes, outputs);
      if (!withIntercept) return gradient;
      for (let at = 0; at < samples * outputs; at++) gradient[size + (at % outputs)]! += slopes[at]!;
      for (let index = 0; index < size; index++) {
        gradient[index]! -= gradient[size + Math.floor(index / width)]! * centres[index % width]!;
      }
      return gradient;
    },
  };
}

/** [samples, features] -> [samples * outputs] */
export function linearScores(features: Matrix, { coefficients, intercept }: LinearReadout): Float64Array {
  const [samples, width, outputs] = [rowsOf(features), columnsOf(features), intercept.length];
  const scores = new Float64Array(samples * outputs);
  productInto(
    { values: scores, start: 0, row: outputs },
    { values: features.values, start: 0, row: width, column: 1 },
    { values: coefficients, start: 0, row: 1, column: width },
    { rows: samples, columns: outputs, depth: width },
  );
  for (let at = 0; at < scores.length; at++) scores[at]! += intercept[at % outputs]!;
  return scores;
}

/** Adds up rows of features, each times its slope along an output, to [outputs, features]. */
function pullInto(gradient: Float64Array, features: Matrix, slopes: Float64Array, outputs: number): void {
  const [samples, width] = [rowsOf(features), columnsOf(features)];
  const size = { rows: outputs, columns: width, depth: samples };
  if (isLargeProduct(size)) {
    productInto(
      { values: gradient, start: 0, row: width },
      { values: slopes, start: 0, row: 1, column: outputs },
      { values: features.values, start: 0, row: width, column: 1 },
      size,
    );
    return;
  }
  // Of few outputs, by rows of features, as they lie.
  for (let i = 0; i < samples; i++)
    for (let output = 0; output < outputs; output++)
      addRow(gradient, output * width, { features, row: i, factor: slopes[i * outputs + output]! });
}

function spreadsOf(features: Matrix, centres: Float64Array): Float64Array {
  const spreads = new Float64Array(centres.length);
  for (let at = 0; at < features.values.length;) {
    for (let p = 0; p < spreads.length; p++) spreads[p]! += (features.values[at++]! - centres[p]!) ** 2;
  }
  return spreads.map((sum) => sum / rowsOf(features));
}

/** Adds a row of features, times a factor, to the vector from `start` on. */
function addRow(
  to: Float64Array,
  start: number,
  { features, row, factor }: { readonly features: Matrix; readonly row: number; readonly factor: number },
): void {
  const { values } = features;
  const width = columnsOf(features);
  for (let p = 0, at = row * width; p < width; p++, at++) to[start + p]! += factor * values[at]!;
}
