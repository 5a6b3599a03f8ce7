/** Ranks from 1, equal values sharing the mean of theirs. Sorts values alone and looks each up: quicker than indices. */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const { distinct, starts } = groups(values);
  return Float64Array.from({ length: values.length }, (_, index) => {
    const group = place(distinct, values[index]!);
    return (starts[group]! + 1 + starts[group + 1]!) / 2;
  });
}

/** The sizes of the groups of equal values, those of one included. */
export function tieSizes(values: ArrayLike<number>): number[] {
  const { starts } = groups(values);
  return Array.from(starts.subarray(1), (end, group) => end - starts[group]!);
}

/** Indices in ascending order of their values. */
export function sortedOrder(values: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, index) => index).sort(
    (a, b) => values[a]! - values[b]! || a - b,
  );
}

/** The distinct values, ascending, and how many values are smaller than each; then the number of all. */
function groups(values: ArrayLike<number>): { distinct: Float64Array; starts: Uint32Array } {
  const distinct = Float64Array.from(values).sort();
  const starts = new Uint32Array(distinct.length + 1);
  let count = 0;
  for (let at = 0; at < distinct.length; at++) {
    if (at > 0 && distinct[at] === distinct[count - 1]) continue;
    starts[count] = at;
    distinct[count++] = distinct[at]!;
  }
  starts[count] = distinct.length;
  return { distinct: distinct.subarray(0, count), starts: starts.subarray(0, count + 1) };
}

/** Where a value is among the distinct ones, by halving. */
function place(distinct: Float64Array, value: number): number {
  let [low, high] = [0, distinct.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (distinct[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
