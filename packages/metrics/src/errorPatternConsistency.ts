import { ndArray, RandomState, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { correlationOfKnown, meanOfKnown } from './known';
import { requireFinite, type Matrix } from './_matrix';
import { requireCount } from './_vectors';
import { linearFit } from './linearFit';
import { splitHalves } from './splitHalves';

export type ErrorPatternConsistencyOptions = {
  /** Random halves of the trials. */
  readonly halves?: number;
  /** Of NumPy's legacy generator; halves h have `seed + h`: the reference is halved first, then the model. */
  readonly seed?: number;
};

export type ErrorPatternConsistency = {
  /** Mean correlation of a half of the model with a half of the reference, over the four pairs and the halves. */
  readonly raw: number;
  /** Mean over halves of the root of the product of the reliabilities. */
  readonly ceiling: number;
  /** Mean over halves of raw / ceiling of those halves. */
  readonly ceiled: number;
  /** The form of `ConsistencyForm` that the correction has. */
  readonly form: 'halfNumerator';
  /** [halves], raw / ceiling, NaN without positive reliability */
  readonly scores: Float64Array;
  /** Splits without positive reliability; they are left out of `ceiling` and `ceiled`. */
  readonly undefinedHalves: number;
  /** Conditions. */
  readonly n: number;
};

/**
 * Whether two systems that estimate a quantity are wrong alike: the correlation over conditions of their mean errors,
 * corrected for the noise of both. The error is what a line from truth to estimate leaves, since estimates less truth
 * would correlate through the truth they share. Every term uses half of the trials, hence no Spearman-Brown.
 *
 * @param model [conditions], estimates that do not vary, or [trials, conditions], NaN where not asked
 * @param reference [trials, conditions], NaN where not asked, at least 2 trials
 * @param truth [conditions], not constant, at least 3
 * @returns NaN where no halves are reliable
 * @throws ShapeError, DataError for what does not fit
 * @source Rajalingham, Piccato & Jazayeri 2022, doi:10.1038/s41467-022-33581-6
 */
export function errorPatternConsistency(
  model: NdArray,
  reference: Matrix,
  { truth, halves = 10, seed = 0 }: ErrorPatternConsistencyOptions & { readonly truth: NdArray },
): ErrorPatternConsistency {
  requireFinite('errorPatternConsistency', 'truth', truth, 1);
  requireCount('errorPatternConsistency', 'halves', halves, 1);
  const n = truth.values.length;
  if (reference.shape.length !== 2 || reference.shape[0]! < 2 || reference.shape[1] !== n) {
    throw new ShapeError(
      `errorPatternConsistency: reference must be [trials >= 2, ${n} conditions], got [${reference.shape}]`,
    );
  }
  const varies = model.shape.length === 2;
  if (model.shape.at(-1) !== n || model.shape.length > 2 || (varies && model.shape[0]! < 2)) {
    throw new ShapeError(
      `errorPatternConsistency: model must be [${n} conditions] or [trials >= 2, ${n}], got [${model.shape}]`,
    );
  }
  const [ofModel, ofReference] = [residuals(model, truth), residuals(reference, truth)];
  const runs = Array.from({ length: halves }, (_, split) => {
    const state = new RandomState(seed + split);
    const patterns = halvesOf(ofReference, state);
    const others = varies ? halvesOf(ofModel, state) : [ofModel.values];
    const pairs = patterns.flatMap((a) => others.map((b) => correlationOfKnown(b, a).r));
    const reliabilities = [patterns, others].map((halves) =>
      halves.length === 1 ? 1 : correlationOfKnown(halves[0]!, halves[1]!).r,
    );
    const ceiling = reliabilities.every((r) => r > 0)
      ? Math.sqrt(reliabilities[0]! * reliabilities[1]!)
      : NaN;
    const raw = meanOfKnown(pairs);
    return { raw, ceiling, score: raw / ceiling };
  });
  return {
    raw: meanOfKnown(runs.map(({ raw }) => raw)),
    ceiling: meanOfKnown(runs.map(({ ceiling }) => ceiling)),
    ceiled: meanOfKnown(runs.map(({ score }) => score)),
    form: 'halfNumerator',
    scores: Float64Array.from(runs, ({ score }) => score),
    undefinedHalves: runs.filter(({ ceiling }) => Number.isNaN(ceiling)).length,
    n,
  };
}

/** What the least-squares line from truth to estimates, over all trials, leaves; NaN where not asked. */
function residuals({ values, shape }: NdArray, truth: NdArray): NdArray {
  const n = truth.values.length;
  const known = [...values.keys()].filter((at) => !Number.isNaN(values[at]!));
  const column = (value: (at: number) => number) => ndArray(Float64Array.from(known, value), [known.length]);
  const { slope, intercept } = linearFit(
    column((at) => truth.values[at % n]!),
    column((at) => values[at]!),
  );
  return ndArray(
    values.map((value, at) => value - intercept.value - slope.value * truth.values[at % n]!),
    shape,
  );
}

/** Mean errors of either half of the trials: two of [conditions]. */
function halvesOf({ values, shape }: Matrix, state: RandomState): readonly Float64Array[] {
  const { first, second } = splitHalves(ndArray(values, [...shape, 1]), state);
  return [first.values, second.values];
}
