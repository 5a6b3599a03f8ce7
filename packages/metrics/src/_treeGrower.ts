import { ndArray } from '@goal-driven/core/arrays';
import {
  middleOf,
  splitSearch,
  type NodeSamples,
  type Split,
  type SplitLimits,
  type TreeData,
} from './_bestSplit';
import type { IntegerStream } from './_wordStream';
import type { DecisionTree } from './DecisionTree';

export type TreeLimits = SplitLimits & {
  /** Levels of decisions, at most. */
  readonly maxDepth: number;
  /** Nodes of fewer distinct samples are leaves. */
  readonly minSamplesSplit: number;
  /** A split must lower the impurity by so much, weighted by the node's share of all. */
  readonly minImpurityDecrease: number;
};

export type GrownTree = {
  readonly tree: DecisionTree;
  /** [features], impurity removed by each, summed over nodes and weighted by their share of all. */
  readonly decreases: Float64Array;
};

/** Impurity of at most this is rounding. */
const PURE = Number.EPSILON;

/**
 * Makes what grows trees, depth first, left before right, with room that all of them share.
 *
 * @returns a function of the weight of each sample, those of weight 0 left out, and of what draws features
 */
export function treeGrower(data: TreeData, limits: TreeLimits) {
  const { classes, classCount } = data;
  const [samples, width] = [classes.length, data.features.shape[1]!];
  const list = new Uint32Array(samples);
  const spare = new Uint32Array(samples);
  const search = splitSearch(data, limits);
  const node: NodeSamples = { list, start: 0, end: 0, totals: new Float64Array(classCount) };
  const most = 2 * samples;
  const nodes = {
    feature: new Int32Array(most),
    threshold: new Float64Array(most),
    left: new Int32Array(most),
    right: new Int32Array(most),
  };
  // A node waits with where its samples lie, how deep it is, and whose child on the right it is, if on the right.
  const waiting = new Int32Array(4 * samples + 4);

  /** Sums the weights of the node's classes. */
  function weigh(weights: Float64Array): { total: number; purity: number } {
    const { start, end, totals } = node;
    totals.fill(0);
    for (let index = start; index < end; index++) totals[classes[list[index]!]!]! += weights[list[index]!]!;
    let [total, squares] = [0, 0];
    for (let c = 0; c < classCount; c++) {
      total += totals[c]!;
      squares += totals[c]! * totals[c]!;
    }
    return { total, purity: squares / total };
  }

  /** Puts the samples that go left before the others; returns where the others begin. */
  function part({ feature, rank }: Split): number {
    const column = feature * samples;
    let left = node.start;
    let right = 0;
    for (let index = node.start; index < node.end; index++) {
      const sample = list[index]!;
      if (data.ranks[column + sample]! <= rank) list[left++] = sample;
      else spare[right++] = sample;
    }
    for (let index = 0; index < right; index++) list[left + index] = spare[index]!;
    return left;
  }

  return (weights: Float64Array, stream: IntegerStream): GrownTree => {
    search.restart();
    const decreases = new Float64Array(width);
    let shares = new Float64Array(classCount * 64);
    let [count, leaves, whole, top] = [0, 0, 0, 0];
    for (let sample = 0; sample < samples; sample++) if (weights[sample]! > 0) list[whole++] = sample;
    const wait = (start: number, end: number, depth: number, parent: number): void => {
      waiting[top++] = start;
      waiting[top++] = end;
      waiting[top++] = depth;
      waiting[top++] = parent;
    };
    wait(0, whole, 0, -1);
    let rootWeight = 0;
    while (top > 0) {
      const parent = waiting[--top]!;
      const depth = waiting[--top]!;
      node.end = waiting[--top]!;
      node.start = waiting[--top]!;
      if (parent >= 0) nodes.right[parent] = count;
      const { total, purity } = weigh(weights);
      if (count === 0) rootWeight = total;
      const split =
        splits(node.end - node.start, depth) && total - purity > PURE * total
          ? search.find(node, weights, stream)
          : undefined;
      if (
        split &&
        split.feature >= 0 &&
        split.purity - purity >= (limits.minImpurityDecrease - PURE) * rootWeight
      ) {
        decreases[split.feature]! += (split.purity - purity) / rootWeight;
        nodes.feature[count] = split.feature;
        nodes.threshold[count] = middleOf(data, split);
        nodes.left[count] = count + 1;
        const cut = part(split);
        wait(cut, node.end, depth + 1, count);
        wait(node.start, cut, depth + 1, -1);
      } else {
        if ((leaves + 1) * classCount > shares.length) shares = longer(shares);
        for (let c = 0; c < classCount; c++) shares[leaves * classCount + c] = node.totals[c]! / total;
        nodes.feature[count] = -1;
        nodes.threshold[count] = NaN;
        nodes.left[count] = leaves++;
        nodes.right[count] = -1;
      }
      count++;
    }
    const tree = {
      feature: nodes.feature.slice(0, count),
      threshold: nodes.threshold.slice(0, count),
      left: nodes.left.slice(0, count),
      right: nodes.right.slice(0, count),
      shares: ndArray(shares.slice(0, leaves * classCount), [leaves, classCount]),
    };
    return { tree, decreases };
  };

  function splits(size: number, depth: number): boolean {
    return depth < limits.maxDepth && size >= limits.minSamplesSplit && size >= 2 * limits.minSamplesLeaf;
  }
}

function longer(values: Float64Array): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(2 * values.length);
  copy.set(values);
  return copy;
}
