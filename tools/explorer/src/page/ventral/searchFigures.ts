import { EnvironmentError, type Figure } from '@goal-driven/core';
import { connectionFigures, connectionFrequencies } from '@goal-driven/ventral-stream';

const SEARCH = new URL('../../../models/ventral/search-trials.json', import.meta.url);

/** The shipped search: `models/README.md` says how it came about. */
type StoredSearch = {
  readonly command: string;
  readonly trials: Parameters<typeof connectionFrequencies>[0];
};

/**
 * How often the best genomes of the shipped search have each connection and choice, as figures.
 *
 * @param best how many count as the best
 * @throws EnvironmentError where the file cannot be had; ConfigError for another number than there are genomes
 */
export async function searchFigures(
  best: number,
): Promise<{ trials: number; command: string; figures: Figure[] }> {
  const response = await fetch(SEARCH);
  if (!response.ok)
    throw new EnvironmentError(`search: ${SEARCH.pathname} must be a file to be had, got ${response.status}`);
  const { command, trials } = (await response.json()) as StoredSearch; // a file of ours
  const frequencies = connectionFrequencies(trials, [{ direction: 'maximize' }], { best: { count: best } });
  return { trials: trials.length, command, figures: connectionFigures(frequencies) };
}
