import { ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';

/**
 * The sites of several animals as those of one: side by side, trial by trial in their order, so that its trials mix
 * animals; trials that an animal does not have are NaN.
 *
 * @param animals at least one, each [trials, stimuli, sites] on the same stimuli
 * @returns [most trials, stimuli, all sites]; a single animal itself
 * @throws ShapeError for no animals or different stimuli
 * @source mouse-vision (neuroailab), the pooled source of its consistency between animals
 */
export function pooledTrials(animals: readonly NdArray[]): NdArray {
  requireSameStimuli(animals);
  if (animals.length === 1) return animals[0]!;
  const trials = Math.max(...animals.map(({ shape }) => shape[0]!));
  const stimuli = animals[0]!.shape[1]!;
  const sites = animals.reduce((sum, { shape }) => sum + shape[2]!, 0);
  const values = new Float64Array(trials * stimuli * sites).fill(NaN);
  let before = 0;
  for (const animal of animals) {
    const own = animal.shape[2]!;
    for (let row = 0; row < animal.shape[0]! * stimuli; row++) {
      values.set(animal.values.subarray(row * own, (row + 1) * own), row * sites + before);
    }
    before += own;
  }
  return ndArray(values, [trials, stimuli, sites]);
}

function requireSameStimuli(animals: readonly NdArray[]): void {
  if (animals.length === 0) throw new ShapeError('pooledTrials: animals must be at least 1, got none');
  animals.forEach(({ shape }, index) => {
    if (shape.length === 3 && shape[1] === animals[0]!.shape[1]) return;
    throw new ShapeError(
      `pooledTrials: animals[${index}] must be [trials, stimuli, sites] with the stimuli of the first, [${animals[0]!.shape}], got [${shape}]`,
    );
  });
}
