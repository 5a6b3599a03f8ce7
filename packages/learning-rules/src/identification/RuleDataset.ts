import { DataError, ndArray, type NdArray } from '@goal-driven/core';
import { OBSERVABLES } from './observables';
import { observedNetwork, type Trajectory } from './trajectoryOf';
import type { TrajectoryConfig } from './TrajectoryConfig';

/** What is known of a sample, under the published names. */
export type SampleMeta = {
  readonly learning_rule: string;
  readonly task: string;
  readonly architecture: string;
  readonly batch_size: number;
  readonly model_seed: number | null;
  readonly dataset_seed: number | null;
  readonly layer_name: string;
  /** Share of the held-out examples that its network names right at the end; the published set does not say. */
  readonly accuracy?: number | undefined;
};

/** Trajectories to tell rules apart by; a sample is one layer of one network. */
export type RuleDataset = {
  /** [O]. */
  readonly observables: readonly string[];
  /** The same trainings as they are seen in each view, [samples, T, O] each. */
  readonly views: { readonly [view: string]: NdArray };
  /** [samples], 0 early, 1 middle, 2 deep. */
  readonly positions: Int32Array;
  /** [samples] */
  readonly meta: readonly SampleMeta[];
};

/** The view that is meant where none is named. */
export const CLEAR = 'clear';

/** The network that a sample comes from: layers of one network are not independent of each other. */
export const networkKey = (sample: SampleMeta): string =>
  [sample.learning_rule, sample.task, sample.architecture, sample.batch_size, sample.model_seed, sample.dataset_seed].join('|'); // prettier-ignore

/** All that a network's trajectory depends on but its rule: networks of one family start alike. */
export const familyKey = (sample: SampleMeta): string => networkKey({ ...sample, learning_rule: '' });

/** The samples of one training. */
export function samplesOf({ layers, heldOut }: Trajectory, config: TrajectoryConfig): RuleDataset {
  const { network } = observedNetwork(config);
  const common = {
    learning_rule: config.rule,
    task: config.task,
    architecture: network.name.replace(/-embedding$/, ''),
    batch_size: config.batchSize,
    model_seed: config.modelSeed,
    dataset_seed: config.dataSeed,
    ...(heldOut['accuracy'] && { accuracy: heldOut['accuracy'].at(-1)! }),
  };
  const views = Object.keys(layers[0]!.views);
  return {
    observables: OBSERVABLES,
    views: Object.fromEntries(
      views.map((view) => [view, stacked(layers.map((layer) => layer.views[view]!))]),
    ),
    positions: Int32Array.from(layers, ({ position }) => position),
    meta: layers.map(({ layer }) => ({ ...common, layer_name: layer })),
  };
}

/**
 * All samples of several sets.
 *
 * @throws DataError where they have other observables, times or views, or there is none
 */
export function joinDatasets(sets: readonly RuleDataset[]): RuleDataset {
  const [first] = sets;
  if (first === undefined) throw new DataError('joinDatasets: sets must not be empty, got none');
  const layout = ({ observables, views }: RuleDataset) =>
    JSON.stringify([observables, Object.entries(views).map(([view, { shape }]) => [view, shape[1]])]);
  const other = sets.find((set) => layout(set) !== layout(first));
  if (other !== undefined)
    throw new DataError(
      `joinDatasets: sets must have the same observables, times and views, got ${layout(other)} and ${layout(first)}`,
    );
  const views = Object.keys(first.views).map((view) => {
    const tables = sets.map((set) => set.views[view]!);
    const count = tables.reduce((sum, { shape }) => sum + shape[0]!, 0);
    const values = new Float64Array(tables.reduce((sum, table) => sum + table.values.length, 0));
    let at = 0;
    for (const table of tables) {
      values.set(table.values, at);
      at += table.values.length;
    }
    return [view, ndArray(values, [count, ...first.views[view]!.shape.slice(1)])] as const;
  });
  return {
    observables: first.observables,
    views: Object.fromEntries(views),
    positions: Int32Array.from(sets.flatMap(({ positions }) => [...positions])),
    meta: sets.flatMap(({ meta }) => meta),
  };
}

/** [samples, ...] of tables of one shape. */
function stacked(tables: readonly NdArray[]): NdArray {
  const { shape, values } = tables[0]!;
  const all = new Float64Array(tables.length * values.length);
  tables.forEach((table, index) => all.set(table.values, index * values.length));
  return ndArray(all, [tables.length, ...shape]);
}
