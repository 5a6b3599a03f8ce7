import { createRng } from '@goal-driven/core/arrays';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sourceHash } from './_placeCode.generated';
import { placeCodeKernel } from './_placeCodeKernel';
import { placeActivities, plainActivities } from './placeActivities';
import { PlaceCells } from './placeCells';

it('the committed binary is made from the sources in assembly/ (else: node assembly/build.mjs)', () => {
  const script = fileURLToPath(new URL('../assembly/build.mjs', import.meta.url));
  expect(execFileSync(process.execPath, [script, '--hash'], { encoding: 'utf8' }).trim()).toBe(sourceHash);
});

describe('compiled place activities have the bits of the plain loop', () => {
  it.each([
    { code: 'gaussian' },
    { code: 'differenceOfGaussians' },
    { code: 'gaussian', surroundScale: 3 },
    { code: 'differenceOfGaussians', surroundScale: 1.5 },
    // Far cells underflow, by way of numbers below the normal ones, to 0.
    { code: 'gaussian', sigma: 0.03 },
    { code: 'differenceOfGaussians', sigma: 0.0301, surroundScale: 1.01 },
    // All exponents are tiny.
    { code: 'differenceOfGaussians', sigma: 30_000 },
    { code: 'differenceOfGaussians', periodic: true },
    { code: 'differenceOfGaussians', count: 7 },
  ])('%o', (settings) => {
    const config = PlaceCells.parse(settings);
    const rng = createRng(3);
    const within = (values: Float64Array) => values.map((value) => 2.2 * (value - 0.5));
    const centres = within(rng.child('centres').uniform(2 * config.count));
    const positions = within(rng.child('positions').uniform(2 * 301));
    positions.set(centres.subarray(0, 2)); // on a cell
    const period = config.periodic ? { x: 2.2, y: 2.2 } : undefined;
    for (const Values of [Float32Array, Float64Array]) {
      const [expected, compiled] = [new Values(301 * config.count), new Values(301 * config.count)];
      plainActivities(config, { centres, positions, period }, expected);
      expect(placeCodeKernel()).toBeDefined();
      expect(placeActivities(config, { centres, positions, period }, compiled)).toBe(compiled);
      expect(Buffer.compare(Buffer.from(compiled.buffer), Buffer.from(expected.buffer))).toBe(0);
    }
  });

  it('is NaN where a position is', () => {
    const config = PlaceCells.parse({ count: 3 });
    const [centres, positions] = [Float64Array.of(0, 0, 1, 0, 0, 1), Float64Array.of(0, 0, NaN, 0)];
    const codes = placeActivities(config, { centres, positions, period: undefined }, new Float64Array(6));
    expect([...codes].map(Number.isNaN)).toEqual([false, false, false, true, true, true]);
  });
});
