import { beforeAll, describe, expect, it } from 'vitest';
import type { Score } from '@goal-driven/core';
import { createRng } from '@goal-driven/core/arrays';
import { ModelRecovery, modelRecovery, type Recovered } from './modelRecovery';
import { syntheticLayers } from './syntheticObserver';

// Smaller than the defaults, which take half a minute.
const config = ModelRecovery.parse({
  observer: {
    images: { objects: 6, imagesPerObject: 40, units: 30 },
    sites: { sites: 6, trials: 8 },
  },
  predictivity: { splits: { kind: 'withinCategory', splits: 2 }, halves: 5 },
});

describe('modelRecovery', () => {
  let recovered: Recovered;
  let scores: (metric: string, labels?: Score['labels']) => Score[];
  beforeAll(async () => {
    recovered = await modelRecovery(config, createRng(5));
    scores = (metric, labels = {}) =>
      recovered.scores.filter(
        (score) =>
          score.metric === metric &&
          Object.entries(labels).every(([name, value]) => score.labels[name] === value),
      );
  }, 120_000);

  it('gives each area the layer that its sites hear', () => {
    const chosen = scores('layerToArea', { chosen: 'yes' }).map(({ labels }) => [
      labels['area'],
      labels['layer'],
    ]);
    expect(Object.fromEntries(chosen)).toEqual(syntheticLayers);
    expect(scores('layerToArea').length).toBe(12);
    for (const { labels, ceiled } of scores('layerToArea')) {
      if (labels['chosen'] === 'no') expect(ceiled).toBeLessThan(0.5);
    }
  });

  it('brings the true dynamics to the ceiling at every bin that they drive', () => {
    for (const [area, first] of [
      ['V4', 50],
      ['aIT', 70],
    ] as const) {
      const driven = scores('neuralPredictivity', { model: 'recurrent', area }).filter(
        ({ labels }) => Number(labels['bin']) >= first,
      );
      expect(driven.length).toBe(25 - first / 10);
      const mean = driven.reduce((sum, { ceiled }) => sum + ceiled, 0) / driven.length;
      expect(Math.abs(mean - 1)).toBeLessThan(0.03);
      // A median of 6 sites at one bin is less sure.
      for (const { ceiled, value } of driven) {
        expect(Math.abs(ceiled - 1)).toBeLessThan(0.1);
        expect(value).toBeLessThan(1);
      }
    }
  });

  it('lets a first sweep, constant in time, fall behind late', () => {
    for (const area of ['V4', 'aIT']) {
      const late = (model: string) =>
        scores('neuralPredictivity', { model, area })
          .filter(({ labels }) => Number(labels['bin']) >= 150)
          .map(({ ceiled }) => ceiled);
      const [own, sweep] = [late('recurrent'), late('feed-forward')];
      expect(own.length).toBe(10);
      own.forEach((score, bin) => expect(score - sweep[bin]!).toBeGreaterThan(0.2));
    }
  });

  it('finds the solution times put in, in order, from the sites and from the model', () => {
    for (const source of ['synthetic sites', 'recurrent model']) {
      const [score] = scores('recoveredSolutionTimes', { source });
      expect(score!.n).toBeGreaterThan(150);
      expect(score!.value).toBeGreaterThan(0.6);
    }
    const [consistency] = scores('solutionTimeConsistency');
    expect(consistency!.ceiling).toBeGreaterThan(0.9);
    expect(consistency!.value).toBeGreaterThan(0.5);
  });

  it("finds them by Brain-Score's procedure, in the images of its ten small splits", () => {
    const [score] = scores('recoveredSolutionTimes', { source: "recurrent model, Brain-Score's procedure" });
    expect(score!.n).toBeGreaterThan(100); // of 240, a tenth of which is tested ten times, with repetitions
    expect(score!.value).toBeGreaterThan(0.8);
    const [consistency] = scores('solutionTimeConsistency', { procedure: 'Brain-Score' });
    expect(consistency!.value).toBeGreaterThan(0.7);
    expect(consistency!.ceiling).toBe(0.79);
  });

  it('finds them in a feed-forward model, and by the graded schedule the time at which each layer speaks', () => {
    for (const features of ['graded', 'uniform']) {
      const [score] = scores('recoveredSolutionTimes', { source: `unrolled model, ${features}` });
      expect(score!.n).toBeGreaterThan(150);
      expect(score!.value).toBeGreaterThan(0.6);
    }
    const [graded, uniform] = ['graded', 'uniform'].map(
      (schedule) => scores('scheduleError', { schedule })[0]!.value,
    );
    // Layers speak at 70, 80, 90, 110, 150 and 230 ms: the nearest one to each bin would be 12.2 ms away.
    expect(graded).toBeLessThan(20);
    expect(uniform).toBeGreaterThan(30);
  });

  it('finds challenge images late', () => {
    const [delay] = scores('challengeDelay');
    expect(delay!.value).toBeGreaterThan(10);
    expect(scores('challengeDelayP')[0]!.value).toBeLessThan(0.01);
  });

  it('shows all of it, labelled synthetic', () => {
    expect(recovered.figures.map(({ name }) => name)).toEqual([
      ...['layer-to-area-recurrent', 'predictivity-V4', 'predictivity-aIT'],
      ...['recovered-behaviour', 'recovered-solution-times', 'recovered-schedules', 'challenge-images'],
    ]);
    for (const { caption } of recovered.figures) expect(caption).toContain('synthetic');
    expect(scores('neuralPredictivity').every(({ labels }) => labels['animals'] === 'synthetic')).toBe(true);
  });
});
