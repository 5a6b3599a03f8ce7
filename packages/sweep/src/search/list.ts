import { ConfigError } from '@goal-driven/core/arrays';
import { z } from 'zod';
import type { Searcher } from './Searcher';

export const ListSearch = z
  .strictObject({ kind: z.literal('list') })
  .meta({ title: 'The single configurations alone' });

/**
 * The single configurations, in their order.
 *
 * @throws ConfigError for no configurations
 */
export function list(labels: readonly string[]): Searcher {
  if (labels.length === 0) throw new ConfigError('list: there must be configs, got none');
  return {
    count: labels.length,
    suggest: ({ index }) => (index < labels.length ? { point: { config: labels[index]! } } : 'done'),
  };
}
