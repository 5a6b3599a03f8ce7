import { ndArray } from '@goal-driven/core/arrays';
import { middleOf, type TreeData } from './_bestSplit';
import { kernels, type Kernels } from './_kernels';
import { treeGrower, type GrownTree, type TreeLimits } from './_treeGrower';
import { wordStream } from './_wordStream';

/** What a tree is drawn from. */
export type TreeDraws = {
  /** [samples], those of weight 0 left out. */
  readonly weights: Float64Array;
  /** [4], what the generator of its features starts from. */
  readonly words: Uint32Array;
};

export type Growth = {
  readonly count: number;
  readonly draw: (tree: number) => TreeDraws;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
};

/** Trees that are grown together, by all threads, and the most doubles to be held for them. */
const [TOGETHER, MOST] = [16, 2 ** 24];
/** First double in the shared memory: what lies before is the compiler's. */
const BASE = 128;

/** Grows a forest's trees; the same on any number of threads, and where nothing can be compiled. */
export function growTrees(data: TreeData, limits: TreeLimits, growth: Growth): GrownTree[] {
  const { count, draw, onProgress } = growth;
  const layout = layoutOf(data);
  const room = Math.floor((MOST - layout.trees) / layout.tree);
  const compiled = room >= 1 ? kernels() : undefined;
  const together = compiled === undefined ? 1 : Math.min(TOGETHER, room);
  const grow = compiled === undefined ? treeGrower(data, limits) : undefined;
  const grown: GrownTree[] = [];
  while (grown.length < count) {
    const draws = Array.from({ length: Math.min(together, count - grown.length) }, (_, at) =>
      draw(grown.length + at),
    );
    if (compiled !== undefined) grown.push(...growByKernel(compiled, { data, limits, layout, draws }));
    else grown.push(grow!(draws[0]!.weights, wordStream(draws[0]!.words)));
    onProgress?.(grown.length, count);
  }
  return grown;
}

/** Where things lie, in doubles: within a tree's room as `assembly/trees.ts` says. */
function layoutOf({ classes, classCount, features }: TreeData) {
  const [n, width] = [classes.length, features.shape[1]!];
  const integers = 3 * n + n * classCount + width + 3 * classCount;
  const afterNodes = 2 * integers + 16 * n + 4 + width + 256;
  const ranks = BASE + 1;
  const classesAt = ranks + Math.ceil((n * width) / 2);
  return {
    ...{ n, width, settings: BASE, ranks, classes: classesAt, trees: classesAt + Math.ceil(n / 2) },
    /** Of one tree. */
    tree: Math.ceil((afterNodes + 6) / 2),
    shares: n,
    decreases: n + n * classCount,
    /** In integers. */
    nodes: 2 * integers,
    state: afterNodes,
    counts: afterNodes + 4,
  };
}

type Layout = ReturnType<typeof layoutOf>;

type Batch = {
  readonly data: TreeData;
  readonly limits: TreeLimits;
  readonly layout: Layout;
  readonly draws: readonly TreeDraws[];
};

function growByKernel({ doubles, run }: Kernels, { data, limits, layout, draws }: Batch): GrownTree[] {
  const memory = doubles(layout.trees + draws.length * layout.tree);
  const integers = new Int32Array(memory.buffer);
  memory[layout.settings] = limits.minImpurityDecrease;
  integers.set(data.ranks, 2 * layout.ranks);
  integers.set(data.classes, 2 * layout.classes);
  draws.forEach(({ weights, words }, at) => {
    const start = layout.trees + at * layout.tree;
    memory.set(weights, start);
    integers.set(words, 2 * start + layout.state);
  });
  const places = [layout.ranks, layout.classes, layout.settings, layout.trees].map((double) => 8 * double);
  const limited = [
    limits.maxFeatures,
    limits.minSamplesLeaf,
    limits.minSamplesSplit,
    Math.min(limits.maxDepth, 2 ** 31 - 1),
  ];
  const args = [layout.n, layout.width, data.classCount, ...limited, ...places, 8 * layout.tree];
  run('growTree', args, { chunks: draws.length, helped: true });
  return draws.map((_, at) => readTree(memory, layout.trees + at * layout.tree, { data, layout }));
}

function readTree(
  memory: Float64Array,
  start: number,
  { data, layout }: { readonly data: TreeData; readonly layout: Layout },
): GrownTree {
  const integers = new Int32Array(memory.buffer);
  const [count, leaves] = integers.subarray(2 * start + layout.counts) as unknown as [number, number];
  const nodes = (place: number): Int32Array => {
    const first = 2 * start + layout.nodes + place * 2 * layout.n;
    return integers.slice(first, first + count);
  };
  const [feature, left, right] = [nodes(0), nodes(1), nodes(2)];
  const [below, above] = [nodes(3), nodes(4)];
  const threshold = Float64Array.from(feature, (asked, node) =>
    asked < 0 ? NaN : middleOf(data, { feature: asked, below: below[node]!, above: above[node]! }),
  );
  const shares = start + layout.shares;
  const decreases = start + layout.decreases;
  return {
    tree: {
      ...{ feature, threshold, left, right },
      shares: ndArray(memory.slice(shares, shares + leaves * data.classCount), [leaves, data.classCount]),
    },
    decreases: memory.slice(decreases, decreases + layout.width),
  };
}
