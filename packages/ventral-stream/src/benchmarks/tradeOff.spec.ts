import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError, DataError } from '@goal-driven/core/arrays';
import { conservedSizeFigures, consistencyColouredFigure } from './consistencyFigures';
import { comparedZoo as compared, publishedZoo, type SizedModel } from './publishedZoo';
import {
  conservedSizeScores,
  paretoFront,
  sizes,
  tradeOffFigure,
  tradeOffScores,
  type Size,
} from './tradeOff';

const named = (models: readonly SizedModel[]) => models.map(({ name }) => name);
const of = (kind: string) => compared.filter(({ name }) => name.endsWith(kind));
const best = <Key extends 'top1' | 'parameters'>(models: readonly SizedModel[], key: Key, most: 1 | -1) =>
  [...models].sort((a, b) => most * (b[key] - a[key]))[0]!.name;

describe('publishedZoo', () => {
  it('has the published facts', () => {
    expect([publishedZoo.length, compared.length]).toEqual([20, 14]);
    expect(best(of('intermediate'), 'parameters', -1)).toBe('rgc_intermediate');
    expect(best(of('intermediate'), 'top1', 1)).toBe('rgc_intermediate');
    expect(best(of('shallow'), 'top1', 1)).toBe('rgc_shallow');
    expect(best(of('shallow'), 'parameters', -1)).toBe('timedecay_shallow');
  });

  it('holds as many parameters as the checkpoints', () => {
    expect(publishedZoo.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(683_417_517);
  });

  it('has states of whole maps', () => {
    const shallow = 28 ** 2 * 256 + 14 ** 2 * 256 + 7 ** 2 * 512;
    const state = (name: string) => publishedZoo.find((model) => model.name === name)!.units.state;
    expect(state('gru_shallow')).toBe(shallow);
    expect(state('rgc_shallow')).toBe(2 * shallow);
    expect(state('lstm_intermediate')).toBe(2 * state('gru_intermediate'));
    expect(state('rgc_intermediate')).toBe(815_360 + 323_008);
  });
});

describe('paretoFront', () => {
  it('is the published one', () => {
    const byParameters = ['timedecay_shallow', 'simplernn_shallow', 'rgc_intermediate'];
    const byUnits = ['lstm_shallow', 'rgc_shallow', 'simplernn_intermediate', 'rgc_intermediate'];
    // In the order of size: RGC has fewer parameters than all intermediates and most shallows.
    expect(named(paretoFront(compared, 'parameters'))).toEqual(byParameters);
    expect(named(paretoFront(compared, 'map'))).toEqual(byUnits);
    expect(named(paretoFront(compared, 'out'))).toEqual(byUnits);
    expect(named(paretoFront(compared, 'timesteps'))).toEqual(['rgc_shallow', 'rgc_intermediate']);
  });

  it('holds no model that another beats, and beats every other', () => {
    const anyModel = fc.record({
      top1: fc.integer({ min: 0, max: 9 }),
      parameters: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(anyModel, { minLength: 1, maxLength: 12 }), (drawn) => {
        const models = drawn.map((own, index) => ({ ...publishedZoo[0]!, ...own, name: String(index) }));
        const front = paretoFront(models, 'parameters');
        const beats = (a: SizedModel, b: SizedModel) =>
          (a.parameters <= b.parameters && a.top1 > b.top1) ||
          (a.parameters < b.parameters && a.top1 >= b.top1);
        for (const model of models) {
          expect(front.some((other) => beats(other, model))).toBe(!front.includes(model));
        }
      }),
    );
  });

  it('names what it cannot rank', () => {
    expect(() => paretoFront(compared, 'weight' as Size)).toThrow(ConfigError);
    expect(() => paretoFront([{ ...compared[0]!, top1: NaN }], 'out')).toThrow(DataError);
    expect(() => conservedSizeScores([{ ...compared[0]!, parameters: 0 }], 'parameters')).toThrow(
      'a size above 0',
    );
  });
});

describe('conservedSizeScores', () => {
  it('is the difference of standard scores', () => {
    const models = [10, 1000].map((parameters, index) => ({
      ...compared[0]!,
      parameters,
      top1: 50 + 10 * index,
    }));
    // Both quantities are -1 and 1 in standard scores; the other way round they add up.
    expect(conservedSizeScores(models, 'parameters')).toEqual([0, 0]);
    const reversed = [
      { ...models[0]!, top1: 60 },
      { ...models[1]!, top1: 50 },
    ];
    expect(conservedSizeScores(reversed, 'parameters')).toEqual([2, -2]);
    // Depths the other way round take back what the parameters say.
    const deeper = reversed.map((model, index) => ({ ...model, depth: 10 ** (2 - index) }));
    expect(conservedSizeScores(deeper, 'parameters', 'depth')).toEqual([1, -1]);
  });

  it('is highest for the intermediate RGC by parameters, and says who is on the front', () => {
    const all = [...tradeOffScores(compared, ['parameters', 'mapAndState'])];
    const scores = all.filter(({ metric }) => metric === 'conservedSize');
    expect([all.length, scores.length]).toEqual([14 + 2 * 28, 28]);
    expect(
      all.find(({ metric, labels }) => metric === 'size' && labels['model'] === 'rgc_shallow'),
    ).toMatchObject({
      ...{ value: 23_956_840, labels: { size: 'parameters' } },
    });
    const ofParameters = scores.slice(0, 14);
    const first = [...ofParameters].sort((a, b) => b.value - a.value)[0]!;
    expect(first.labels).toEqual({ model: 'rgc_intermediate', size: 'parameters', front: 'yes' });
    expect(Math.abs(ofParameters.reduce((sum, { value }) => sum + value, 0))).toBeLessThan(1e-9);
  });
});

describe('with solution times', () => {
  const timed = compared.slice(0, 6).map((model, index) => ({
    ...model,
    ...(index > 0 && { consistency: { value: [0, 0.3, 0.1, 0.2, 0.5, 0.4][index]!, observer: 'synthetic' } }),
  }));

  it('colours performance against size by thirds of the consistency', () => {
    const figure = consistencyColouredFigure(timed, 'depth');
    if (figure.kind !== 'scatter') throw new Error(figure.kind);
    expect(figure.groups.map(({ label, y }) => [label, y])).toEqual([
      ['consistency 0.10 to 0.20', [timed[2]!.top1, timed[3]!.top1]],
      ['consistency 0.30 to 0.40', [timed[1]!.top1, timed[5]!.top1]],
      ['consistency 0.50 to 0.50', [timed[4]!.top1]],
      ['no solution times', [timed[0]!.top1]],
    ]);
    expect(figure.caption).toContain('synthetic observer');
  });

  it('draws the consistency against conserved units, parameters, and both', () => {
    const figures = conservedSizeFigures(timed);
    expect(figures.map(({ name }) => name)).toEqual([
      ...['consistency-conserved-units', 'consistency-conserved-parameters', 'consistency-conserved-both'],
    ]);
    const [, parameters] = figures;
    if (parameters?.kind !== 'scatter') throw new Error('scatter');
    const known = timed.slice(1);
    const scores = conservedSizeScores(known, 'parameters');
    expect(parameters.groups.map(({ label, x, y }) => [label, x, y])).toEqual(
      known.map(({ name, consistency }, index) => [name, [scores[index]], [consistency!.value]]),
    );
    expect(conservedSizeFigures(compared)).toEqual([]);
  });
});

describe('tradeOffFigure', () => {
  it('shows every model once', () => {
    const figure = tradeOffFigure(compared, 'map', ({ name }) => name.split('_')[1]!);
    if (figure.kind !== 'scatter') throw new Error(figure.kind);
    expect(figure.groups.map(({ label, x }) => [label, x.length])).toEqual([
      ['shallow', 5],
      ['intermediate', 5],
      ['Pareto front', 4],
    ]);
    expect(figure.groups[2]!.x[0]).toBe(Math.log10(1_367_296));
    expect(figure.axes.x).toBe(`log10 of ${sizes.map.label}`);
  });
});
