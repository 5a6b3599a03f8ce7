import { describe, expect, it } from 'vitest';
import {
  ConfigError,
  createRng,
  DataError,
  ndArray,
  ShapeError,
  type NdArray,
} from '@goal-driven/core/arrays';
import golden from '../goldens/lnp.json';
import { largestDifference, vector } from './_fixtures';
import { lnp, lnpFolds, type Lnp } from './lnp';
import type { LnpVariable } from './lnpDesign';
import { lnpForwardSelection } from './lnpForwardSelection';
import { lnpContributions, lnpProfiles } from './lnpProfiles';
import { poissonScores } from './poissonScores';

const KINDS = { position: 'plane', heading: 'circle', speed: 'line', theta: 'circle' } as const;
const PENALTIES = { position: 8, heading: 50, speed: 50, theta: 50 };
const names = ['position', 'heading', 'speed', 'theta'] as const;
const variables = names.map((name): LnpVariable => ({
  name,
  kind: KINDS[name],
  shape: golden.sizes[name],
  bins: Int32Array.from(golden.bins[name]),
  penalty: PENALTIES[name],
}));
const counts = vector(...golden.counts);

/** Four bins met five times over: the worked example of the specification. */
const four = (kind: 'line' | 'circle', penalty: number): Lnp =>
  lnp([{ name: 'x', kind, shape: [4], bins: Int32Array.from({ length: 20 }, (_, t) => t % 4), penalty }], {
    folds: 2,
    sectionsPerFold: 5,
  });
const twenty = vector(0, 1, 2, 1, 0, 0, 3, 1, 1, 1, 2, 0, 0, 2, 4, 1, 0, 1, 1, 2);

describe('lnp', () => {
  it.each([
    ['line', 0.5, [-1.16113403544, -0.0298252560108, 0.807634802319, 0.0710700860963], 14.8942238784],
    ['line', 50, [0.0323240946306, 0.115609313922, 0.211150255111, 0.19020098839], 19.3174056068],
    ['circle', 0.5, [-0.948545448765, -0.0120256117458, 0.804958294718, -0.0120256117458], 15.1815680839],
  ] as const)('gives the printed parameters: a %s with penalty %d', (kind, penalty, printed, objective) => {
    const fit = four(kind, penalty).fit(twenty, ['x']);
    expect(largestDifference(fit.parameters['x']!.values, [...printed])).toBeLessThan(1e-8);
    expect(Math.abs(fit.objective - objective)).toBeLessThan(1e-9);
    expect(largestDifference(fit.rates.values.subarray(4, 8), printed.map(Math.exp))).toBeLessThan(1e-8);
  });

  it('agrees to 1e-8 with SciPy in rates and objective, for one variable and for all (goldens/lnp.py)', () => {
    const models = lnp(variables);
    for (const [key, { objective, rates }] of Object.entries(golden.fits)) {
      const fit = models.fit(counts, key.split('+'));
      expect(Math.abs(fit.objective - objective), key).toBeLessThan(1e-8);
      expect(largestDifference(fit.rates.values.subarray(0, 40), rates), key).toBeLessThan(1e-8);
    }
  });

  it('agrees to 1e-8 with SciPy in every score of every fold of all fifteen models', () => {
    const models = lnp(variables);
    expect(Object.keys(golden.validated)).toHaveLength(15);
    for (const [key, folds] of Object.entries(golden.validated)) {
      const scores = models.crossValidate(counts, key.split('+'));
      expect(scores).toHaveLength(10);
      scores.forEach(({ increase, varianceExplained, correlation, meanSquaredError }, fold) => {
        const found = [increase, varianceExplained, correlation, meanSquaredError / 1000];
        const [a, b, c, d] = folds[fold] as [number, number, number, number];
        expect(largestDifference(found, [a, b, c, d / 1000]), `${key} ${fold}`).toBeLessThan(1e-8);
      });
    }
  });

  it('fits the same whatever the order of variables and names', () => {
    const forwards = lnp(variables).fit(counts, ['heading', 'speed', 'position']);
    const backwards = lnp(variables.toReversed()).fit(counts, ['position', 'heading', 'speed']);
    expect(Object.keys(forwards.parameters)).toEqual(['position', 'heading', 'speed']);
    expect(Math.abs(forwards.objective - backwards.objective)).toBeLessThan(1e-8);
    expect(largestDifference(backwards.rates.values, [...forwards.rates.values])).toBeLessThan(1e-8);
    expect(forwards.parameters['position']!.shape).toEqual([5, 5]);
  });

  it('reaches a point at which every slope is 0', () => {
    const { rates } = lnp(variables).fit(counts, ['theta']);
    const theta = variables[3]!;
    const slopes = new Float64Array(6);
    rates.values.forEach((rate, t) => (slopes[theta.bins[t]!]! += rate - counts.values[t]!));
    const logs = Float64Array.from({ length: 6 }, (_, bin) =>
      Math.log(rates.values[theta.bins.indexOf(bin)]!),
    );
    slopes.forEach((slope, bin) => {
      const pull = 2 * logs[bin]! - logs[(bin + 1) % 6]! - logs[(bin + 5) % 6]!;
      expect(Math.abs(slope + 50 * pull)).toBeLessThan(1e-8);
    });
  });

  it('predicts as many spikes as there were, for the penalty leaves the level free', () => {
    const { rates } = lnp(variables).fit(counts, ['position', 'heading', 'speed', 'theta']);
    const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
    expect(Math.abs(sum(rates.values) - sum(counts.values))).toBeLessThan(1e-6);
  });

  it('converges for counts of any size and penalties of any weight', () => {
    for (const scale of [1e-6, 1, 1e5]) {
      for (const weight of [1e-6, 1, 1e6]) {
        const models = lnp(
          variables.map((variable) => ({ ...variable, penalty: weight * variable.penalty })),
        );
        const scaled = ndArray(
          counts.values.map((count, t) => scale * count + (t === 700 ? 50 * scale : 0)),
          counts.shape,
        );
        const { rates } = models.fit(scaled, ['position', 'heading', 'speed']);
        const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
        expect(Math.abs(sum(rates.values) / sum(scaled.values) - 1)).toBeLessThan(1e-8);
      }
    }
  });

  it('gives bins never met the parameters that roughness asks for', () => {
    const bins = Int32Array.of(0, 2, 0, 2, 0, 2, 0, 2);
    const model = lnp([{ name: 'x', kind: 'line', shape: [4], bins, penalty: 1 }], {
      folds: 2,
      sectionsPerFold: 1,
    });
    const { parameters } = model.fit(vector(1, 3, 2, 4, 0, 3, 1, 3), ['x']);
    const [a, b, c, d] = parameters['x']!.values as unknown as [number, number, number, number];
    expect(Math.abs(b - (a + c) / 2)).toBeLessThan(1e-9);
    expect(Math.abs(d - c)).toBeLessThan(1e-9);
  });

  it('has no score for a fold without spikes in test or in training', () => {
    const model = four('line', 1);
    const early = vector(...Array.from({ length: 20 }, (_, t) => Number(t < 2)));
    // Sections of two samples go to the folds in turn: both spikes are in the first fold.
    expect(model.crossValidate(early, ['x']).map(({ increase }) => increase)).toEqual([NaN, NaN]);
    expect(Object.values(model.crossValidate(early, ['x'])[0]!).every(Number.isNaN)).toBe(true);
  });

  it('says what it needs', () => {
    const model = four('line', 1);
    const variable = model.variables[0]!;
    expect(() => model.fit(vector(...new Array<number>(20).fill(0)), ['x'])).toThrow(
      /counts must hold a spike/,
    );
    expect(() => model.fit(vector(1, 2), ['x'])).toThrow(ShapeError);
    expect(() => model.crossValidate(vector(1, 2), ['x'])).toThrow(/counts must be \[20\]/);
    expect(() => model.fit(vector(-1, ...golden.counts.slice(0, 19)), ['x'])).toThrow(
      /must not be negative, got -1 at 0/,
    );
    expect(() => model.fit(vector(NaN, ...golden.counts.slice(0, 19)), ['x'])).toThrow(DataError);
    expect(() => model.fit(twenty, ['y'])).toThrow(/names must be some of x, got \["y"\]/);
    expect(() => model.fit(twenty, [])).toThrow(ConfigError);
    expect(() => lnp([])).toThrow(/names that differ, got \[\]/);
    expect(() => lnp([variable, variable])).toThrow(/names that differ, got \[x, x\]/);
    expect(() => lnp([variable])).toThrow(/at most the 20 samples, got 50/);
    const options = { folds: 2, sectionsPerFold: 2 };
    expect(() => lnp([variable], { ...options, folds: 1 })).toThrow(/folds must be an integer of at least 2/);
    expect(() => lnp([variable], { ...options, sectionsPerFold: 0 })).toThrow(
      /sectionsPerFold must be an integer/,
    );
    expect(() => lnp([variable], { ...options, sampleLength: 0 })).toThrow(
      /sampleLength must be positive, got 0/,
    );
    expect(() => lnp([{ ...variable, shape: [2, 2] }], options)).toThrow(
      /axes of a line, got 20 and \[2,2\]/,
    );
    expect(() => lnp([variable, { ...variable, name: 'y', bins: Int32Array.of(0) }], options)).toThrow(
      ShapeError,
    );
    expect(() => lnp([{ ...variable, kind: 'plane' }], options)).toThrow(/axes of a plane/);
    expect(() => lnp([{ ...variable, shape: [3] }], options)).toThrow(/bins of x must be in 0 .. 2, got 3/);
    expect(() => lnp([{ ...variable, bins: variable.bins.map((bin) => bin - 1) }], options)).toThrow(
      /got -1/,
    );
    expect(() => lnp([{ ...variable, penalty: 0 }], options)).toThrow(/penalty of x must be positive, got 0/);
  });
});

describe('lnpFolds', () => {
  it('cuts time where the paper does', () => {
    const foldOf = lnpFolds(1000, { folds: 10, sectionsPerFold: 5 });
    const starts = [...foldOf.keys()].filter((t) => t === 0 || foldOf[t] !== foldOf[t - 1]);
    expect(starts.slice(0, 12).map((t) => t + 1)).toEqual([
      1, 21, 41, 61, 81, 101, 121, 141, 161, 181, 201, 221,
    ]);
    expect([foldOf[0], foldOf[20], foldOf[199], foldOf[200], foldOf[999]]).toEqual([0, 1, 9, 0, 9]);
  });

  it('rounds edges, halves upwards, and leaves no sample out', () => {
    // Edges at 1, 2.5, 4, 5.5, 7: sections of 2, 1, 2, 1.
    expect([...lnpFolds(6, { folds: 2, sectionsPerFold: 2 })]).toEqual([0, 0, 1, 0, 0, 1]);
  });
});

describe('lnpForwardSelection', () => {
  it('takes the steps that SciPy takes (goldens/lnp.py)', () => {
    const { selected, classified, steps, pValue, models, chosen } = lnpForwardSelection(
      lnp(variables),
      counts,
    );
    expect(selected).toEqual(golden.selected);
    expect(classified).toBe(true);
    expect(chosen.variables).toEqual(golden.selected);
    expect(steps.map(({ added }) => added)).toEqual(golden.steps.map(([added]) => added));
    steps.forEach(({ pValue, accepted }, at) => {
      expect(pValue).toBeCloseTo(golden.steps[at]![1] as number, 12);
      expect(accepted).toBe(at < golden.selected.length - 1);
    });
    expect(pValue).toBeCloseTo(golden.pValue, 12);
    expect(models.slice(0, 4).map((model) => model.variables)).toEqual(names.map((name) => [name]));
    expect(models[4]!.variables).toHaveLength(2);
    models.forEach(({ increases, mean }) =>
      expect(mean).toBeCloseTo(increases.reduce((a, b) => a + b, 0) / 10, 12),
    );
  });

  it('finds the variables that simulated cells were made of, and none in noise', () => {
    const rng = createRng(5);
    const samples = 4000;
    const walk = (name: string, bins: number, hold: number) => {
      const draws = rng.child(name).uniform(Math.ceil(samples / hold));
      return Int32Array.from({ length: samples }, (_, t) => Math.floor(bins * draws[Math.floor(t / hold)]!));
    };
    const behaviour: LnpVariable[] = [
      { name: 'position', kind: 'plane', shape: [6, 6], bins: walk('position', 36, 6), penalty: 8 },
      { name: 'heading', kind: 'circle', shape: [8], bins: walk('heading', 8, 5), penalty: 50 },
      { name: 'speed', kind: 'line', shape: [5], bins: walk('speed', 5, 7), penalty: 50 },
    ];
    const bin = (name: string, t: number) => behaviour.find((one) => one.name === name)!.bins[t]!;
    const drives: { [name: string]: (t: number) => number } = {
      position: (t) =>
        2.5 *
          Math.exp(
            -((Math.floor(bin('position', t) / 6) - 2) ** 2 + ((bin('position', t) % 6) - 3) ** 2) / 3,
          ) -
        0.6,
      heading: (t) => 1.1 * Math.cos((2 * Math.PI * bin('heading', t)) / 8),
      speed: (t) => 0.55 * (bin('speed', t) - 2),
    };
    const models = lnp(behaviour);
    const cells = [['position'], ['heading'], ['position', 'heading'], ['position', 'heading', 'speed'], []];
    cells.forEach((coded, cell) => {
      const stream = rng.child('spikes').child(cell).stream();
      const spikes = Float64Array.from({ length: samples }, (_, t) => {
        const mean = Math.exp(coded.reduce((sum, name) => sum + drives[name]!(t), -1.2));
        let [count, product] = [0, stream.uniform()];
        while (product > Math.exp(-mean)) [count, product] = [count + 1, product * stream.uniform()];
        return count;
      });
      const { selected, classified } = lnpForwardSelection(models, ndArray(spikes, [samples]));
      expect(selected).toEqual(coded);
      expect(classified).toBe(coded.length > 0);
    });
  });

  it('is unclassified, not an error, where no fold has a score', () => {
    const silent = vector(...new Array<number>(20).fill(0));
    const result = lnpForwardSelection(four('line', 1), silent);
    expect(result.selected).toEqual([]);
    expect(result.classified).toBe(false);
    expect(result.pValue).toBeNaN();
    expect(result.chosen.mean).toBeNaN();
    expect(result.steps).toEqual([]);
  });

  it('is stricter with a smaller level', () => {
    // Ten folds can give no p-value below 2^-10.
    const { selected, chosen, steps } = lnpForwardSelection(lnp(variables), counts, { level: 0.0009 });
    expect(selected).toEqual([]);
    expect(chosen.variables).toHaveLength(1);
    expect(steps.map(({ accepted }) => accepted)).toEqual([false]);
    expect(() => lnpForwardSelection(lnp(variables), counts, { level: 0 })).toThrow(
      /level must be between 0 and 1, got 0/,
    );
    expect(() => lnpForwardSelection(lnp(variables), counts, { level: 1 })).toThrow(ConfigError);
  });
});

describe('lnpProfiles', () => {
  it('is the rate of each bin with the others at their mean, whatever constant they share', () => {
    const parameters = (shift: number): { [name: string]: NdArray } => ({
      x: vector(Math.log(1) + shift, Math.log(3) + shift),
      y: vector(Math.log(2) - shift, Math.log(4) - shift, Math.log(6) - shift),
    });
    const { x, y } = lnpProfiles({ parameters: parameters(0) }, { sampleLength: 0.5 }) as {
      x: NdArray;
      y: NdArray;
    };
    expect(largestDifference(x.values, [8, 24])).toBeLessThan(1e-12);
    expect(largestDifference(y.values, [8, 16, 24])).toBeLessThan(1e-12);
    const shifted = lnpProfiles({ parameters: parameters(5) });
    expect(largestDifference(shifted['x']!.values, [200, 600])).toBeLessThan(1e-9);
    expect(() => lnpProfiles({ parameters: parameters(0) }, { sampleLength: 0 })).toThrow(
      /sampleLength must be positive/,
    );
  });
});

describe('lnpContributions', () => {
  it('is what is lost without a variable, or gained with it', () => {
    const models = lnp(variables.slice(0, 3));
    const mean = (key: keyof typeof golden.validated) =>
      golden.validated[key].reduce((sum, [increase]) => sum + increase!, 0) / 10;
    const chosen = { variables: ['position', 'heading'], increases: new Float64Array(10), mean: 0 };
    chosen.increases = Float64Array.from(golden.validated['position+heading'], ([increase]) => increase!);
    const { position, heading, speed } = lnpContributions(models, counts, { chosen });
    const both = mean('position+heading');
    expect(Math.abs(position! - (both - mean('heading')))).toBeLessThan(1e-8);
    expect(Math.abs(heading! - (both - mean('position')))).toBeLessThan(1e-8);
    expect(Math.abs(speed! - (mean('position+heading+speed') - both))).toBeLessThan(1e-8);
    const alone = lnpContributions(models, counts, lnpForwardSelection(lnp(variables.slice(0, 1)), counts));
    expect(Math.abs(alone['position']! - mean('position'))).toBeLessThan(1e-8);
  });
});

describe('poissonScores', () => {
  const n = vector(0, 1, 0, 2, 1, 0, 0, 3, 1, 0);
  const r = vector(0.2, 0.9, 0.3, 1.5, 0.8, 0.4, 0.2, 2.1, 0.9, 0.5);

  it('gives the printed values', () => {
    const { model, constant, increase } = poissonScores(n, r);
    expect(Math.abs(model - -0.960253622752)).toBeLessThan(1e-11);
    expect(Math.abs(constant - -1.53375688254)).toBeLessThan(1e-11);
    expect(Math.abs(increase - 0.827390308827)).toBeLessThan(1e-11);
  });

  it('smooths rates and counts with the printed taps', () => {
    const one = vector(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0);
    const { meanSquaredError, varianceExplained, correlation } = poissonScores(
      one,
      vector(...new Array<number>(11).fill(0)),
      {
        sampleLength: 1,
      },
    );
    const taps = [0.02763055064, 0.06628224529, 0.1238315368, 0.1801738229, 0.2041636887];
    const squares = taps.reduce((sum, tap, k) => sum + (k < 4 ? 2 : 1) * tap * tap, 0);
    expect(Math.abs(meanSquaredError - squares / 11)).toBeLessThan(1e-9);
    expect(Math.abs(varianceExplained - (1 - squares / (squares - 1 / 11)))).toBeLessThan(1e-8);
    expect(correlation).toBeNaN();
    const faster =
      poissonScores(n, r, { sampleLength: 0.01 }).meanSquaredError / poissonScores(n, r).meanSquaredError;
    expect(faster).toBeCloseTo(4, 10);
  });

  it('is perfect where rates are the counts, 0 where they are the mean', () => {
    const { varianceExplained, correlation, meanSquaredError } = poissonScores(n, n, { sd: 0 });
    expect([varianceExplained, correlation, meanSquaredError]).toEqual([1, expect.closeTo(1, 12), 0]);
    expect(poissonScores(n, vector(...new Array<number>(10).fill(0.8))).increase).toBeCloseTo(0, 12);
  });

  it('does not mind where none is expected and none comes, but never forgives a spike that could not be', () => {
    expect(poissonScores(vector(0, 2, 1), vector(0, 1, 1)).model).toBeCloseTo((-2 - Math.log(2)) / 3, 12);
    expect(poissonScores(vector(1, 2), vector(0, 1)).increase).toBe(-Infinity);
    const silent = poissonScores(vector(0, 0), vector(0, 1));
    expect([silent.increase, silent.model, silent.constant]).toEqual([NaN, NaN, NaN]);
    expect(poissonScores(vector(1, 1), vector(1, 2), { sd: 0 }).varianceExplained).toBeNaN();
  });

  it('says what it needs', () => {
    expect(() => poissonScores(n, vector(1))).toThrow(ShapeError);
    expect(() => poissonScores(vector(1, -2), vector(1, 1))).toThrow(
      /counts must not be negative, got -2 at 1/,
    );
    expect(() => poissonScores(vector(1, 2), vector(-1, 1))).toThrow(
      /rates must not be negative, got -1 at 0/,
    );
  });
});
