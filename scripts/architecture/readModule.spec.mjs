import { describe, expect, it } from 'vitest';
import { readModule } from './readModule.mjs';

const importsOf = (text) => readModule(text).imports.map(({ from, use }) => `${from} ${use}`);
const exportsOf = (text) => readModule(text).exports.map(({ name, type }) => (type ? `type ${name}` : name));

describe('readModule', () => {
  it.each([
    ["import { a, type B } from './a';", './a values'],
    ["import a from './a';", './a values'],
    ["import * as a from './a';", './a values'],
    ["import './a';", './a values'],
    ["export { a } from './a';", './a values'],
    ["import type { A } from './a';", './a types'],
    ["import { type A, type B } from './a';", './a types'],
    ["export { type A } from './a';", './a types'],
    ["export type A = typeof import('./a');", './a types'],
    ["const f = () => import('./a');", './a later'],
  ])('%s', (text, found) => {
    expect(importsOf(text)).toEqual([found]);
  });

  it('names what is declared and what is passed on, and no more', () => {
    const text = [
      'export const a = 1, { b, c: [d] } = e;',
      'export function f() {}',
      'export class G {}',
      'export type H = 1;',
      'export default a;',
      "export { i as j, type K } from './l';",
      'const hidden = 2;',
    ].join('\n');
    expect(exportsOf(text)).toEqual(['a', 'b', 'd', 'f', 'G', 'type H', 'default', 'j', 'type K']);
    expect(readModule(text).exports.find(({ name }) => name === 'j')).toMatchObject({
      original: 'i',
      from: './l',
    });
    expect(readModule(text).lines).toBe(7);
  });

  it('refuses an export without names', () => {
    expect(() => readModule("export * from './a';")).toThrow('readModule: exports must have names, got *');
  });
});
