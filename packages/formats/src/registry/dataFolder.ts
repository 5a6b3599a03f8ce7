import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where data are kept, a folder for each entry: GOAL_DRIVEN_DATA; else `data` in GOAL_DRIVEN_CACHE; else `goal-driven/data`
 * in the user's folder for caches.
 */
export function dataFolder(): string {
  const { GOAL_DRIVEN_DATA: own, GOAL_DRIVEN_CACHE: cache, XDG_CACHE_HOME: user } = process.env;
  if (own !== undefined && own !== '') return own;
  if (cache !== undefined && cache !== '') return join(cache, 'data');
  const base = user ?? join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache');
  return join(base, 'goal-driven', 'data');
}
