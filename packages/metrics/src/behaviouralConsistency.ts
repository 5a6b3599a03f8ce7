import { ConfigError, RandomState, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { sharesOfProbabilities } from './_distractorShares';
import { correlationOfKnown, meanOfKnown } from './known';
import { requireCount } from './_vectors';
import type { Matrix } from './_matrix';
import { choiceShares, type BinaryTrials } from './choiceShares';
import { meanOverDistractors } from './i1';
import { i2OfShares } from './i2';

export type BehaviouralConsistencyOptions = {
  /** What is compared: per image, per image and distractor, with or without what images of an object share. */
  readonly form?: 'i1' | 'i2' | 'i1n' | 'i2n';
  /** Random halves of the observer's trials. */
  readonly halves?: number;
  /** Of NumPy's legacy generator, one for all halves. */
  readonly seed?: number;
  /** d' is clipped to plus and minus this. */
  readonly limit?: number;
};

export type BehaviouralConsistency = {
  /** Mean over halves of the correlation of the model with the first half of the trials. */
  readonly raw: number;
  /** Mean over halves of `sqrt(r_model r_observer)`, the correlations of halves. */
  readonly ceiling: number;
  /** Mean over halves of raw / ceiling of those halves. */
  readonly ceiled: number;
  /** The form of `ConsistencyForm` that the correction has. */
  readonly form: 'halfNumerator';
  /** [halves], correlation of the model with the first half */
  readonly correlations: Float64Array;
  /** [halves], correlation of the halves of the observer: the ceiling of Brain-Score */
  readonly observerReliability: Float64Array;
  /** [halves], correlation of the halves of the model; 1 for probabilities, which do not vary */
  readonly modelReliability: Float64Array;
  /** Repetitions in which a reliability is not positive; they are left out of `ceiling` and `ceiled`. */
  readonly undefinedRepetitions: number;
  /** Entries (images, or images and distractors) behind the correlations, the fewest of any repetition. */
  readonly n: number;
};

/**
 * Consistency of a model's image-level behaviour with that of people or animals, corrected for the noise of both.
 * No Spearman-Brown: numerator and denominator come from half of the trials alike.
 *
 * @param model probabilities [images, objects] of a model that always answers alike, or trials of one that does not
 * @param observer trials of the choice between an image's object and a distractor
 * @param objects [images], the true object of each image
 * @throws ShapeError, DataError for what does not fit, ConfigError for fewer than 2 trials or options out of range
 * @source Rajalingham et al. 2018, doi:10.1523/JNEUROSCI.0388-18.2018; halves and their seed are Brain-Score's (`i1i2`)
 */
export function behaviouralConsistency(
  model: Matrix | BinaryTrials,
  observer: BinaryTrials,
  {
    objects,
    ...options
  }: BehaviouralConsistencyOptions & { readonly objects: NdArray; readonly count?: number },
): BehaviouralConsistency {
  const { form = 'i2n', halves = 2, seed = 0, limit = 5 } = options;
  if (!['i1', 'i2', 'i1n', 'i2n'].includes(form)) {
    throw new ConfigError(`behaviouralConsistency: form must be i1, i2, i1n or i2n, got ${String(form)}`);
  }
  requireCount('behaviouralConsistency', 'halves', halves, 1);
  const count = objectCount(model, objects, options.count);
  const score = (shares: Matrix): Float64Array => {
    const scores = i2OfShares(shares, objects, { limit, normalised: form.endsWith('n') });
    return (form.startsWith('i1') ? meanOverDistractors(scores) : scores).values;
  };
  const state = new RandomState(seed);
  const halvesOf = (trials: BinaryTrials): readonly [Float64Array, Float64Array] => {
    const order = halvedTrials(trials, state);
    return [0, 1].map((half) => score(choiceShares(trials, objects, { count, chosen: order[half]! }))) as [
      Float64Array,
      Float64Array,
    ];
  };
  const fixed =
    'shape' in model ? score(sharesOfProbabilities('behaviouralConsistency', model, objects)) : undefined;
  const runs = Array.from({ length: halves }, () => {
    const [first, second] = halvesOf(observer);
    const [modelFirst, modelSecond] = fixed ? [fixed, fixed] : halvesOf(model as BinaryTrials);
    const raw = correlationOfKnown(modelFirst, first);
    const observerReliability = correlationOfKnown(first, second).r;
    const modelReliability = fixed ? 1 : correlationOfKnown(modelFirst, modelSecond).r;
    const reliable = observerReliability > 0 && modelReliability > 0;
    const ceiling = reliable ? Math.sqrt(observerReliability * modelReliability) : NaN;
    return { raw: raw.r, n: raw.n, observerReliability, modelReliability, ceiling, ceiled: raw.r / ceiling };
  });
  return {
    raw: meanOfKnown(runs.map(({ raw }) => raw)),
    ceiling: meanOfKnown(runs.map(({ ceiling }) => ceiling)),
    ceiled: meanOfKnown(runs.map(({ ceiled }) => ceiled)),
    form: 'halfNumerator',
    correlations: Float64Array.from(runs, ({ raw }) => raw),
    observerReliability: Float64Array.from(runs, (run) => run.observerReliability),
    modelReliability: Float64Array.from(runs, (run) => run.modelReliability),
    undefinedRepetitions: runs.filter(({ ceiling }) => Number.isNaN(ceiling)).length,
    n: Math.min(...runs.map(({ n }) => n)),
  };
}

function objectCount(model: Matrix | BinaryTrials, objects: NdArray, given?: number): number {
  if (!('shape' in model)) {
    if (given === undefined) {
      throw new ConfigError('behaviouralConsistency: count must be given for a model of trials, got none');
    }
    return given;
  }
  if (model.shape.length !== 2 || model.shape[0] !== objects.values.length) {
    throw new ShapeError(
      `behaviouralConsistency: model must be [${objects.values.length} images, objects], got [${model.shape}]`,
    );
  }
  if (given !== undefined && given !== model.shape[1]) {
    throw new ConfigError(
      `behaviouralConsistency: count must be the ${model.shape[1]} objects of the model, got ${given}`,
    );
  }
  return model.shape[1]!;
}

function halvedTrials({ images }: BinaryTrials, state: RandomState): readonly [number[], number[]] {
  const size = images.values.length;
  if (size < 2) throw new ShapeError(`behaviouralConsistency: trials must be at least 2, got ${size}`);
  const order = Array.from({ length: size }, (_, trial) => trial);
  state.shuffle(order);
  const middle = Math.floor(size / 2);
  return [order.slice(0, middle), order.slice(middle)];
}
