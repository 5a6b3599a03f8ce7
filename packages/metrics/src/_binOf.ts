/**
 * The bin of a coordinate among ascending edges, by bisection; -1 outside. Bins are closed on the left, the last one
 * on both sides.
 */
export function binOf(coordinate: number, edges: Float64Array): number {
  const last = edges.length - 1;
  if (coordinate < edges[0]! || coordinate > edges[last]!) return -1;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (coordinate >= edges[middle]!) low = middle;
    else high = middle;
  }
  return low;
}
