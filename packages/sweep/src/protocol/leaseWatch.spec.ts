import { describe, expect, it } from 'vitest';
import { leaseWatch } from './leaseWatch';

function watching(lease: number) {
  let now = 5000;
  const clock = { now: () => now, date: () => new Date(0), sleep: () => Promise.resolve() };
  return { ...leaseWatch(clock, lease), pass: (ms: number) => void (now += ms) };
}

describe('a lease', () => {
  it('runs out when the sign of life has stayed the same for longer than it', () => {
    const { isExpired, pass } = watching(60);
    expect(isExpired('a', '1')).toBe(false);
    pass(60);
    expect(isExpired('a', '1')).toBe(false);
    pass(1);
    expect(isExpired('a', '1')).toBe(true);
    expect(isExpired('a', '1')).toBe(true);
  });

  it('begins anew with each new sign, even one that was there before', () => {
    const { isExpired, pass } = watching(60);
    for (const sign of ['', '1', '2', '1', '']) {
      expect(isExpired('a', sign)).toBe(false);
      pass(50);
      expect(isExpired('a', sign)).toBe(false);
      pass(50);
    }
    expect(isExpired('a', '')).toBe(true);
    expect(isExpired('a', '9')).toBe(false);
  });

  it('runs from the first look on, each holder for itself', () => {
    const { isExpired, pass } = watching(60);
    isExpired('a', '1');
    pass(1000);
    expect(isExpired('b', '1')).toBe(false);
    expect(isExpired('a', '1')).toBe(true);
  });

  it('that is forgotten begins anew', () => {
    const { isExpired, pass, forget } = watching(60);
    isExpired('a', '1');
    isExpired('b', '1');
    pass(100);
    forget('a');
    expect([isExpired('a', '1'), isExpired('b', '1')]).toEqual([false, true]);
  });
});
