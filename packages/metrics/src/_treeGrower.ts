import {
  middleOf,
  splitSearch,
  type NodeSamples,
  type Split,
  type SplitLimits,
  type TreeData,
} from './_bestSplit';
import { treeNodes } from './_treeNodes';
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
  const [samples, width] = [data.classes.length, data.features.shape[1]!];
  const [list, spare] = [new Uint32Array(samples), new Uint32Array(samples)];
  const search = splitSearch(data, limits);
  const node: NodeSamples = { list, start: 0, end: 0, totals: new Float64Array(data.classCount) };
  const nodes = treeNodes(samples, data.classCount);
  const waiting = waitingNodes(samples);

  return (weights: Float64Array, stream: IntegerStream): GrownTree => {
    search.restart();
    nodes.restart();
    waiting.restart();
    const decreases = new Float64Array(width);
    let whole = 0;
    for (let sample = 0; sample < samples; sample++) if (weights[sample]! > 0) list[whole++] = sample;
    waiting.push(0, whole, 0, -1);
    let rootWeight = 0;
    for (let depth = waiting.pop(node); depth >= 0; depth = waiting.pop(node)) {
      const count = nodes.next();
      if (waiting.parent() >= 0) nodes.isRightOf(waiting.parent());
      const { total, purity } = weigh(node, data, weights);
      if (count === 0) rootWeight = total;
      const split =
        mayPart(limits, node.end - node.start, depth) && total - purity > PURE * total
          ? search.find(node, weights, stream)
          : undefined;
      if (
        split &&
        split.feature >= 0 &&
        split.purity - purity >= (limits.minImpurityDecrease - PURE) * rootWeight
      ) {
        decreases[split.feature]! += (split.purity - purity) / rootWeight;
        nodes.decision(split.feature, middleOf(data, split));
        const cut = part(node, data, { split, spare });
        waiting.push(cut, node.end, depth + 1, count);
        waiting.push(node.start, cut, depth + 1, -1);
      } else nodes.leaf(node.totals, total);
    }
    return { tree: nodes.tree(), decreases };
  };
}

/** Nodes that wait for their turn, the last one first. */
function waitingNodes(samples: number) {
  // Where a node's samples lie, how deep it is, and whose child on the right it is, -1 on the left.
  const waiting = new Int32Array(4 * samples + 4);
  let [top, parent] = [0, -1];
  return {
    restart(): void {
      top = 0;
    },
    push(start: number, end: number, depth: number, of: number): void {
      waiting[top++] = start;
      waiting[top++] = end;
      waiting[top++] = depth;
      waiting[top++] = of;
    },
    /** Moves `node` to the samples of the next one; returns its depth, -1 where none is left. */
    pop(node: NodeSamples): number {
      if (top === 0) return -1;
      parent = waiting[--top]!;
      const depth = waiting[--top]!;
      node.end = waiting[--top]!;
      node.start = waiting[--top]!;
      return depth;
    },
    /** Of the one that was taken last. */
    parent: () => parent,
  };
}

const mayPart = (limits: TreeLimits, size: number, depth: number): boolean =>
  depth < limits.maxDepth && size >= limits.minSamplesSplit && size >= 2 * limits.minSamplesLeaf;

/** Sums the weights of the node's classes. */
function weigh(
  { list, start, end, totals }: NodeSamples,
  { classes, classCount }: TreeData,
  weights: Float64Array,
): { total: number; purity: number } {
  totals.fill(0);
  for (let index = start; index < end; index++) totals[classes[list[index]!]!]! += weights[list[index]!]!;
  let [total, squares] = [0, 0];
  for (let c = 0; c < classCount; c++) {
    total += totals[c]!;
    squares += totals[c]! * totals[c]!;
  }
  return { total, purity: squares / total };
}

/** Puts the node's samples that go left before the others; returns where the others begin. */
function part(
  { list, start, end }: NodeSamples,
  { classes, ranks }: TreeData,
  { split: { feature, rank }, spare }: { readonly split: Split; readonly spare: Uint32Array },
): number {
  const column = feature * classes.length;
  let left = start;
  let right = 0;
  for (let index = start; index < end; index++) {
    const sample = list[index]!;
    if (ranks[column + sample]! <= rank) list[left++] = sample;
    else spare[right++] = sample;
  }
  for (let index = 0; index < right; index++) list[left + index] = spare[index]!;
  return left;
}
