import { ndArray } from '@goal-driven/core/arrays';
import { createRng } from '@goal-driven/core';
import { neuralConsistency, ridge, summariseConsistency } from '@goal-driven/metrics';
import { describe, expect, it } from 'vitest';
import { correctedBetweenAnimals } from './betweenAnimals';
import { correctedFit } from './correctedFit';
import type { ArenaRecordings } from './MecDataset';
import { NeuralFit } from './neuralFit';

const random = createRng(3).stream();
/** Maps of 3 units, and trials of 2 cells: weighted sums of them with noise of their own. */
const source = ndArray(
  Float64Array.from({ length: 3 * 36 }, () => random.normal()),
  [3, 6, 6],
);
const target = ndArray(
  Float64Array.from({ length: 4 * 2 * 36 }, (_, at) => {
    const [cell, bin] = [Math.floor(at / 36) % 2, at % 36];
    return source.values[36 * cell + bin]! - source.values[36 * 2 + bin]! + 2 * random.normal();
  }),
  [4, 2, 6, 6],
);
const fit = NeuralFit.parse({ splits: { kind: 'random', trainFraction: 0.5, splits: 3 } });
const options = { ...fit, halves: 5, seed: 0 };

/** [..., units, bins] -> [..., bins, units] */
const binsFirst = ({ values }: typeof source, units: number) =>
  Float64Array.from(values, (_, at) => {
    const [trial, rest] = [Math.floor(at / (36 * units)), at % (36 * units)];
    return values[trial * 36 * units + (rest % units) * 36 + Math.floor(rest / units)]!;
  });

describe('correctedFit', () => {
  it('is the noise-corrected consistency of the bins', () => {
    const summary = correctedFit([source], target, options);
    const { test, form } = neuralConsistency(
      ndArray(binsFirst(source, 3), [36, 3]),
      ndArray(binsFirst(target, 2), [4, 36, 2]),
      {
        map: (x, y) => ridge(x, y, { alpha: 1 }),
        form: 'halfNumerator',
        halves: 5,
        seed: 0,
        splits: 3,
        trainFraction: 0.5,
      },
    );
    const expected = summariseConsistency(test, form);
    expect(summary.form).toBe('halfNumerator');
    for (const term of ['raw', 'ceiling', 'ceiled'] as const) {
      summary[term].sites.forEach((value, cell) =>
        expect(value).toBeCloseTo(expected[term].sites[cell]!, 10),
      );
    }
    expect(summary.ceiled.median).toBeGreaterThan(summary.raw.median);
  });

  it('takes the mean over several sources, which may have trials', () => {
    const other = ndArray(
      target.values.map((value) => value + random.normal()),
      target.shape,
    );
    const [first, second, both] = [[source], [other], [source, other]].map(
      (sources) => correctedFit(sources, target, options).ceiled.sites,
    );
    both!.forEach((value, cell) => expect(value).toBeCloseTo((first![cell]! + second![cell]!) / 2, 12));
  });

  it('leaves out bins that one trial lacks, and refuses maps of other bins', () => {
    const holed = ndArray(target.values.slice(), target.shape);
    holed.values[2 * 72 + 5] = NaN;
    expect(correctedFit([source], holed, options).ceiled.median).not.toBe(
      correctedFit([source], target, options).ceiled.median,
    );
    expect(() => correctedFit([ndArray(new Float64Array(12), [2, 2, 3])], target, options)).toThrow(
      /correctedFit: source and target must be maps of the same bins, got \[2,2,3\] and \[4,2,6,6\]/,
    );
  });
});

describe('correctedBetweenAnimals', () => {
  const animalOf = (animal: string, noise: number) => ({
    ...{ animal, cells: [], sessions: [], maps: source },
    trials: ndArray(
      target.values.map((value) => value + noise * random.normal()),
      target.shape,
    ),
  });
  const animals = [animalOf('a', 0.1), animalOf('b', 1), animalOf('c', 2)];
  const arena = (own: ArenaRecordings['animals']): ArenaRecordings => ({
    ...{ arena: 'box', bounds: { minX: 0, maxX: 1, minY: 0, maxY: 1 }, synthetic: true, animals: own },
  });

  it('predicts the cells of each animal from those of all others, or from one other at a time', () => {
    const [a, b, c] = animals.map(({ trials }) => trials);
    const pairs = correctedBetweenAnimals(arena(animals), 'pairs', options);
    const expected = [
      correctedFit([b!, c!], a!, options),
      correctedFit([a!, c!], b!, options),
      correctedFit([a!, b!], c!, options),
    ].flatMap(({ ceiled }) => [...ceiled.sites]);
    expect(pairs.ceiled).toEqual(expected);
    // Cells of b and c side by side in every trial.
    const beside = Float64Array.from({ length: 4 * 4 * 36 }, (_, at) => {
      const [trial, cell, bin] = [Math.floor(at / 144), Math.floor(at / 36) % 4, at % 36];
      return (cell < 2 ? b! : c!).values[trial * 72 + (cell % 2) * 36 + bin]!;
    });
    const others = correctedBetweenAnimals(arena(animals), 'others', options);
    const first = correctedFit([ndArray(beside, [4, 4, 6, 6])], a!, options);
    for (const term of ['raw', 'ceiling', 'ceiled'] as const) {
      expect(others[term].slice(0, 2)).toEqual([...first[term].sites]);
    }
  });

  it('needs two animals', () => {
    expect(() => correctedBetweenAnimals(arena(animals.slice(0, 1)), 'pairs', options)).toThrow(
      /correctedBetweenAnimals: box must have at least 2 animals, got 1/,
    );
  });
});
