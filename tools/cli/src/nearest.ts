import { UsageError } from './UsageError';

/**
 * The known names that someone who typed `name` may have meant, nearest first: those within a third of
 * their length in edits, and those that contain it.
 */
export function nearest(name: string, known: readonly string[], most = 3): string[] {
  const typed = name.toLowerCase();
  return known
    .map((candidate) => ({
      candidate,
      distance: distanceTo(typed, candidate.toLowerCase()),
      edits: editDistance(typed, candidate.toLowerCase()), // a name itself comes before one that contains it
    }))
    .filter(({ candidate, distance }) => distance <= Math.max(2, candidate.length / 3))
    .sort((a, b) => a.distance - b.distance || a.edits - b.edits || a.candidate.localeCompare(b.candidate))
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/**
 * The value of a name in a registry.
 *
 * @throws UsageError that lists the near names, or all where none is near
 */
export function lookUp<T>(kind: string, name: string, registry: { readonly [name: string]: T }): T {
  const value = Object.hasOwn(registry, name) ? registry[name] : undefined;
  if (value !== undefined) return value;
  throw unknownName(kind, name, Object.keys(registry));
}

/** The error for a name that nobody knows; `shown` turns a known name into what one types. */
export function unknownName(
  kind: string,
  name: string,
  known: readonly string[],
  shown: (name: string) => string = (same) => same,
): UsageError {
  const near = nearest(name, known).map(shown).join(', ');
  const hint = near === '' ? `there is ${known.map(shown).sort().join(', ')}` : `did you mean ${near}?`;
  return new UsageError(`unknown ${kind} ${JSON.stringify(shown(name))}: ${hint}`);
}

/** Edits apart; a name's own part (`path-integration` of `mec/path-integration`) is one edit away. */
function distanceTo(typed: string, candidate: string): number {
  const parts = candidate.split('/').slice(1);
  const within = typed.length > 2 && candidate.includes(typed) ? [1] : [];
  return Math.min(
    editDistance(typed, candidate),
    ...parts.map((part) => 1 + editDistance(typed, part)),
    ...within,
  );
}

/**
 * Fewest insertions, deletions, substitutions and swaps of neighbours from one text to the other, where
 * no part is edited twice.
 *
 * @source Damerau 1964, doi:10.1145/363958.363994, in the form called optimal string alignment
 */
export function editDistance(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row++) {
    const above = rows[row - 1]!;
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const substituted = above[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      const swaps =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const swapped = swaps ? rows[row - 2]![column - 2]! + 1 : Infinity;
      current.push(Math.min(substituted, swapped, above[column]! + 1, current[column - 1]! + 1));
    }
    rows.push(current);
  }
  return rows[from.length]![to.length]!;
}
