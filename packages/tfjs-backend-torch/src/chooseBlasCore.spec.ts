import { expect, it } from 'vitest';
import { chooseBlasCore, processorFlags } from './chooseBlasCore';

const wide = ['fma', 'avx2', 'avx512f', 'avx512cd', 'avx512bw', 'avx512dq', 'avx512vl'];

const chosen = (flags: readonly string[], environment: NodeJS.ProcessEnv = {}) => {
  chooseBlasCore(environment, new Set(flags));
  return environment['OPENBLAS_CORETYPE'];
};

it('names a processor with AVX-512, unless the user has', () => {
  expect(chosen(wide)).toBe('SKYLAKEX');
  expect(chosen(wide, { OPENBLAS_CORETYPE: 'HASWELL' })).toBe('HASWELL');
});

it('leaves processors to OpenBLAS that lack a part of AVX-512', () => {
  for (const missing of wide.filter((flag) => flag !== 'avx2'))
    expect(chosen(wide.filter((flag) => flag !== missing))).toBeUndefined();
});

it.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('reads the flags of this processor', () => {
  expect(processorFlags()).toContain('sse2');
});
