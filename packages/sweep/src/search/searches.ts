import { ConfigError } from '@goal-driven/core/arrays';
import { z } from 'zod';
import type { SearchSpace } from '../SearchSpace';
import { asha, AshaSearch } from './asha';
import { evolution, EvolutionSearch } from './evolution';
import { grid, GridSearch } from './grid';
import { halving, HalvingSearch } from './halving';
import { list, ListSearch } from './list';
import { random, RandomSearch } from './random';
import type { Searcher } from './Searcher';
import { tpe, TpeSearch } from './tpe';

export const SearchConfig = z
  .discriminatedUnion('kind', [
    GridSearch,
    ListSearch,
    RandomSearch,
    TpeSearch,
    EvolutionSearch,
    HalvingSearch,
    AshaSearch,
  ])
  .meta({ title: 'How points are chosen' });
export type SearchConfig = z.output<typeof SearchConfig>;

/**
 * The searcher of a configuration.
 *
 * @param labels of the single configurations, which a grid runs after its axes and a list alone; others refuse them
 * @throws ConfigError for a space that the search cannot use, or single configurations that it would not run
 */
export function createSearcher(
  config: SearchConfig,
  space: SearchSpace,
  labels: readonly string[] = [],
): Searcher {
  if (config.kind === 'grid') return grid(space, labels);
  if (config.kind === 'list') {
    if (space.axes?.length !== 0)
      throw new ConfigError('list: there must be no axes or space beside configs, got some');
    return list(labels);
  }
  if (labels.length > 0) {
    throw new ConfigError(
      `${config.kind}: single configurations go with a grid or a list, got ${labels.join(', ')}`,
    );
  }
  if (space.axes?.length === 0)
    throw new ConfigError(`${config.kind}: there must be axes or a space, got neither`);
  switch (config.kind) {
    case 'random':
      return random(config);
    case 'tpe':
      return tpe(config, space);
    case 'evolution':
      return evolution(config);
    case 'halving':
      return halving(config);
    case 'asha':
      return asha(config);
  }
}
