import type { Json } from '@goal-driven/core';
import type { Point } from '@goal-driven/sweep';

/** The leaves of nested records by dotted path; what is undefined is left out. */
export function flattened(record: object, under = ''): Point {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]: [string, Json | undefined]) => {
      if (value === undefined) return [];
      const path = under + name;
      return typeof value === 'object' && value !== null
        ? Object.entries(flattened(value, `${path}.`))
        : [[path, value]];
    }),
  );
}

type Nested = { [name: string]: Json };

/** The other way: nested records from leaves by dotted path. */
export function nested(point: Point): Nested {
  const root: Nested = {};
  for (const [path, value] of Object.entries(point)) {
    const names = path.split('.');
    const last = names.pop()!; // a split has at least one part
    let record = root;
    for (const name of names) record = (record[name] ??= {}) as Nested;
    record[last] = value;
  }
  return root;
}
