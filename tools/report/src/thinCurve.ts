/**
 * The points of a curve that a picture can show: of each run of neighbours the lowest and the highest,
 * so that no spike is lost. Short curves come back whole; gaps (NaN) stay gaps.
 */
export function thinCurve(
  { x, y }: { readonly x: readonly number[]; readonly y: readonly number[] },
  most = 1200,
): [number, number][] {
  const points = y.map((value, index): [number, number] => [x[index]!, value]);
  if (points.length <= most) return points;
  const run = Math.ceil((2 * points.length) / most);
  const kept: [number, number][] = [];
  for (let start = 0; start < points.length; start += run) {
    const group = points.slice(start, start + run);
    const lowest = extreme(group, (a, b) => a < b);
    const highest = extreme(group, (a, b) => a > b);
    const indices = [...new Set([lowest, highest])].sort((a, b) => a - b);
    kept.push(...indices.map((index) => group[index]!));
  }
  const last = points.at(-1)!;
  if (kept.at(-1) !== last) kept.push(last);
  return kept;
}

function extreme(group: readonly [number, number][], better: (a: number, b: number) => boolean): number {
  return group.reduce((best, [, value], index) => {
    const current = group[best]![1];
    return Number.isNaN(current) || better(value, current) ? index : best;
  }, 0);
}
