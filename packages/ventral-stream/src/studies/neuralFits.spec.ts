import {
  createRng,
  quietSession,
  resolveConfig,
  tf,
  useBackend,
  type Figure,
  type Score,
  type Study,
} from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import modelRecovery from './modelRecovery';
import neuralFits from './neuralFits';
import { siteLayers } from './siteLayers';

await useBackend('cpu');

async function smoke(study: Study, config: object = {}) {
  const [scores, figures]: [Score[], Figure[]] = [[], []];
  const parsed = resolveConfig(study, { preset: 'smoke', config });
  for await (const event of study.run({ config: parsed, rng: createRng(0), session: quietSession() })) {
    if (event.kind === 'score') scores.push(event.score);
    if (event.kind === 'figure') figures.push(event.figure);
  }
  return { scores, figures };
}

describe('ventral-stream/neural-fits', () => {
  it('assigns layers to areas and scores every bin, and says that its sites are synthetic', async () => {
    const before = tf.memory().numTensors;
    const { scores, figures } = await smoke(neuralFits as Study);
    expect(tf.memory().numTensors).toBe(before);
    const time = scores.filter(({ labels }) => labels['mapping'] === 'shared');
    expect(new Set(time.map(({ labels }) => labels['area']))).toEqual(new Set(['V4', 'pIT', 'cIT', 'aIT']));
    expect(time.filter(({ labels }) => labels['area'] === 'V4').map(({ labels }) => labels['bin'])).toEqual(
      Array.from({ length: 25 }, (_, bin) => 10 * bin),
    );
    for (const { labels, ceiling } of time) {
      expect(labels['animals']).toBe('synthetic');
      expect(ceiling).toSatisfy((value: number) => Number.isNaN(value) || value <= 1);
    }
    expect(figures.map(({ name }) => name)).toContain('predictivity-V4');
    for (const { name } of figures) expect(name).toMatch(/^[\w.-]{1,100}$/); // names of files
  });

  it('looks at some areas alone', async () => {
    const { figures } = await smoke(neuralFits as Study, { areas: ['V4'] });
    expect(figures.filter(({ name }) => name.startsWith('predictivity')).map(({ name }) => name)).toEqual([
      'predictivity-V4',
    ]);
  });
});

describe('siteLayers', () => {
  it('goes from low to high', () => {
    expect(siteLayers(['conv3', 'conv4', 'conv5'])).toEqual({
      V4: 'conv3',
      pIT: 'conv4',
      cIT: 'conv5',
      aIT: 'conv5',
    });
    expect(() => siteLayers(['a', 'b'])).toThrow('siteLayers: layers must be 3 or more');
  });
});

describe('ventral-stream/model-recovery', () => {
  it('yields what each benchmark makes of a known observer', async () => {
    const { scores, figures } = await smoke(modelRecovery as Study);
    const metrics = new Set(scores.map(({ metric }) => metric));
    for (const metric of ['neuralPredictivity', 'recoveredSolutionTimes', 'challengeDelay'])
      expect(metrics).toContain(metric);
    expect(figures.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['recovered-solution-times', 'challenge-images', 'predictivity-V4']),
    );
  });
});
