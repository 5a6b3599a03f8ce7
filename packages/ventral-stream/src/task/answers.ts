import { accuracy } from '@goal-driven/metrics';

/**
 * The class of the greatest logit, the first on ties.
 *
 * @param logits [classes]
 * @returns an index; NaN where a logit is NaN or infinite, for then none is the greatest
 */
export const answerOf = (logits: number[] | Float32Array): number =>
  logits.every(Number.isFinite) ? logits.indexOf(Math.max(...logits)) : NaN;

/**
 * Share of the images whose class was answered, as `accuracy` of the metrics says it.
 *
 * @param labels [images], indices into the classes
 * @param answers [images], as `answerOf` gives them
 * @param share what is made of them
 * @returns 0 .. 1; NaN where an answer is
 */
export const shareRight = (
  labels: readonly number[],
  answers: readonly number[],
  share: typeof accuracy = accuracy,
): number => (answers.some(Number.isNaN) ? NaN : share(labels, answers));
