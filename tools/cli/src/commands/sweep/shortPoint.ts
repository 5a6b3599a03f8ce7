import type { Point } from '@goal-driven/sweep';

const MOST = 12;

/** A point in a line of a terminal: its first values, and how many more there are. */
export function shortPoint(point: Point): string {
  const values = Object.entries(point).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  if (values.length <= MOST) return values.join(' ');
  return `${values.slice(0, MOST).join(' ')} and ${values.length - MOST} more`;
}
