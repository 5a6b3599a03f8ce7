import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consistencyForms, noiseCorrection, type ConsistencyForm } from './noiseCorrection';

describe('noiseCorrection', () => {
  it('divides by the root of the product of corrected reliabilities', () => {
    // SB(.9) = 1.8 / 1.9, SB(.4) = .8 / 1.4; their product is .541353.
    for (const form of ['fullNumerator', 'halfNumerator'] as const) {
      const corrected = noiseCorrection(form, { r_xy: 0.3, r_xx: 0.9, r_yy: 0.4 });
      expect(corrected.r_xx_sb).toBeCloseTo(0.947368421, 9);
      expect(corrected.r_yy_sb).toBeCloseTo(0.571428571, 9);
      expect(corrected.denom_sb).toBeCloseTo(0.735767, 6);
      expect(corrected.r_xy_n_sb).toBeCloseTo(0.4077377, 7);
    }
  });

  it('corrects the ratio itself in the ratio form', () => {
    const corrected = noiseCorrection('ratio', { r_xy: 0.3, r_xx: 0.9, r_yy: 0.4 });
    expect(corrected.denom_sb).toBeCloseTo(0.6, 12);
    expect(corrected.r_xy_n_sb).toBeCloseTo(2 / 3, 12); // SB(0.5)
    expect(corrected.r_xx_sb).toBeCloseTo(0.947368421, 9);
  });

  it.each([
    [0, 0.5],
    [0.5, 0],
    [-0.2, 0.5],
    [0.5, -0.2],
    [-0.2, -0.2],
    [-1, 0.5],
    [0.5, NaN],
  ])('has no ceiling for reliabilities %d and %d', (r_xx, r_yy) => {
    for (const form of consistencyForms) {
      const { denom_sb, r_xy_n_sb } = noiseCorrection(form, { r_xy: 0.3, r_xx, r_yy });
      expect([denom_sb, r_xy_n_sb]).toEqual([NaN, NaN]);
    }
  });

  it('keeps scores above 1 and below 0, up to the pole of Spearman-Brown', () => {
    const score = (form: ConsistencyForm, r_xy: number) =>
      noiseCorrection(form, { r_xy, r_xx: 0.25, r_yy: 0.25 }).r_xy_n_sb;
    expect(score('fullNumerator', 0.8)).toBeCloseTo(2, 12);
    expect(score('fullNumerator', -0.8)).toBeCloseTo(-2, 12);
    expect(score('ratio', 0.5)).toBeCloseTo(4 / 3, 12); // SB(2)
    expect(score('ratio', -0.125)).toBeCloseTo(-2, 12); // SB(-0.5)
    expect(score('ratio', -0.25)).toBeNaN();
    expect(score('ratio', -0.5)).toBeNaN();
  });

  it('is the correlation itself where nothing is noisy', () => {
    fc.assert(
      fc.property(fc.double({ min: -0.99, max: 1, noNaN: true }), (r_xy) => {
        for (const form of ['fullNumerator', 'halfNumerator'] as const)
          expect(noiseCorrection(form, { r_xy, r_xx: 1, r_yy: 1 }).r_xy_n_sb).toBe(r_xy);
      }),
      { seed: 1 },
    );
  });

  it('names a form it does not know', () => {
    expect(() => noiseCorrection('half' as ConsistencyForm, { r_xy: 0, r_xx: 1, r_yy: 1 })).toThrow(
      'noiseCorrection: form must be fullNumerator, halfNumerator, ratio, got "half"',
    );
  });
});
