import { DataError } from '@goal-driven/core/arrays';
import { join } from 'node:path';
import { readFileOnce } from './readFileOnce';

const DEEPEST = 100;

/**
 * The value of a JSON file of a run.
 *
 * @throws DataError for a file that is absent, too large, no JSON, or nested more than 100 deep
 */
export function readJsonFile(folder: string, name: string, most: number): unknown {
  const text = readFileOnce(join(folder, name), name, most).toString('utf8');
  // What walks over a value calls itself for each level.
  if (depthOf(text) > DEEPEST)
    throw new DataError(`${name}: must be nested at most ${DEEPEST} deep, got more`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DataError(`${name}: must be JSON, got ${(error as Error).message}`, { cause: error });
  }
}

/** How deep lists and records are in one another, of any text; each character is looked at once. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) quoted = !quoted;
    else if (quoted) at += Number(character === BACKSLASH);
    else if (character === BRACKET || character === BRACE) deepest = Math.max(deepest, ++depth);
    else if (character === BRACKET + 2 || character === BRACE + 2) depth--; // as they close
  }
  return deepest;
}

const [QUOTE, BACKSLASH, BRACKET, BRACE] = [0x22, 0x5c, 0x5b, 0x7b];
