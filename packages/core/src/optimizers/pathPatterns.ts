import { z } from 'zod';
import { ConfigError } from '../errors';

// Which leaves of a parameter tree something applies to. `*` stands for any text inside one name, `**`
// for any number of names: `model/encoder/kernel`, `model/*/kernel`, `**/bias`.
/** Which leaves of a tree of parameters are meant. */
export const PathPatterns = z
  .array(z.string().min(1))
  .min(1)
  .default(['**'])
  .meta({ description: 'Paths of the parameters meant; * is any text in one name, ** any number of names' });

/** A test of a path against the patterns; true where one matches. */
export function matchesAny(patterns: readonly string[]): (path: string) => boolean {
  const expressions = patterns.map(toExpression);
  return (path) => expressions.some((expression) => expression.test(`${path}/`));
}

/**
 * Every pattern must mean something: one that matches no path is a misspelling.
 *
 * @throws ConfigError naming the pattern and the paths there are
 */
export function requireMatches(who: string, patterns: readonly string[], paths: readonly string[]): void {
  for (const pattern of patterns) {
    const expression = toExpression(pattern);
    if (!paths.some((path) => expression.test(`${path}/`))) {
      throw new ConfigError(
        `${who}: each pattern must match a parameter (${paths.join(', ')}), got ${pattern}`,
      );
    }
  }
}

// Matched against the path with a slash at its end, so that every name, the last too, is followed by one.
function toExpression(pattern: string): RegExp {
  const names = pattern
    .split('/')
    .map((name) => (name === '**' ? '(?:[^/]+/)*' : `${name.split('*').map(escaped).join('[^/]*')}/`));
  return new RegExp(`^${names.join('')}$`);
}

const escaped = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
