import { describe, expect, it } from 'vitest';
import { noiseCorrection } from './noiseCorrection';
import { noiseCorrectionBias } from './noiseCorrectionBias';

describe('noiseCorrectionBias', () => {
  it('is as worked by hand', () => {
    expect(noiseCorrectionBias(0.5, { stimuli: 100 })).toBeCloseTo((4 * 0.25) / (8 * 0.25 * 100), 15);
    expect(noiseCorrectionBias(0.25, { stimuli: 10 })).toBeCloseTo((3.5 * 0.5625) / (8 * 0.0625 * 10), 15);
  });

  it('agrees with the terms of second order of the correction itself', () => {
    const [score, n, step] = [0.7, 1000, 1e-4];
    for (const r of [0.1, 0.3, 0.6, 0.9]) {
      const reliability = (2 * r) / (1 + r);
      const r_xy = score * Math.sqrt(reliability);
      const corrected = (r_yy: number) =>
        noiseCorrection('fullNumerator', { r_xy, r_xx: 1, r_yy }).r_xy_n_sb / r_xy;
      const [low, middle, high] = [r - step, r, r + step].map(corrected) as [number, number, number];
      const [slope, curve] = [(high - low) / (2 * step), (high - 2 * middle + low) / step ** 2];
      // Over n stimuli: mean and variance of r, mean of r_xy, their covariance, and the mean of the score without noise.
      const mean = (rho: number) => (-rho * (1 - rho ** 2)) / (2 * n);
      const covariance = ((1 - r) * r_xy * ((1 + r) / 2 - score ** 2 * r)) / n;
      const bias =
        r_xy * (slope * mean(r) + (curve * (1 - r ** 2) ** 2) / (2 * n)) +
        middle * mean(r_xy) +
        slope * covariance -
        mean(score);
      expect(noiseCorrectionBias(r, { stimuli: n }) / (bias / score)).toBeCloseTo(1, 4);
    }
  });

  it('falls as one over the stimuli, and is none of halves that are alike', () => {
    const [few, many] = [100, 400].map((stimuli) => noiseCorrectionBias(0.2, { stimuli }));
    expect(few! / many!).toBeCloseTo(4, 12);
    expect(noiseCorrectionBias(1, { stimuli: 2 })).toBe(0);
  });

  it('is undefined where no score is', () => {
    expect([0, -0.5, -1, NaN].map((r) => noiseCorrectionBias(r, { stimuli: 100 }))).toEqual([
      NaN,
      NaN,
      NaN,
      NaN,
    ]);
  });

  it('names what does not fit', () => {
    expect(() => noiseCorrectionBias(1.1, { stimuli: 9 })).toThrow(/halves must be a correlation.*got 1\.1/);
    expect(() => noiseCorrectionBias(-1.1, { stimuli: 9 })).toThrow(
      /halves must be a correlation.*got -1\.1/,
    );
    expect(() => noiseCorrectionBias(0.5, { stimuli: 1 })).toThrow(
      /noiseCorrectionBias: stimuli must be an integer of at least 2, got 1/,
    );
  });
});
