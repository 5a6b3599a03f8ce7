import type { Score } from '@goal-driven/core';
import { ndArray, ShapeError, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { behaviouralConsistency, pearson, spearmanBrown } from '@goal-driven/metrics';
import type { BehaviourData } from './BehaviourData';
import { heldOutProbabilities, type NeuralDecoding } from './neuralSolutionTimes';
import { i1Of, type I1Variant } from './splitSolutionTimes';

export type ImageBehaviour = {
  /** [images, objects], from decoders that were fitted without the image. */
  readonly probabilities: NdArray;
  /** [images], I1 as Brain-Score has it (d' of each distractor, then their mean) and as Kar 2019 (rates first). */
  readonly i1: { readonly [variant in I1Variant]: Float64Array };
};

/**
 * Image-level behaviour of a model: a linear decoder of its features, cross-validated, and how well it tells each image.
 * Both ways to an I1 are given, as they are different numbers.
 *
 * @param features [images, units], of a layer at one time or averaged over times
 * @throws ShapeError for other images; what the decoder throws
 * @source Rajalingham et al. 2018, doi:10.1523/JNEUROSCI.0388-18.2018; Kar et al. 2019, doi:10.1038/s41593-019-0392-5
 */
export function imageBehaviour(
  features: NdArray,
  objects: Int32Array,
  config: NeuralDecoding,
  rng: Rng,
): ImageBehaviour {
  if (features.shape.length !== 2 || features.shape[0] !== objects.length) {
    throw new ShapeError(
      `imageBehaviour: features must be [${objects.length} images, units], got [${features.shape}]`,
    );
  }
  const probabilities = heldOutProbabilities(features, objects, config, rng);
  const truth = vector(Float64Array.from(objects));
  return {
    probabilities,
    i1: {
      distractors: Float64Array.from(i1Of.distractors(probabilities, truth).values),
      rest: Float64Array.from(i1Of.rest(probabilities, truth).values),
    },
  };
}

/**
 * How the I1 of a model and of an observer agree over images: Pearson's correlation, for either variant; over
 * `sqrt(SB(r))` of the observer's halves where these are known. Where single choices are known, also the consistency of
 * Rajalingham et al., whose halves stand in numerator and denominator alike.
 *
 * Images where either has no value are left out.
 */
export function* imageBehaviourScores(
  { probabilities, i1 }: ImageBehaviour,
  behaviour: BehaviourData,
  labels: Score['labels'],
): Generator<Score> {
  const { name, synthetic, objects, trials } = behaviour;
  const own = { ...labels, behaviour: name, observer: synthetic ? 'synthetic' : 'recorded' };
  for (const variant of ['distractors', 'rest'] as const) {
    const agreement = agreementOf(i1[variant], behaviour);
    yield {
      ...{ metric: 'imageLevelConsistency', version: 1, labels: { ...own, variant, form: 'correlation' } },
      ...{ ...agreement, unit: 'correlation' },
    };
  }
  if (trials === undefined) return;
  const truth = vector(Float64Array.from(objects));
  const { raw, ceiling, ceiled, form, n } = behaviouralConsistency(probabilities, trials, {
    ...{ objects: truth, form: 'i1' },
  });
  yield {
    ...{ metric: 'imageLevelConsistency', version: 1, labels: { ...own, variant: 'distractors', form } },
    ...{ value: raw, ceiling, ceiled, n, unit: 'correlation' },
  };
}

/** Correlation with the observer over the images that both have, its ceiling from the observer's halves. */
function agreementOf(
  own: Float64Array,
  { i1, i1Halves }: BehaviourData,
): Pick<Score, 'value' | 'ceiling' | 'ceiled' | 'n'> {
  const { r: value, n } = correlationOfBoth(own, i1.values);
  const half = (which: number) => i1Halves!.values.filter((_, at) => at % 2 === which);
  const reliability = i1Halves ? spearmanBrown(correlationOfBoth(half(0), half(1)).r) : NaN;
  const ceiling = reliability > 0 ? Math.sqrt(reliability) : NaN;
  return { value, ceiling, ceiled: value / ceiling, n };
}

function correlationOfBoth(a: Float64Array, b: Float64Array): { r: number; n: number } {
  const both = (_: number, image: number) => !Number.isNaN(a[image]!) && !Number.isNaN(b[image]!);
  const [x, y] = [a.filter(both), b.filter(both)];
  return { r: x.length < 2 ? NaN : pearson(vector(x), vector(y)), n: x.length };
}

const vector = (values: Float64Array): NdArray => ndArray(values, [values.length]);
