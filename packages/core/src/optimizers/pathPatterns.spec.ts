import { describe, expect, it } from 'vitest';
import { ConfigError } from '../errors';
import { matchesAny, requireMatches } from './pathPatterns';

const paths = [
  'model/cell/kernel',
  'model/cell/bias',
  'model/bias',
  'task/head/kernel',
  'bias',
  'model/cell1.x/kernel',
];
const matched = (...patterns: string[]) => paths.filter(matchesAny(patterns));

describe('path patterns', () => {
  it('* is text within a name, ** any number of names', () => {
    expect(matched('**')).toEqual(paths);
    expect(matched('**/bias')).toEqual(['model/cell/bias', 'model/bias', 'bias']);
    expect(matched('model/*/kernel')).toEqual(['model/cell/kernel', 'model/cell1.x/kernel']);
    expect(matched('model/**')).toEqual(paths.filter((path) => path.startsWith('model/')));
    expect(matched('model/**/bias')).toEqual(['model/cell/bias', 'model/bias']);
    expect(matched('*/bias', 'task/**')).toEqual(['model/bias', 'task/head/kernel']);
    expect(matched('model/cell1?x/kernel')).toEqual([]);
  });

  it('a pattern that means nothing is an error', () => {
    expect(() => requireMatches('weightDecay', ['**/kernel', 'model/kernal'], paths)).toThrow(ConfigError);
    expect(() => requireMatches('weightDecay', ['**/kernel', 'model/kernal'], paths)).toThrow(
      /got model\/kernal$/,
    );
  });
});
