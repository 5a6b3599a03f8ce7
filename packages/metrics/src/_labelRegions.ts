export type Regions = {
  /** [bins], 0 outside, else 1 .. count in the order in which they are met row by row. */
  readonly labels: Int32Array;
  /** Bins of each label; that of 0 is what is outside. */
  readonly sizes: readonly number[];
};

/** Connected regions of a mask of so many columns; bins touch by their sides, with `diagonal` also by their corners. */
export function labelRegions(
  mask: Uint8Array,
  columns: number,
  { diagonal }: { readonly diagonal: boolean },
): Regions {
  const rows = mask.length / columns;
  const labels = new Int32Array(mask.length);
  const pending = new Int32Array(mask.length);
  const sizes = [mask.length];
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] === 0 || labels[start] !== 0) continue;
    const label = sizes.length;
    let [count, done] = [1, 0];
    labels[start] = label;
    pending[0] = start;
    while (done < count) {
      const bin = pending[done++]!;
      const [row, column] = [Math.floor(bin / columns), bin % columns];
      for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
          const other = y * columns + x;
          if (mask[other] === 0 || labels[other] !== 0 || (!diagonal && y !== row && x !== column)) continue;
          labels[other] = label;
          pending[count++] = other;
        }
      }
    }
    sizes.push(count);
    sizes[0]! -= count;
  }
  return { labels, sizes };
}
