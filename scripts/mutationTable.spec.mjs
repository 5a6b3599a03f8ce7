import { describe, expect, it } from 'vitest';
import { addReport, markdown, readRows, score } from './mutationTable.mjs';

const mutants = (...statuses) => ({ mutants: statuses.map((status) => ({ status })) });
const report = {
  config: { mutate: ['src/a.ts', 'src/b.ts:3-9'], testFiles: ['src/a.spec.ts', 'src/c.spec.ts'] },
  files: {
    'src/b.ts': mutants('Killed', 'Timeout', 'Survived', 'NoCoverage', 'Ignored', 'RuntimeError'),
    'src/a.ts': mutants('Killed'),
  },
};

describe('a table of mutants', () => {
  it('counts an unreached mutant as survived, and neither a static nor an erroneous one', () => {
    expect(addReport([], report, 'abc')).toEqual([
      row('a.ts', 'all', { mutants: 1, killed: 1 }),
      row('b.ts', '3-9', { mutants: 4, killed: 1, timeout: 1, survived: 2, fixed: 1 }),
    ]);
  });

  it('reads back what it wrote', () => {
    const rows = addReport([], report, 'abc');
    expect(readRows(markdown(rows, []))).toEqual(rows);
  });

  it('puts a later run of a file in the place of the earlier, and of its parts', () => {
    const rows = addReport([], report, 'abc');
    const again = { config: { mutate: ['src/b.ts'] }, files: { 'src/b.ts': mutants('Killed') } };
    const whole = { ...row('b.ts', 'all', { mutants: 1, killed: 1 }), specs: 'all', commit: 'def' };
    expect(addReport(rows, again, 'def')).toEqual([rows[0], whole]);
  });

  it('scores what was found, and says what was not run', () => {
    expect(score({ mutants: 4, killed: 1, timeout: 1 })).toBe('50.0');
    expect(score({ mutants: 0, killed: 0, timeout: 0 })).toBe('-');
    const page = markdown(addReport([], report, 'abc'), ['b.ts', 'a.ts', 'z.ts', 'y.ts']);
    expect(page).toMatch(/\*\*60\.0 %\*\* of 5 mutants in 2 files: 2 killed, 1 timed out, 2 survived\./);
    expect(page).toMatch(/Not yet run: y\.ts, z\.ts\./);
  });
});

function row(file, lines, counts) {
  const none = { mutants: 0, killed: 0, timeout: 0, survived: 0, fixed: 0 };
  return { file, lines, specs: 'a, c', ...none, ...counts, commit: 'abc' };
}
