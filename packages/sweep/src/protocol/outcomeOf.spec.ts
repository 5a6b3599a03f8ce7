import { describe, expect, it } from 'vitest';
import { memoryStore } from './memoryStore';
import { outcomeOf } from './outcomeOf';
import { createState } from './SweepState';
import { trialFiles, type OutcomeFile } from './trialFiles';
import type { TrialEnd } from './TrialRunner';

const id = '0123456789abcdef0123';
const state = createState();
state.apply([{ event: 'trial', index: 0, id, point: {}, seed: 1 }]);
const trial = state.trials.get(id)!;

/** The outcome of the attempt after some others. */
function after(
  earlier: readonly OutcomeFile['outcome'][],
  end: TrialEnd,
  { retried = 0, attempts = 3 } = {},
) {
  const store = memoryStore();
  const files = trialFiles(store, id);
  earlier.forEach((outcome, at) => files.createOutcome(at + 1, { outcome }));
  if (retried > 0) files.createRetry(retried);
  return outcomeOf(end, { trial, attempt: earlier.length + 1, store, attempts });
}

const crashed: TrialEnd = { kind: 'crashed', message: 'it fell' };

describe('what is put down about an attempt', () => {
  it('that finished is what it found, with null for what is no number', () => {
    const end: TrialEnd = { kind: 'finished', objectives: [1.5, NaN, Infinity, -0.25], scores: 'a hash' };
    expect(after([], end)).toEqual({
      ...{ outcome: 'finished', objectives: [1.5, null, null, -0.25], scores: 'a hash' },
    });
  });

  it('that came to nothing is why', () => {
    expect(after([], { kind: 'interrupted' })).toEqual({ outcome: 'interrupted' });
    expect(after([], { kind: 'failed', message: 'no' })).toEqual({ outcome: 'failed', message: 'no' });
    expect(after([], { kind: 'unscored', message: 'no' })).toEqual({ outcome: 'failed', message: 'no' });
    expect(after(['lost', 'lost', 'lost'], { kind: 'deferred', message: 'full' })).toEqual({
      ...{ outcome: 'deferred', message: 'full' },
    });
  });

  it('that crashed is a loss, until there were too many', () => {
    expect(after([], crashed)).toEqual({ outcome: 'lost', message: 'it fell' });
    expect(after(['lost'], crashed)).toEqual({ outcome: 'lost', message: 'it fell' });
    expect(after(['lost', 'lost'], crashed)).toEqual({
      ...{ outcome: 'failed', message: 'it fell; its worker was lost 3 times' },
    });
    expect(after([], crashed, { attempts: 1 })).toEqual({
      ...{ outcome: 'failed', message: 'it fell; its worker was lost 1 time' },
    });
  });

  it('counts no attempt that was not lost, nor any before a person said retry', () => {
    expect(after(['lost', 'interrupted', 'deferred', 'interrupted'], crashed).outcome).toBe('lost');
    expect(after(['lost', 'interrupted', 'lost'], crashed).outcome).toBe('failed');
    expect(after(['lost', 'lost', 'failed'], crashed, { retried: 3 }).outcome).toBe('lost');
    expect(after(['lost', 'failed', 'lost', 'lost'], crashed, { retried: 2 }).outcome).toBe('failed');
  });
});
