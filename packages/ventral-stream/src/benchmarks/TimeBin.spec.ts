import { describe, expect, it } from 'vitest';
import { brainScoreBins, publishedBins, regularBins, requireBins, timeless } from './TimeBin';

describe('bins', () => {
  it('follow each other', () => {
    expect(regularBins({ from: 70, count: 2 })).toEqual([
      { start: 70, end: 80 },
      { start: 80, end: 90 },
    ]);
    expect(regularBins({ width: 50, count: 1 })).toEqual([{ start: 0, end: 50 }]);
  });

  it('are the published ones', () => {
    expect([brainScoreBins.length, brainScoreBins[0]!.start, brainScoreBins.at(-1)]).toEqual([
      ...[18, 70],
      { start: 240, end: 250 },
    ]);
    expect([publishedBins.length, publishedBins.at(-1)!.end]).toEqual([19, 260]);
  });

  it('ascend without overlap', () => {
    expect(() => requireBins('who', timeless)).not.toThrow();
    expect(() =>
      requireBins('who', [
        { start: 0, end: 20 },
        { start: 10, end: 30 },
      ]),
    ).toThrow('who: bins must ascend without overlap, got 10 ms after 20 ms');
    expect(() => requireBins('who', [{ start: 5, end: 5 }])).toThrow('bins must end after they start');
    expect(() => requireBins('who', [])).toThrow('bins must be at least 1, got none');
    expect(() => regularBins({ count: 0 })).toThrow('count must be at least 1');
    expect(() => regularBins({ count: 3, width: 0 })).toThrow('width above 0');
  });
});
