import { describe, expect, it } from 'vitest';
import { simulateSweep, type SimulationOptions } from './simulateSweep';

const options: SimulationOptions = {
  workers: 20,
  trials: 100,
  seconds: 600,
  killsPerHour: 0,
  replacedAfter: 30,
  frozen: 0,
  checkpointEvery: 60,
  leases: { heartbeat: 10, lease: 60 },
  seed: 1,
};

describe('a simulated sweep', () => {
  it('without faults does its work and no other', async () => {
    const { useful, lost, duplicate, makespan, finished } = await simulateSweep(options);
    expect([lost, duplicate, finished]).toEqual([0, 0, 100]);
    // 100 uniform times between half and one and a half of the mean: four standard errors are 0.12
    expect(Math.abs(useful / (100 * 600) - 1)).toBeLessThan(0.12);
    expect(makespan).toBeGreaterThan(useful / 20);
    expect(makespan).toBeLessThan(useful / 20 + 900);
  });

  it('with kills loses half a checkpoint for each, and finishes every trial', async () => {
    const { kills, lost, finished, useful } = await simulateSweep({ ...options, killsPerHour: 4 });
    expect(kills).toBeGreaterThan(30);
    expect(finished).toBe(100);
    expect(useful).toBeCloseTo((await simulateSweep(options)).useful, 6);
    expect(lost / kills).toBeGreaterThan(10);
    expect(lost / kills).toBeLessThan(50);
  });

  it('with workers that freeze and wake does some work twice, and counts no result twice', async () => {
    const { freezes, duplicate, finished } = await simulateSweep({
      ...options,
      killsPerHour: 4,
      frozen: 0.5,
    });
    expect(freezes).toBeGreaterThan(10);
    expect(finished).toBe(100);
    expect(duplicate).toBeGreaterThan(0);
  });

  it('is the same for the same seed', async () => {
    const wild = { ...options, killsPerHour: 6, frozen: 0.2 };
    expect(await simulateSweep(wild)).toEqual(await simulateSweep(wild));
  });
});
