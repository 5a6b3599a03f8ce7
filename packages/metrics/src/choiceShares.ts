import { DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { requireIndices, requireObjects } from './_distractorShares';
import { requireFinite, type Matrix } from './_matrix';

/** Trials of choosing between the object of an image and one distractor. */
export type BinaryTrials = {
  /** [trials], the image shown, an index into `objects` */
  readonly images: NdArray;
  /** [trials], the object that was wrong */
  readonly distractors: NdArray;
  /** [trials], the object chosen: that of the image, or the distractor */
  readonly choices: NdArray;
};

/**
 * How often each distractor was chosen over the object of each image.
 *
 * @param objects [images], the true object of each image, in 0 .. count - 1
 * @param count how many objects there are
 * @param chosen the trials to count, all by default
 * @returns f [images, objects], 0 .. 1; NaN where an object was never the distractor, the true one among them
 * @throws ShapeError for different numbers of trials; DataError for indices out of range
 * @source Rajalingham et al. 2018, doi:10.1523/JNEUROSCI.0388-18.2018
 */
export function choiceShares(
  trials: BinaryTrials,
  objects: NdArray,
  { count, chosen }: { readonly count: number; readonly chosen?: ArrayLike<number> },
): Matrix {
  const images = objects.values.length;
  const truth = requireObjects('choiceShares', objects, { images, count });
  requireTrials(trials, truth, count);
  const shown = new Float64Array(images * count);
  const taken = new Float64Array(images * count);
  const indices = chosen ?? Array.from(trials.images.values.keys());
  for (let at = 0; at < indices.length; at++) {
    const trial = indices[at]!;
    const [image, distractor] = [trials.images.values[trial]!, trials.distractors.values[trial]!];
    shown[image * count + distractor]!++;
    if (trials.choices.values[trial] === distractor) taken[image * count + distractor]!++;
  }
  return ndArray(
    taken.map((value, at) => value / shown[at]!),
    [images, count],
  );
}

function requireTrials(trials: BinaryTrials, truth: Int32Array, count: number): void {
  const { images, distractors, choices } = trials;
  const size = images.values.length;
  for (const [name, below] of [
    ['images', truth.length],
    ['distractors', count],
    ['choices', count],
  ] as const) {
    requireFinite('choiceShares', name, trials[name], 1);
    if (trials[name].values.length !== size) {
      throw new ShapeError(
        `choiceShares: ${name} must have the ${size} trials of images, got ${trials[name].values.length}`,
      );
    }
    requireIndices('choiceShares', [name, trials[name]], below);
  }
  images.values.forEach((image, trial) => {
    const [object, distractor, choice] = [truth[image]!, distractors.values[trial]!, choices.values[trial]!];
    if (distractor === object) {
      throw new DataError(
        `choiceShares: a distractor must not be the image's object, got ${object} in trial ${trial}`,
      );
    }
    if (choice !== object && choice !== distractor) {
      throw new DataError(
        `choiceShares: a choice must be ${object} or ${distractor} in trial ${trial}, got ${choice}`,
      );
    }
  });
}
