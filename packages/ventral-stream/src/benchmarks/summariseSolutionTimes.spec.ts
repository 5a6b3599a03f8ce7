import { describe, expect, it } from 'vitest';
import { DataError } from '@goal-driven/core/arrays';
import { behaviourOf, table, vector } from './_arrays.fixture';
import {
  consistencyFigure,
  solutionTimesFigure,
  solutionTimeScores,
  solvedFigure,
} from './solutionTimesReport';
import { summariseSolutionTimes } from './summariseSolutionTimes';

const objects = Int32Array.of(0, 1, 0, 1, 0, 1);
const ost = vector(100, 110, 120, 130, NaN, 140);
const splits = [
  { train: Int32Array.of(4, 5), test: Int32Array.of(0, 1, 2, 3) },
  { train: Int32Array.of(0, 1), test: Int32Array.of(5, 4, 3, 2) },
];
const times = [Float64Array.of(80, 90, 95, NaN), Float64Array.of(70, 71, 75, 80)];

describe('summariseSolutionTimes', () => {
  const behaviour = behaviourOf({ objects, ost });

  it('gives mean and error over splits of the rank correlation over images that both solve', () => {
    // First split: ranks 1 2 3 against 1 2 3. Second: images 5, 3 and 2 with 70, 75, 80 against 140, 130, 120.
    const { correlations, raw, error, ceiled, n } = summariseSolutionTimes({ times, splits }, behaviour, {
      ...{ ceiling: 0.5, ddof: 1 },
    });
    expect([...correlations]).toEqual([1, -1]);
    expect([raw, n]).toEqual([0, 6]);
    expect(error).toBeCloseTo(Math.SQRT2 / Math.SQRT2, 12); // deviation of 1 and -1 by 1 of 2, over the root of 2
    expect(ceiled).toBe(0);
    const population = summariseSolutionTimes({ times, splits }, behaviour, { ceiling: 0.5, ddof: 0 });
    expect(population.error).toBeCloseTo(1 / Math.SQRT2, 12);
  });

  it('counts what the brain solves and the model does not', () => {
    const { fractionSolved, times: means } = summariseSolutionTimes({ times, splits }, behaviour, {
      ...{ ceiling: 1, ddof: 1 },
    });
    // 3 of 4 in the first split, 3 of 3 in the second.
    expect(fractionSolved).toBeCloseTo((3 / 4 + 1) / 2, 12);
    // Image 2 was tested twice; image 3 was solved in one of its two splits.
    expect([...means]).toEqual([80, 90, (95 + 80) / 2, 75, 71, 70]);
  });

  it('takes the agreement of halves as ceiling where they are known', () => {
    // Ranks 1 2 3 4 against 2 1 3 4: 1 - 6 * 2 / (4 * 15) = 0.8, after Spearman-Brown 1.6 / 1.8.
    const ostHalves = table([
      [1, 2],
      [2, 1],
      [3, 3],
      [4, 4],
      [NaN, 9],
      [9, NaN],
    ]);
    const halved = behaviourOf({ objects, ost, ostHalves });
    const { ceiling } = summariseSolutionTimes({ times, splits }, halved, { ceiling: 0.5, ddof: 1 });
    expect(ceiling).toBeCloseTo(1.6 / 1.8, 12);
  });

  it('needs solution times of the brain', () => {
    const none = behaviourOf({ objects });
    expect(() => summariseSolutionTimes({ times, splits }, none, { ceiling: 1, ddof: 1 })).toThrow(DataError);
  });
});

describe('solutionTimeScores and solutionTimesFigure', () => {
  const behaviour = behaviourOf({ objects, ost });
  const found = summariseSolutionTimes({ times, splits: splits.slice(0, 1) }, behaviour, {
    ceiling: 0.5,
    ddof: 1,
  });

  it('label what they come from', () => {
    const [consistency, error, fraction] = [...solutionTimeScores(found, behaviour, { model: 'x' })];
    expect(consistency).toEqual({
      ...{
        metric: 'solutionTimeConsistency',
        version: 1,
        value: 1,
        ceiling: 0.5,
        ceiled: 2,
        n: 3,
        unit: '1',
      },
      labels: { model: 'x', behaviour: 'fixture', observer: 'synthetic' },
    });
    expect([error!.metric, error!.value, error!.n]).toEqual(['solutionTimeConsistencyError', NaN, 1]); // of one split
    expect([fraction!.metric, fraction!.value]).toEqual(['fractionSolved', 0.75]);
  });

  it('show images that both solve', () => {
    const figure = solutionTimesFigure([{ name: 'x', times: found.times }], behaviour);
    expect(figure).toMatchObject({
      kind: 'scatter',
      groups: [{ label: 'x', x: [100, 110, 120], y: [80, 90, 95] }],
    });
    expect(figure.caption).toContain('synthetic');
  });

  it('show the mean over splits with its standard error', () => {
    // Correlations 1 and -1, as above: mean 0, error 1.
    const both = summariseSolutionTimes({ times, splits }, behaviour, { ceiling: 0.5, ddof: 1 });
    const [, error] = [...solutionTimeScores(both, behaviour, {})];
    expect([error!.value, error!.n]).toEqual([expect.closeTo(1, 12), 2]);
    const models = [
      { name: 'x', found: both },
      { name: 'y', found },
    ];
    const figure = consistencyFigure(models, behaviour);
    if (figure.kind !== 'bars') throw new Error(figure.kind);
    expect(figure.bars[0]).toMatchObject({ label: 'x', value: 0 });
    expect(figure.bars[0]!.interval).toEqual([expect.closeTo(-1, 12), expect.closeTo(1, 12)]);
    expect(figure.bars[1]).toEqual({ label: 'y', value: 1 }); // one split has no error
    expect(solvedFigure(models, behaviour)).toMatchObject({
      groups: [
        { label: 'x', x: [both.fractionSolved], y: [0] },
        { label: 'y', x: [0.75], y: [1] },
      ],
    });
  });
});
