/** Ranks from 1, equal values sharing the mean of theirs. */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const order = sortedOrder(values);
  const ranks = new Float64Array(values.length);
  for (const [start, end] of ties(values, order)) {
    for (let at = start; at < end; at++) ranks[order[at]!] = (start + 1 + end) / 2;
  }
  return ranks;
}

/** The sizes of the groups of equal values, those of one included. */
export const tieSizes = (values: ArrayLike<number>): number[] =>
  ties(values, sortedOrder(values)).map(([start, end]) => end - start);

/** Indices in ascending order of their values. */
export function sortedOrder(values: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, index) => index).sort(
    (a, b) => values[a]! - values[b]! || a - b,
  );
}

function ties(values: ArrayLike<number>, order: Uint32Array): [start: number, end: number][] {
  const groups: [number, number][] = [];
  for (let start = 0, end; start < order.length; start = end) {
    end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    groups.push([start, end]);
  }
  return groups;
}
