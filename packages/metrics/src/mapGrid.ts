import { ConfigError } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { MapConfig } from './mapConfig';

/** Values to try of each hyperparameter of a map, such as `{ components: [10, 25] }`. */
export type MapGrid = { readonly [hyperparameter: string]: readonly unknown[] };

/**
 * Maps that differ from one only in these hyperparameters: every combination of the values, those of the last
 * hyperparameter changing fastest.
 *
 * @throws ConfigError for a grid without hyperparameters or values, or a combination that is no map
 */
export function mapGrid(map: MapConfig, grid: MapGrid): MapConfig[] {
  const entries = Object.entries(grid);
  if (entries.length === 0 || entries.some(([, values]) => values.length === 0)) {
    throw new ConfigError(
      `mapGrid: grid must hold values of at least one hyperparameter, got ${JSON.stringify(grid)}`,
    );
  }
  const combinations = entries.reduce<readonly object[]>(
    (sofar, [name, values]) =>
      sofar.flatMap((combination) => values.map((value) => ({ ...combination, [name]: value }))),
    [map],
  );
  return combinations.map((combination) => {
    const parsed = MapConfig.safeParse(combination);
    if (parsed.success) return parsed.data;
    throw new ConfigError(
      `mapGrid: every combination must be a map, got ${JSON.stringify(combination)}\n${z.prettifyError(parsed.error)}`,
    );
  });
}
