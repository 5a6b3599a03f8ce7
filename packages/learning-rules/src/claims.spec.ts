import {
  createRng,
  judge,
  quietSession,
  resolveConfig,
  tf,
  useBackend,
  type Claim,
  type Finding,
  type Score,
} from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { claims } from './claims';
import { gapsOf } from './claims/gapsOf';
import { ruleSettings } from './credit/ruleSettings';
import { conditionOf, trainByRule, type Outcome } from './credit/trainByRule';
import { studies } from './studies';

await useBackend('cpu');

// The table forgets whose config it is.
describe.each(Object.entries(claims) as [string, Claim][])('%s', (name, claim) => {
  it('ends in a verdict at its smallest, from findings over its seeds', async () => {
    const config = resolveConfig(claim, { preset: 'smoke' });
    const [findings, scores]: [Finding[], Score[]] = [[], []];
    const before = tf.memory().numTensors;
    for await (const event of claim.run({
      config,
      rng: createRng(1),
      session: quietSession(),
    })) {
      if (event.kind === 'finding') findings.push(event.finding);
      if (event.kind === 'score') scores.push(event.score);
    }
    expect(tf.memory().numTensors).toBe(before);
    expect(claim.name).toBe(name);
    expect(findings.map(({ statistic }) => statistic)).toEqual(
      claim.claim.criteria.map(({ statistic }) => statistic),
    );
    expect(['holds', 'does not hold', 'cannot be told']).toContain(judge(claim.claim.criteria, findings));
    // A network or a family of networks from each of both seeds.
    for (const { seeds, n } of findings) expect([new Set(seeds), n]).toEqual([new Set([0, 1]), seeds.length]);
    for (const { metric, value } of scores)
      if (metric === 'accuracy') expect(value >= 0 && value <= 1).toBe(true);
  });

  it('has a quick preset and criteria on record', () => {
    expect(Object.keys(claim.presets)).toEqual(['full', 'quick', 'smoke']);
    for (const preset of ['full', 'quick']) resolveConfig(claim, { preset });
  });
});

describe('learning-rules/credit', () => {
  it('scores every rule at every depth and draws both figures', async () => {
    const study = studies['learning-rules/credit'];
    const config = resolveConfig(study, { preset: 'smoke' });
    const events = [];
    for await (const event of study.run({ config, rng: createRng(1), session: quietSession() }))
      events.push(event);
    const scores = events.flatMap((event) => (event.kind === 'score' ? [event.score] : []));
    const accuracies = scores
      .filter(({ metric }) => metric === 'accuracy')
      .map(({ labels }) => `${labels['rule']} ${labels['depth']}`);
    const rules = Object.values(ruleSettings).map((rule) => rule.name);
    expect(accuracies).toEqual([1, 2].flatMap((depth) => rules.map((rule) => `${rule} ${depth}`)));
    const figures = events.flatMap((event) => (event.kind === 'figure' ? [event.figure] : []));
    expect(figures.map(({ name, kind }) => [name, kind])).toEqual([
      ['accuracy-by-depth', 'lines'],
      ['angle-by-depth', 'lines'],
    ]);
  });
});

describe('trainByRule', () => {
  const config = resolveConfig(claims['learning-rules/depth-limits-feedback-alignment'], { preset: 'smoke' });
  const outcome = async (learningRate: number, rule = ruleSettings.backpropagation): Promise<Outcome> => {
    const training = { ...config.training, steps: 40, schedule: { kind: 'constant' as const, learningRate } };
    const at = { config: { ...config, training }, rng: createRng(1), session: quietSession() };
    const run = trainByRule(conditionOf(rule, 2), 0, at);
    for (;;) {
      const { done, value } = await run.next();
      if (done) return value;
    }
  };

  it('learns, and says how well feedback aligns', async () => {
    const { accuracy, angle, diverged } = await outcome(0.03, ruleSettings.symmetricAlignment);
    expect([diverged, accuracy > 0.4, angle < 10]).toEqual([false, true, true]); // chance is 0.25
  });

  it('is an outcome too where training diverges', async () => {
    expect(await outcome(1e30)).toEqual({ accuracy: 0, angle: NaN, diverged: true });
  });
});

describe('gapsOf', () => {
  it('pairs conditions by seed', () => {
    const row = (condition: string, seed: number, accuracy: number) => ({
      condition,
      seed,
      accuracy,
      angle: NaN,
      diverged: false,
    });
    const measured = [row('a', 0, 0.9), row('b', 0, 0.5), row('a', 1, 0.8), row('b', 1, 0.7)];
    expect(gapsOf(measured, { from: 'a', of: 'b' }).map((gap) => Math.round(gap * 10) / 10)).toEqual([
      0.4, 0.1,
    ]);
  });
});
