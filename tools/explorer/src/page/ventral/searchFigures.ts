import { EnvironmentError, type Figure } from '@goal-driven/core';
import { connectionFigures, connectionFrequencies } from '@goal-driven/ventral-stream';

const SEARCH = new URL('../../../models/ventral/search-trials.json', import.meta.url);

/** The shipped search: `models/ventral/README.md` says how it came about. */
type StoredSearch = {
  readonly command: string;
  /** How each genome was trained and judged. */
  readonly protocol: string;
  readonly trials: Parameters<typeof connectionFrequencies>[0];
};

/**
 * How often the best genomes of the shipped search have each connection and choice, as figures.
 *
 * @param best how many count as the best
 * @returns `provenance`, in a sentence, with the range of what the genomes reached
 * @throws EnvironmentError where the file cannot be had; ConfigError for another number than there are genomes
 */
export async function searchFigures(best: number): Promise<{ provenance: string; figures: Figure[] }> {
  const response = await fetch(SEARCH);
  if (!response.ok)
    throw new EnvironmentError(`search: ${SEARCH.pathname} must be a file to be had, got ${response.status}`);
  const { command, protocol, trials } = (await response.json()) as StoredSearch; // a file of ours
  const frequencies = connectionFrequencies(trials, [{ direction: 'maximize' }], { best: { count: best } });
  const finished = trials.filter(({ state }) => state === 'finished');
  const reached = finished.map(({ objectives }) => objectives[0]!); // its accuracy
  const range = `${Math.min(...reached).toFixed(2)} to ${Math.max(...reached).toFixed(2)}`;
  const provenance = `${finished.length} genomes finished, accuracies ${range} (${protocol}): ${command}`;
  return { provenance, figures: connectionFigures(frequencies) };
}
