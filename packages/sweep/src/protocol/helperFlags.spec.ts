import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { helperFlags } from './helperFlags';

describe('helperFlags', () => {
  it('are none where a process may use several cores, or nobody has said', () => {
    expect(helperFlags({})).toEqual([]);
    expect(helperFlags({ OMP_NUM_THREADS: '2' })).toEqual([]);
  });

  it('are known to this Node, and give the young generation more room', () => {
    // The limit counts three semi-spaces; a flag that Node does not know ends it with code 9.
    const script = "process.stdout.write(String(require('node:v8').getHeapStatistics().heap_size_limit))";
    const limit = (flags: readonly string[]) =>
      Number(execFileSync(process.execPath, [...flags, '-e', script], { encoding: 'utf8' })) / 2 ** 20;
    expect(limit(helperFlags({ OMP_NUM_THREADS: '1' })) - limit([])).toBeGreaterThan(0);
  });
});
