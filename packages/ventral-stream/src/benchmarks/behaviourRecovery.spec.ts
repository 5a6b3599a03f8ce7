import { beforeAll, describe, expect, it } from 'vitest';
import { createRng, DataError } from '@goal-driven/core/arrays';
import { BehaviourRecovery, behaviourRecovery } from './behaviourRecovery';
import { NeuralDecoding } from './neuralSolutionTimes';
import { SyntheticImages, syntheticModel } from './syntheticModel';

const decoding = NeuralDecoding.parse({ decoder: { cost: 0.1, gain: 2 }, folds: 5 });
const images = SyntheticImages.parse({ objects: 6, imagesPerObject: 40, units: 30 });
const model = syntheticModel(images, createRng(1));
const config = BehaviourRecovery.parse({});

describe('behaviourRecovery', () => {
  let recovered: Awaited<ReturnType<typeof behaviourRecovery>>;
  const scoreOf = (candidate: number, observer: number) => {
    const [score, ...others] = recovered.scores.filter(
      ({ labels }) =>
        labels['model'] === `high at ${candidate} ms` &&
        labels['behaviour'] === `reads high at ${observer} ms`,
    );
    expect(others).toEqual([]);
    return score!;
  };
  beforeAll(async () => {
    recovered = await behaviourRecovery(model, config, { decoding, rng: createRng(2) });
  }, 60_000);

  it("finds when each observer reads: its own time comes to the ceiling, others don't", () => {
    expect(recovered.scores.length).toBe(config.times.length ** 2);
    for (const own of config.times) {
      expect(scoreOf(own, own).ceiled).toBeGreaterThan(0.9);
      for (const other of config.times.filter((time) => time !== own)) {
        expect(scoreOf(own, own).ceiled).toBeGreaterThan(scoreOf(other, own).ceiled);
        expect(scoreOf(own, own).ceiled).toBeGreaterThan(scoreOf(own, other).ceiled);
      }
    }
    // Early on there is evidence of fast images alone, and responses turn into unrelated ones.
    expect(scoreOf(70, 250).ceiled).toBeLessThan(0.6);
    expect(scoreOf(250, 70).ceiled).toBeLessThan(0.6);
  });

  it('takes the noise of observers for noise', async () => {
    const noisy = { ...config, noise: 3 * config.noise };
    const { scores } = await behaviourRecovery(model, noisy, { decoding, rng: createRng(2) });
    scores.forEach(({ value, ceiling, ceiled }, index) => {
      const before = recovered.scores[index]!;
      expect(ceiling).toBeLessThan(before.ceiling);
      expect(value).toBeLessThan(before.value);
      expect(Math.abs(ceiled - before.ceiled)).toBeLessThan(0.15);
    });
  }, 60_000);

  it('draws all of it, labelled synthetic', () => {
    const { figure, scores } = recovered;
    if (figure.kind !== 'categories') throw new Error(`categories must be drawn, got ${figure.kind}`);
    expect(figure.caption).toContain('synthetic');
    expect(figure.groups.map(({ values }) => values)).toEqual(
      config.times.map((candidate) => config.times.map((observer) => [scoreOf(candidate, observer).ceiled])),
    );
    expect(scores.every(({ labels }) => labels['observer'] === 'synthetic')).toBe(true);
  });

  it('needs times that the model reaches', async () => {
    const late = BehaviourRecovery.parse({ times: [70, 260] });
    await expect(behaviourRecovery(model, late, { decoding, rng: createRng(2) })).rejects.toThrow(DataError);
  });
});
