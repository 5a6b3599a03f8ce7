import { describe, expect, it } from 'vitest';
import { randomSplits, structured2d } from '@goal-driven/metrics';
import { FitSplits, splitsOfBins } from './FitSplits';

const regions = (division: string, square?: number) =>
  FitSplits.parse({ kind: 'regions', division, ...(square && { square }) });

describe('splitsOfBins', () => {
  const all = Int32Array.from({ length: 16 }, (_, bin) => bin);

  it.each(['topbottom', 'leftright', 'diag1', 'diag2', 'quad'] as const)(
    'divides whole maps by %s',
    (division) => {
      expect(splitsOfBins(regions(division), all, [4, 4])).toEqual(structured2d(4, 4, division));
    },
  );

  it('divides whole maps as a checkerboard of squares', () => {
    expect(splitsOfBins(regions('checkerboard', 2), all, [4, 4])).toEqual(
      structured2d(4, 4, 'checkerboard', { square: 2 }),
    );
  });

  it('leaves missing bins out of their region, and counts the others anew', () => {
    // Of a lattice of 2 x 2, bin 1 is missing: bins 0, 2, 3 are places 0, 1, 2.
    const bins = Int32Array.of(0, 2, 3);
    expect(splitsOfBins(regions('topbottom'), bins, [2, 2])).toEqual([
      { train: Int32Array.of(0), test: Int32Array.of(1, 2) },
      { train: Int32Array.of(1, 2), test: Int32Array.of(0) },
    ]);
    expect(() => splitsOfBins(regions('topbottom'), Int32Array.of(2, 3), [2, 2])).toThrow(
      /every part of topbottom must hold a bin with a value/,
    );
  });

  it('draws other splits over the bins that there are', () => {
    const config = FitSplits.parse({ kind: 'random', trainFraction: 0.4, splits: 2 });
    expect(splitsOfBins(config, Int32Array.of(0, 2, 3, 7, 9), [4, 4])).toEqual(
      randomSplits(5, { trainFraction: 0.4, splits: 2 }),
    );
  });
});
