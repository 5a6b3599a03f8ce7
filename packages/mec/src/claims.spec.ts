import { describe, expect, it } from 'vitest';
import { createRng, judge, quietSession, resolveConfig, type Finding, type Score } from '@goal-driven/core';
import { claims } from './claims';
import { configOf } from './claims/withNetwork';
import { cellShares } from './claims/cellShares';
import { ndArray } from '@goal-driven/core/arrays';

describe.each(Object.entries(claims))('%s', (name, claim) => {
  it('ends in a verdict at its smallest, from findings over its seeds, and says that its animals are synthetic', async () => {
    const config = resolveConfig(claim, { preset: 'smoke' });
    const [findings, scores]: [Finding[], Score[]] = [[], []];
    for await (const event of claim.run({ config, rng: createRng(1), session: quietSession() })) {
      if (event.kind === 'finding') findings.push(event.finding);
      if (event.kind === 'score') scores.push(event.score);
    }
    expect(claim.name).toBe(name);
    expect(findings.map(({ statistic }) => statistic)).toEqual(
      claim.claim.criteria.map(({ statistic }) => statistic),
    );
    expect(['holds', 'does not hold', 'cannot be told']).toContain(judge(claim.claim.criteria, findings));
    for (const { seeds, n, against, statistic } of findings) {
      const ofUnitsAlone = ['gridShareGained', 'heterogeneousShare'].includes(statistic);
      expect(against).toBe(ofUnitsAlone ? undefined : 'synthetic animals');
      expect(n).toBe(seeds.length);
      for (const seed of seeds) expect([0, 1]).toContain(seed);
    }
    const fits = scores.filter(({ metric }) => metric === 'neuralFit');
    expect(fits.length).toBeGreaterThan(0);
    for (const { labels } of fits) expect(labels['animals']).toBe('synthetic');
  });

  it('has a quick preset and criteria on record', () => {
    expect(Object.keys(claim.presets)).toEqual(['full', 'quick', 'smoke']);
    expect(claim.claim.criteria.length).toBeGreaterThan(0);
    resolveConfig(claim, { preset: 'quick' });
    resolveConfig(claim, { preset: 'full' });
  });
});

describe('configOf', () => {
  const { base } = resolveConfig(claims['mec/integration-needed'], { preset: 'quick' });

  it('changes cell, nonlinearity and loss, and nothing else', () => {
    const config = configOf({ name: 'x', cell: 'srnn', activation: 'tanh', loss: 'position' }, base);
    expect(config.network).toMatchObject({ cell: 'srnn', activation: 'tanh', units: 64 });
    expect(config.task.loss).toBe('position');
    expect(configOf({ name: 'x' }, base)).toEqual(base);
  });
});

describe('cellShares', () => {
  it('counts grid-like and heterogeneous cells among those that change their rate', () => {
    const bins = 20;
    const map = (f: (x: number, y: number) => number) =>
      Array.from({ length: bins * bins }, (_, bin) => f(bin % bins, Math.floor(bin / bins)));
    const k = (4 * Math.PI) / (Math.sqrt(3) * 8);
    const grid = map((x, y) =>
      [0, 1, 2].reduce((sum, axis) => {
        const angle = Math.PI / 6 + (axis * Math.PI) / 3;
        return sum + Math.cos(k * (x * Math.cos(angle) + y * Math.sin(angle)));
      }, 1.5),
    );
    const wall = map((x) => Number(x < 2));
    const blob = map((x, y) => Math.exp(-((x - 12) ** 2 + (y - 9) ** 2) / 8));
    const flat = map(() => 3);
    const maps = ndArray(Float64Array.from([grid, wall, blob, flat].flat()), [4, bins, bins]);
    expect(cellShares(maps)).toMatchObject({ grid: 1 / 3, heterogeneous: 1 / 3, n: 3, silent: 1 });
  });
});
