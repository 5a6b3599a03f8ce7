import type { Figure, Score } from '@goal-driven/core';
import { ConfigError, ndArray, ShapeError } from '@goal-driven/core/arrays';
import { independentTTest, meanOfKnown } from '@goal-driven/metrics';
import type { BehaviourData } from './BehaviourData';

/** Images that need recurrence, and their controls; indices of images. */
export type ChallengeImages = { readonly challenge: number[]; readonly control: number[] };

/**
 * Challenge images, which a primate tells clearly better than a feed-forward model does, and control images, which both
 * tell alike: by the difference of their image-level d'.
 *
 * @param primate [images], I1; an image with a NaN on either side is of neither kind
 * @param model [images], I1 of a feed-forward model, such as AlexNet with a linear decoder
 * @param least difference of a challenge image
 * @param most modulus of the difference of a control image
 * @throws ShapeError for different images, ConfigError unless `0 <= most < least`
 * @source Kar et al. 2019, doi:10.1038/s41593-019-0392-5 (1.5 and 0.4)
 */
export function challengeImages(
  primate: ArrayLike<number>,
  model: ArrayLike<number>,
  { least = 1.5, most = 0.4 }: { readonly least?: number; readonly most?: number } = {},
): ChallengeImages {
  if (primate.length !== model.length) {
    throw new ShapeError(
      `challengeImages: model must have the ${primate.length} images of primate, got ${model.length}`,
    );
  }
  if (!(most >= 0 && most < least)) {
    throw new ConfigError(`challengeImages: 0 <= most < least must hold, got ${most} and ${least}`);
  }
  const images = Array.from(primate, (_, image) => image);
  const difference = (image: number) => primate[image]! - model[image]!;
  return {
    challenge: images.filter((image) => difference(image) >= least),
    control: images.filter((image) => Math.abs(difference(image)) <= most),
  };
}

export type ChallengeDelay = {
  /** Mean time of challenge images minus that of control images, ms; NaN where a group has no time. */
  readonly delay: number;
  /** Two-sided p of Welch's t test; NaN for a group of fewer than 2. */
  readonly p: number;
  /** Means, ms, and how many images have a time. */
  readonly challenge: { readonly mean: number; readonly n: number; readonly performance: number };
  /** The same of control images. */
  readonly control: { readonly mean: number; readonly n: number; readonly performance: number };
};

/**
 * How much later challenge images are solved than control images; about 30 ms in IT. That both groups are told equally
 * well by the observer is what makes it a matter of time: `performance` has the means.
 *
 * @param times [images], solution times, ms; NaN where never solved, which is left out
 * @param primate [images], I1 of the observer
 * @source Kar et al. 2019, doi:10.1038/s41593-019-0392-5
 */
export function challengeDelay(
  times: ArrayLike<number>,
  { challenge, control }: ChallengeImages,
  primate: ArrayLike<number>,
): ChallengeDelay {
  const solved = (images: readonly number[]) => images.filter((image) => !Number.isNaN(times[image]!));
  const group = (images: readonly number[]) => ({
    mean: meanOfKnown(solved(images).map((image) => times[image]!)),
    n: solved(images).length,
    performance: meanOfKnown(solved(images).map((image) => primate[image]!)),
  });
  const [late, early] = [group(challenge), group(control)];
  const sample = (images: readonly number[]) =>
    ndArray(
      Float64Array.from(solved(images), (image) => times[image]!),
      [solved(images).length],
    );
  const p =
    Math.min(late.n, early.n) < 2
      ? NaN
      : independentTTest(sample(challenge), sample(control), { variances: 'unequal' }).pValue;
  return { delay: late.mean - early.mean, p, challenge: late, control: early };
}

/** The delay, labelled. */
export function* challengeScores(
  { delay, p, challenge, control }: ChallengeDelay,
  labels: Score['labels'],
): Generator<Score> {
  const row = { version: 1, labels, ceiling: NaN, ceiled: NaN, n: challenge.n + control.n };
  yield { metric: 'challengeDelay', value: delay, unit: 'ms', ...row };
  yield { metric: 'challengeDelayP', value: p, unit: '1', ...row };
}

/** Solution times of challenge and control images, for each brain or model; the caption says who was observed. */
export function challengeFigure(
  sources: readonly { readonly name: string; readonly times: ArrayLike<number> }[],
  { challenge, control }: ChallengeImages,
  { synthetic }: Pick<BehaviourData, 'synthetic'>,
): Figure {
  return {
    kind: 'categories',
    name: 'challenge-images',
    title: 'When challenge and control images are solved',
    caption: `${challenge.length} challenge images, which ${synthetic ? 'the synthetic observer' : 'the observer'} tells better than the feed-forward model by far, and ${control.length} control images, which both tell alike. Images never solved are left out.`,
    axes: { x: 'source', y: 'solution time (ms)' },
    categories: sources.map(({ name }) => name),
    groups: [
      { label: 'control', values: sources.map(({ times }) => control.map((image) => times[image]!)) },
      { label: 'challenge', values: sources.map(({ times }) => challenge.map((image) => times[image]!)) },
    ],
  };
}
