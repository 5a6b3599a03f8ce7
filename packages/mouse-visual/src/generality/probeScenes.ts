import { createRng, type NdArray } from '@goal-driven/core/arrays';
import {
  accuracy,
  columnCorrelations,
  meanOfKnown,
  pca,
  standardise,
  takeRows,
  type FittedTransform,
} from '@goal-driven/metrics';
import { classProbe } from './classProbe';
import { numberProbe } from './numberProbe';
import type { SceneSplit } from './sceneSplits';
import { sceneTests } from './sceneSplits';
import type { SceneProbes } from './SceneProbes';
import type { SceneTargets } from './sceneTargets';

/** How well a task is done from a layer. */
export type ProbeScore = {
  readonly layer: string;
  readonly task: 'category' | 'position' | 'size' | 'pose' | 'texture';
  /** `same` is in distribution; any other says what is new. */
  readonly test: string;
  /** Accuracy of a class; of numbers Pearson's r, the mean over targets that vary. The mean over splits. NaN: none does. */
  readonly value: number;
  /** What comes of guessing. */
  readonly chance: number;
  /** Images of the test. */
  readonly n: number;
  /** Fits, of one for each split, that chose the last of several costs: a larger one may do better. */
  readonly atLimit: number;
};

type Fit = Pick<SceneProbes, 'costs' | 'numberCosts' | 'folds' | 'standardise' | 'components'>;

const atLimit = (costs: readonly number[], cost: number) =>
  costs.length > 1 && cost === costs.at(-1) ? 1 : 0;

/**
 * Categories, positions, sizes and poses of the objects of scenes, read out of a layer by linear probes.
 *
 * @param features [images, units]
 * @throws what the probes throw
 */
export function probeScenes(
  layer: string,
  features: NdArray,
  {
    targets,
    splits,
    categories,
    ...fit
  }: Fit & {
    readonly targets: SceneTargets;
    readonly splits: readonly SceneSplit[];
    readonly categories: number;
  },
): ProbeScore[] {
  const found = splits.map((split, index) => {
    const { transform } = preparation(takeRows(features, split.fit), fit);
    const shown = (rows: Int32Array) => transform(takeRows(features, rows));
    const known = shown(split.fit);
    const labels = (rows: Int32Array) => rows.map((row) => targets.category[row]!);
    const rng = createRng(index); // planes are the same from any, but for about 1e-4 of a score
    const named = classProbe(known, labels(split.fit), { ...fit, rng });
    const numbers = (['position', 'size', 'pose'] as const).map((task) => {
      const options = { ...fit, costs: fit.numberCosts };
      const { predict, cost } = numberProbe(known, takeRows(targets[task], split.fit), options);
      return { task, predict, atLimit: atLimit(fit.numberCosts, cost) };
    });
    return sceneTests.flatMap((test) => {
      const rows = split[test];
      const seen = shown(rows);
      const common = { layer, test, n: rows.length };
      const category = accuracy(labels(rows), named.predict(seen));
      return [
        {
          ...{ ...common, task: 'category' as const, value: category, chance: 1 / categories },
          atLimit: atLimit(fit.costs, named.cost),
        },
        ...numbers.map(({ task, predict, atLimit: limited }) => {
          const r = columnCorrelations(predict(seen), takeRows(targets[task], rows));
          return { ...common, task, value: meanOfKnown(r.values), chance: 0, atLimit: limited };
        }),
      ];
    });
  });
  return found[0]!.map((score, at) => ({
    ...score,
    value: meanOfKnown(found.map((split) => split[at]!.value)),
    atLimit: found.reduce((sum, split) => sum + split[at]!.atLimit, 0),
  }));
}

/** Textures, likewise: features of patches to fit to and of tests by name. */
export function probeTextures(
  layer: string,
  {
    fit: known,
    tests,
  }: { readonly fit: LabelledRows; readonly tests: { readonly [test: string]: LabelledRows } },
  fit: Fit,
): ProbeScore[] {
  const { transform } = preparation(known.features, fit);
  const probe = classProbe(transform(known.features), known.labels, { ...fit, rng: createRng(0) });
  const chance = 1 / new Set(known.labels).size;
  return Object.entries(tests).map(([test, { features, labels }]) => ({
    ...{ layer, task: 'texture', test, chance, n: labels.length },
    value: accuracy(labels, probe.predict(transform(features))),
    atLimit: atLimit(fit.costs, probe.cost),
  }));
}

export type LabelledRows = {
  /** [images, units] */
  readonly features: NdArray;
  /** [images] */
  readonly labels: Int32Array;
};

/**
 * What is fitted to the features of a fit, before the probes: each feature standardised where that is wanted, then, of
 * many, principal components. In this order, for the least components are hardly more than rounding, which to
 * standardise would blow up; and at most one fewer than samples, which have no more once they are centred.
 */
function preparation(
  features: NdArray,
  { standardise: wanted, components }: Fit,
): Pick<FittedTransform, 'transform'> {
  const [samples, units] = features.shape as [number, number];
  const scale = wanted ? standardise(features) : undefined;
  const scaled = scale?.transform(features) ?? features;
  const reduced =
    units > components ? pca(scaled, { components: Math.min(components, samples - 1) }) : undefined;
  return {
    transform: (rows) => {
      const own = scale?.transform(rows) ?? rows;
      return reduced?.transform(own) ?? own;
    },
  };
}
