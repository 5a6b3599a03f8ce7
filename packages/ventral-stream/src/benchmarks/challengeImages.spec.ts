import { describe, expect, it } from 'vitest';
import { ConfigError, ShapeError } from '@goal-driven/core/arrays';
import { challengeDelay, challengeFigure, challengeImages, challengeScores } from './challengeImages';

const primate = [2, 2, 2, 2, 2, NaN, 1];
const model = [0.5, 1.6, 2.4, 0.51, 2.5, 1, -0.5];

describe('challengeImages', () => {
  it('takes differences of at least 1.5, and of at most 0.4 either way', () => {
    expect(challengeImages(primate, model)).toEqual({ challenge: [0, 6], control: [1, 2] });
    expect(challengeImages([2, 2], [1, 2.5], { least: 1, most: 0.5 })).toEqual({
      challenge: [0],
      control: [1],
    });
  });

  it('refuses other images, and kinds that overlap', () => {
    expect(() => challengeImages([1], [1, 2])).toThrow(ShapeError);
    expect(() => challengeImages([1], [1], { least: 0.4, most: 0.4 })).toThrow(ConfigError);
  });
});

describe('challengeDelay', () => {
  const sets = { challenge: [0, 1, 2], control: [3, 4, 5] };

  it('is the difference of means over what is solved', () => {
    const delay = challengeDelay([140, 160, NaN, 110, 120, 130], sets, [1, 2, 9, 1, 1, 4]);
    expect(delay).toMatchObject({
      ...{ delay: 30, challenge: { mean: 150, n: 2, performance: 1.5 } },
      control: { mean: 120, n: 3, performance: 2 },
    });
    // SciPy: ttest_ind([140, 160], [110, 120, 130], equal_var=False)
    expect(delay.p).toBeCloseTo(0.1443662048167655, 9);
    const [score] = [...challengeScores(delay, { source: 'x' })];
    expect(score).toMatchObject({ metric: 'challengeDelay', value: 30, n: 5, unit: 'ms' });
  });

  it('has no p for a single image', () => {
    expect(challengeDelay([140, NaN, NaN, 110, 120, 130], sets, [1, 1, 1, 1, 1, 1]).p).toBeNaN();
    expect(challengeDelay([NaN, NaN, NaN, 1, 2, 3], sets, [1, 1, 1, 1, 1, 1]).delay).toBeNaN();
  });

  it('is shown with both kinds', () => {
    const sources = [{ name: 'IT', times: [5, 6, 7, 1, 2, 3] }];
    const figure = challengeFigure(sources, sets, { synthetic: false });
    expect(figure).toMatchObject({
      ...{ kind: 'categories', categories: ['IT'] },
      groups: [
        { label: 'control', values: [[1, 2, 3]] },
        { label: 'challenge', values: [[5, 6, 7]] },
      ],
    });
    expect(figure.caption).not.toContain('synthetic');
    expect(challengeFigure(sources, sets, { synthetic: true }).caption).toContain('the synthetic observer');
  });
});
