import type { ViewState } from '../shell/ViewState';
import type { MazeStart } from './mazeMessages';

/** Mazes that the policy never learned in: it learned in 0 to 99. */
export const FIRST_MAZE = 100;
export const LAST_MAZE = 199;

/**
 * The episode that an address names: its start and the moves made, a digit each.
 *
 * @throws RangeError for a value that cannot be, for the address was mistyped
 */
export function episodeOf({ get }: Pick<ViewState, 'get'>): {
  readonly start: MazeStart;
  readonly moves: readonly number[];
} {
  const maze = Number(get('maze') ?? FIRST_MAZE);
  if (!Number.isInteger(maze) || maze < FIRST_MAZE || maze > LAST_MAZE)
    throw new RangeError(`address: maze must be in ${FIRST_MAZE} .. ${LAST_MAZE}, got ${get('maze')}`);
  const seed = Number(get('seed') ?? 0);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`address: seed must be a whole number from 0, got ${get('seed')}`);
  const moves = get('moves') ?? '';
  if (!/^[0-2]{0,60}$/.test(moves))
    throw new RangeError(`address: moves must be at most 60 of the digits 0, 1, 2, got ${moves}`);
  return { start: { maze, seed }, moves: Array.from(moves, Number) };
}
