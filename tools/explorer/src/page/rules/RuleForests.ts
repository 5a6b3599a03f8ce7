import type { NdArray } from '@goal-driven/core';
import {
  observedNetwork,
  ruleFeatures,
  samplesOf,
  trajectoryOf,
  type TrajectoryConfig,
} from '@goal-driven/learning-rules';

/** A tree of decisions, as `@goal-driven/metrics` grows it, in JSON. */
type StoredTree = {
  readonly feature: readonly number[];
  readonly threshold: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** [leaves][classes] */
  readonly shares: readonly (readonly number[])[];
};

/** What `models/makeRuleForests.mjs` writes: for each number of looks that are known, a forest. */
export type RuleForests = {
  readonly command: string;
  readonly rules: readonly string[];
  readonly observables: readonly string[];
  readonly layers: number;
  readonly networks: number;
  readonly forests: readonly {
    /** Looks at the network that the forest asks for, from the first. */
    readonly checkpoints: number;
    /** Share of layers named right of networks that were held out, families of one start together. */
    readonly heldOutAccuracy: number;
    readonly trees: readonly StoredTree[];
  }[];
};

/** What a forest says of a network. */
export type Verdict = {
  readonly checkpoints: number;
  readonly heldOutAccuracy: number;
  readonly rules: readonly string[];
  /** Of each layer by its name, [rules]; they sum to 1. */
  readonly layers: readonly { readonly layer: string; readonly probabilities: readonly number[] }[];
  /** [rules], the mean over layers. */
  readonly mean: readonly number[];
};

type Points = Parameters<typeof trajectoryOf>[0];

/**
 * What the forest of the most looks that there are says of what was seen so far, layer by layer.
 *
 * @param seen curves of a training, with what was observed at each look
 * @returns undefined where there was no look yet
 */
export function verdictOf(
  { forests, rules, observables }: RuleForests,
  seen: Points,
  config: TrajectoryConfig,
): Verdict | undefined {
  const looks = seen.length;
  const forest = forests.findLast(({ checkpoints }) => checkpoints <= looks);
  if (forest === undefined) return undefined;
  const times = Array.from({ length: forest.checkpoints }, (_, time) => time);
  const dataset = samplesOf(trajectoryOf(seen, { ...config, checkpoints: looks }), config);
  const features = ruleFeatures(dataset, { observables, times });
  const names = observedNetwork(config).layers.map(({ name }) => name);
  const layers = names.map((layer, row) => ({
    layer,
    probabilities: rules.map((_, rule) =>
      meanOf(forest.trees.map((tree) => sharesAt(tree, features, row)[rule]!)),
    ),
  }));
  return {
    ...{ checkpoints: forest.checkpoints, heldOutAccuracy: forest.heldOutAccuracy, rules, layers },
    mean: rules.map((_, rule) => meanOf(layers.map(({ probabilities }) => probabilities[rule]!))),
  };
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The shares of the leaf that a row of the features ends at. */
function sharesAt(tree: StoredTree, features: NdArray, row: number): readonly number[] {
  const [, width] = features.shape as [number, number];
  for (let node = 0; ;) {
    const feature = tree.feature[node]!;
    if (feature < 0) return tree.shares[tree.left[node]!]!;
    node =
      features.values[row * width + feature]! <= tree.threshold[node]! ? tree.left[node]! : tree.right[node]!;
  }
}
