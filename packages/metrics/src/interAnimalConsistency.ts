import { ConfigError, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import type { ConsistencyTerms } from './_consistencyTerms';
import { medianOfKnown } from './known';
import type { SourceUnits } from './_halfDraws';
import {
  neuralConsistency,
  type NeuralConsistency,
  type NeuralConsistencyOptions,
} from './neuralConsistency';
import { pooledTrials } from './pooledTrials';
import { summariseConsistency, type ConsistencySummary, type SiteSummary } from './summariseConsistency';

/** `pairwise`: each animal from each other one; `holdout`: each from all others together, their sites side by side. */
export type InterAnimalMode = 'pairwise' | 'holdout';

export type InterAnimalConsistencyOptions = Omit<NeuralConsistencyOptions, 'sourceUnits'> & {
  /** Who predicts whom. */
  readonly mode: InterAnimalMode;
  /** Source units per choice; `smallest` takes as many as the animal with the fewest sites has. */
  readonly sourceUnits?: { readonly count: number | 'smallest'; readonly subsets: number } | undefined;
};

/** One animal predicted from one source. */
export type AnimalPrediction = NeuralConsistency & {
  /** Index of the animal that is predicted. */
  readonly target: number;
  /** Indices of the animals that it is predicted from: one for `pairwise`, all others for `holdout`. */
  readonly sources: readonly number[];
};

export type InterAnimalConsistency = {
  /** One number per site of every animal, the animals one after the other, and the medians over all. */
  readonly train: ConsistencySummary;
  /** The same of the stimuli that no map was fitted to. */
  readonly test: ConsistencySummary;
  /** The animal of each site in the summaries. */
  readonly animals: Int32Array;
  /** The terms of every source and target, per half, split and site. */
  readonly predictions: readonly AnimalPrediction[];
};

/**
 * How well one animal's responses are predicted from those of others, corrected for noise as a model's prediction is: a
 * reference for models, not a bound (a bound is the root of a site's own reliability).
 *
 * @param animals each [trials, stimuli, sites] on the same stimuli, at least 2; for `holdout`, trials are put side by
 *   side by their index, and an animal with fewer has the rest not recorded
 * @returns per target site the mean over sources, then the median over the sites of all animals
 * @throws ShapeError for fewer than 2 animals or different stimuli; and as `neuralConsistency`, naming the animals
 * @source mouse-vision and brainmodel_utils (neuroailab)
 */
export function interAnimalConsistency(
  animals: readonly NdArray[],
  options: InterAnimalConsistencyOptions,
): InterAnimalConsistency {
  requireAnimals(animals, options.mode);
  const jobs = jobsOf(animals.length, options.mode);
  const sourceUnits = countedUnits(animals, options.sourceUnits);
  const splits = typeof options.splits === 'number' ? options.splits : options.splits.length;
  const steps = jobs.map(({ sources }) => {
    const units = sources.reduce((sum, animal) => sum + animals[animal]!.shape[2]!, 0);
    return splits * options.halves * (sourceUnits && sourceUnits.count < units ? sourceUnits.subsets : 1);
  });
  const total = steps.reduce((sum, count) => sum + count, 0);
  let before = 0;
  const predictions = jobs.map(({ target, sources }, index): AnimalPrediction => {
    const result = neuralConsistency(
      pooledTrials(sources.map((animal) => animals[animal]!)),
      animals[target]!,
      {
        ...options,
        sourceUnits,
        onProgress: (done) => options.onProgress?.(before + done, total),
      },
    );
    before += steps[index]!;
    return { ...result, target, sources };
  });
  return {
    train: pooled(predictions, animals.length, ({ train }) => train),
    test: pooled(predictions, animals.length, ({ test }) => test),
    animals: Int32Array.from(animals.flatMap(({ shape }, animal) => Array<number>(shape[2]!).fill(animal))),
    predictions,
  };
}

function requireAnimals(animals: readonly NdArray[], mode: InterAnimalMode): void {
  if (mode !== 'pairwise' && mode !== 'holdout') {
    throw new ConfigError(
      `interAnimalConsistency: mode must be pairwise or holdout, got ${JSON.stringify(mode)}`,
    );
  }
  if (animals.length < 2) {
    throw new ShapeError(`interAnimalConsistency: animals must be at least 2, got ${animals.length}`);
  }
  animals.forEach(({ shape }, index) => {
    if (shape.length !== 3 || shape[1] !== animals[0]!.shape[1]) {
      throw new ShapeError(
        `interAnimalConsistency: animals[${index}] must be [trials, stimuli, sites] with the stimuli of the first, [${animals[0]!.shape}], got [${shape}]`,
      );
    }
  });
}

function jobsOf(animals: number, mode: InterAnimalMode): { target: number; sources: number[] }[] {
  const all = Array.from({ length: animals }, (_, animal) => animal);
  return all.flatMap((target) => {
    const others = all.filter((animal) => animal !== target);
    return mode === 'holdout'
      ? [{ target, sources: others }]
      : others.map((source) => ({ target, sources: [source] }));
  });
}

function countedUnits(
  animals: readonly NdArray[],
  sourceUnits: InterAnimalConsistencyOptions['sourceUnits'],
): SourceUnits | undefined {
  if (sourceUnits?.count !== 'smallest') return sourceUnits as SourceUnits | undefined;
  return { ...sourceUnits, count: Math.min(...animals.map(({ shape }) => shape[2]!)) };
}

function pooled(
  predictions: readonly AnimalPrediction[],
  animals: number,
  termsOf: (prediction: AnimalPrediction) => ConsistencyTerms,
): ConsistencySummary {
  const { form } = predictions[0]!;
  const perAnimal = Array.from({ length: animals }, (_, animal) =>
    summariseConsistency(predictions.filter(({ target }) => target === animal).map(termsOf), form),
  );
  const join = (name: 'raw' | 'ceiling' | 'ceiled'): SiteSummary => {
    const sites = Float64Array.from(perAnimal.flatMap((summary) => [...summary[name].sites]));
    return { sites, median: medianOfKnown(sites) };
  };
  const sum = (name: keyof ConsistencySummary['undefined']) =>
    perAnimal.reduce((count, summary) => count + summary.undefined[name], 0);
  return {
    ...perAnimal[0]!,
    raw: join('raw'),
    ceiling: join('ceiling'),
    ceiled: join('ceiled'),
    n: perAnimal.reduce((count, summary) => count + summary.n, 0),
    undefined: { sites: sum('sites'), halves: sum('halves'), splits: sum('splits'), scores: sum('scores') },
  };
}
