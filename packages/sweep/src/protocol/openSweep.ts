import type { Study } from '@goal-driven/core';
import { ConfigError } from '@goal-driven/core/arrays';
import { boxSpace } from '../boxSpace';
import type { Searcher } from '../search/Searcher';
import { createSearcher } from '../search/searches';
import type { SearchSpace } from '../SearchSpace';
import type { SweepFile } from '../SweepFile';
import type { Sweep } from './plan';

/** How what a sweep names is found. */
export type Named = {
  /** @throws ConfigError for an unknown name */
  readonly study: (name: string) => Study;
  /** The search spaces of a study's own, by name. */
  readonly spaces?: ((study: string) => { readonly [name: string]: SearchSpace }) | undefined;
};

/** Searches that follow an objective. */
const LEARNING: ReadonlySet<string> = new Set(['tpe', 'evolution', 'halving', 'asha']);

/**
 * A sweep's file with what it names.
 *
 * @throws ConfigError for names that nothing has, axes beside a space, or a search that does not fit the space
 */
export function openSweep(file: SweepFile, named: Named): Sweep {
  const space = openSpace(file, named);
  const searcher = searcherOf(file, space);
  if (LEARNING.has(file.search.kind) && file.objectives.length === 0) {
    throw new ConfigError(`sweep: a search by ${file.search.kind} must have an objective, got none`);
  }
  return { file, study: named.study(file.study), space, searcher };
}

/**
 * The searcher alone, without the study: all that a status needs.
 *
 * @throws ConfigError as `openSweep` does
 */
export const openSearcher = (file: SweepFile, named: Pick<Named, 'spaces'>): Searcher =>
  searcherOf(file, openSpace(file, named));

const searcherOf = (file: SweepFile, space: SearchSpace) =>
  createSearcher(file.search, space, Object.keys(file.configs));

/** The space that a sweep's trials are points of. */
export function openSpace(
  { study, space, axes, configs }: SweepFile,
  { spaces }: Pick<Named, 'spaces'>,
): SearchSpace {
  if (space === undefined) return boxSpace(axes, configs);
  if (axes.length > 0)
    throw new ConfigError(`sweep: there must be axes or a space, got both (space ${space})`);
  const known = spaces?.(study) ?? {};
  if (Object.hasOwn(known, space)) return known[space]!;
  const names = Object.keys(known).join(', ') || 'none';
  throw new ConfigError(`sweep: the space must be one of ${study}'s own (${names}), got ${space}`);
}
