import { ConfigError, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { softmax, softmaxConfidence } from './softmaxConfidence';

/**
 * How a sequence of logits z[t] becomes one answer; m[t] is the largest probability at t. `last`: z at the last
 * timestep; `mostConfident`: z where m is largest, the first on ties; `threshold`: z where m first reaches the
 * threshold, else as `mostConfident`; `timeMaximum`: each class at the timestep of its own largest probability;
 * `weightedByClass`: the mean of each class's logits, weighted by the softmax of them over time;
 * `weightedByConfidence`: the mean of z weighted by the softmax of m over time.
 */
export type Decoder =
  'last' | 'mostConfident' | 'threshold' | 'timeMaximum' | 'weightedByClass' | 'weightedByConfidence';

export type DecodeOverTimeOptions = {
  /** How the logits of many timesteps become one answer. */
  readonly decoder: Decoder;
  /** beta, by which logits are multiplied before a softmax. */
  readonly gain?: number;
  /** Of `weightedByConfidence`: by which the confidence is multiplied before the softmax over time. */
  readonly timeGain?: number;
  /** Of `threshold`: the probability to be reached, 0 .. 1. */
  readonly threshold?: number;
};

export type Decoded = {
  /** [images, classes], logits */
  readonly logits: NdArray;
  /** [images], the class with the largest logit, the first on ties */
  readonly answers: Int32Array;
  /** [images], the first timestep whose confidence reaches the threshold; -1 where none does */
  readonly confidentAt: Int32Array;
  /** Images for which none does. */
  readonly neverConfident: number;
};

/**
 * The answer of a recurrent network from its logits over time, and when it became confident.
 *
 * @param logits [images, timesteps, classes], from the first timestep that sees the image
 * @throws ConfigError for an unknown decoder, a threshold outside 0 .. 1 or a gain that is not positive
 * @source the decoders of convrnns (Nayebi et al. 2022, doi:10.1162/neco_a_01506)
 */
export function decodeOverTime(logits: NdArray, options: DecodeOverTimeOptions): Decoded {
  const { decoder, gain = 1, timeGain = 1, threshold = 0.9 } = options;
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new ConfigError(`decodeOverTime: threshold must be in 0 .. 1, got ${threshold}`);
  }
  if (!(timeGain > 0 && timeGain < Infinity)) {
    throw new ConfigError(`decodeOverTime: timeGain must be greater than 0, got ${timeGain}`);
  }
  if (!Object.hasOwn(decoders, decoder)) {
    throw new ConfigError(
      `decodeOverTime: decoder must be among ${Object.keys(decoders).join(', ')}, got ${String(decoder)}`,
    );
  }
  const { confidence, probabilities } = softmaxConfidence(logits, { gain });
  const [images, timesteps, classes] = logits.shape as [number, number, number];
  const decoded = new Float64Array(images * classes);
  const [answers, confidentAt] = [new Int32Array(images), new Int32Array(images)];
  for (let image = 0; image < images; image++) {
    const slice = (values: Float64Array, size: number) =>
      values.subarray(image * timesteps * size, (image + 1) * timesteps * size);
    const certainty = slice(confidence.values, 1);
    confidentAt[image] = certainty.findIndex((value) => value >= threshold);
    const course: Course = {
      logits: slice(logits.values, classes),
      probabilities: slice(probabilities.values, classes),
      confidence: certainty,
      confidentAt: confidentAt[image]!,
      classes,
    };
    const answer = decoders[decoder](course, { gain, timeGain });
    decoded.set(answer, image * classes);
    answers[image] = largest(answer);
  }
  return {
    logits: ndArray(decoded, [images, classes]),
    answers,
    confidentAt,
    neverConfident: confidentAt.filter((step) => step < 0).length,
  };
}

/** One image: logits and probabilities [timesteps, classes], confidence [timesteps]. */
type Course = {
  readonly logits: Float64Array;
  readonly probabilities: Float64Array;
  readonly confidence: Float64Array;
  readonly confidentAt: number;
  readonly classes: number;
};

type Gains = { readonly gain: number; readonly timeGain: number };

const decoders: { readonly [decoder in Decoder]: (course: Course, gains: Gains) => Float64Array } = {
  last: (course) => logitsAt(course, course.confidence.length - 1),
  mostConfident: (course) => logitsAt(course, largest(course.confidence)),
  threshold: (course) =>
    logitsAt(course, course.confidentAt < 0 ? largest(course.confidence) : course.confidentAt),
  timeMaximum: ({ logits, probabilities, classes }) =>
    eachClass(classes, (k) => overTime(logits, k, classes)[largest(overTime(probabilities, k, classes))]!),
  weightedByClass: ({ logits, classes }, { gain }) =>
    eachClass(classes, (k) => {
      const course = overTime(logits, k, classes);
      return weighted(course, softmax(course, gain));
    }),
  weightedByConfidence: ({ logits, confidence, classes }, { timeGain }) => {
    const weights = softmax(confidence, timeGain);
    return eachClass(classes, (k) => weighted(overTime(logits, k, classes), weights));
  },
};

const logitsAt = ({ logits, classes }: Course, step: number): Float64Array =>
  logits.subarray(step * classes, (step + 1) * classes);

const eachClass = (classes: number, value: (k: number) => number): Float64Array =>
  Float64Array.from({ length: classes }, (_, k) => value(k));

const overTime = (values: Float64Array, k: number, classes: number): Float64Array =>
  values.filter((_, at) => at % classes === k);

const weighted = (values: Float64Array, weights: Float64Array): number =>
  values.reduce((sum, value, at) => sum + value * weights[at]!, 0);

/** The index of the largest value, the first on ties. */
const largest = (values: Float64Array): number =>
  values.reduce((best, value, at) => (value > values[best]! ? at : best), 0);
