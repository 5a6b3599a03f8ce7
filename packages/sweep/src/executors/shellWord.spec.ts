import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellWord } from './shellWord';

const words = [
  'plain-Word_1.5@x%y+z=a:b,c/d',
  '',
  'two words',
  "it's",
  "'",
  '"$HOME" `id` $(id) \\ ; & | < > * ? [a] {b,c} ~ # !',
  'over\ntwo lines',
  'é',
];

describe('a word for a shell', () => {
  it('stays as it is where a shell would leave it, and is quoted elsewhere', () => {
    expect(words.slice(0, 4).map(shellWord)).toEqual([words[0], "''", "'two words'", `'it'\\''s'`]);
    expect(['~', 'a*', '$x', 'a;b', 'é'].map(shellWord)).toEqual(["'~'", "'a*'", "'$x'", "'a;b'", "'é'"]);
  });

  it('means just that to a shell', () => {
    const script = `printf '%s\\0' ${words.map(shellWord).join(' ')}`;
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(
      words.map((word) => `${word}\0`).join(''),
    );
  });
});
