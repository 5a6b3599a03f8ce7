import { describe, expect, it } from 'vitest';
import { settleCublas } from './settleCublas';

const after = (device: string, deterministic: boolean, before: Record<string, string> = {}) => {
  const environment = { ...before };
  settleCublas(environment, { device, deterministic });
  return environment;
};

describe('the workspace of cuBLAS', () => {
  it('is fixed for the same bits on a GPU', () => {
    expect(after('cuda:1', true)).toEqual({ CUBLAS_WORKSPACE_CONFIG: ':4096:8' });
  });

  it('is left alone on the processor, where bits may differ, and where it is set', () => {
    expect(after('cpu', true)).toEqual({});
    expect(after('cuda', false)).toEqual({});
    const own = { CUBLAS_WORKSPACE_CONFIG: ':16:8' };
    expect(after('cuda', true, own)).toEqual(own);
  });
});
