import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rateCode, sweepCode } from './_rateCode';

const { code: golden } = JSON.parse(
  readFileSync(new URL('../../goldens/nonNegativePca.json', import.meta.url), 'utf8'),
) as { code: { readout: number[]; data: number[]; codes: number[][] } };

it('a rate code is the non-negative least squares of each row, as SciPy has it', () => {
  const code = rateCode({
    data: Float64Array.from(golden.data),
    k: 3,
    penalty: 0,
    readout: Float64Array.from(golden.readout),
  });
  golden.codes.flat().forEach((value, at) => expect(code[at]).toBeCloseTo(value, 9));
  expect(golden.codes.flat()).toContain(0); // so the constraint binds
});

it('one sweep takes each rate to its best, one after the other, and says how far', () => {
  // readout rows (1, 0) and (1, 1); data (3, -1)
  const problem = {
    data: Float64Array.of(3, -1),
    k: 2,
    penalty: 0,
    code: Float64Array.of(0, 4),
    readout: Float64Array.of(1, 0, 1, 1),
  };
  expect(sweepCode(problem)).toBe(3); // first: max(0, 3 - 4) = 0; second: (3 - 1) / 2 = 1, 3 less
  expect([...problem.code]).toEqual([0, 1]);
  expect(sweepCode(problem)).toBe(2);
  expect([...problem.code]).toEqual([2, 0]); // 3 - 1, then max(0, (3 - 1 - 2) / 2)
});

it('a unit that nobody reads keeps its rate', () => {
  const problem = {
    data: Float64Array.of(3),
    k: 2,
    penalty: 0,
    code: Float64Array.of(7, 0),
    readout: Float64Array.of(0, 1),
  };
  sweepCode(problem);
  expect([...problem.code]).toEqual([7, 3]);
});

it('a penalty shrinks the code', () => {
  // (3) = g (1): g = 3 / (1 + 0.5)
  const code = rateCode({ data: Float64Array.of(3), k: 1, readout: Float64Array.of(1), penalty: 0.5 });
  expect(code[0]).toBeCloseTo(2, 12);
});
