import { ndArray } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { betweenAnimals } from './betweenAnimals';
import type { ArenaRecordings } from './MecDataset';
import { NeuralFit, neuralFit } from './neuralFit';

/** Numbers of the Park-Miller generator, as the specification's examples have them. */
function parkMiller(seed: number, size: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: size }, () => (state = (16807 * state) % 2147483647) / 2147483647);
}

/** [x, y, unit] -> [unit, x, y]: rows are x here, so that bins are counted as in the reference. */
function unitFirst(values: Float64Array, bins: number, units: number): Float64Array {
  return Float64Array.from(
    { length: bins * units },
    (_, at) => values[(at % bins) * units + Math.floor(at / bins)]!,
  );
}

/** Section 15.5 of the specification, from neuroailab/mec's own fitting routines on the same arrays. */
function example() {
  const X = parkMiller(111, 48);
  const noise = parkMiller(112, 32);
  const W = [
    [1, -0.5],
    [0.5, 1],
    [-1, 0.25],
  ];
  const Y = noise.map(
    (value, at) =>
      W.reduce((sum, row, unit) => sum + X[Math.floor(at / 2) * 3 + unit]! * row[at % 2]!, 0) +
      0.3 * (value - 0.5),
  );
  return {
    source: ndArray(unitFirst(X, 16, 3), [3, 4, 4]),
    target: ndArray(unitFirst(Y, 16, 2), [2, 4, 4]),
  };
}

const close = (actual: ArrayLike<number>, expected: number[]) =>
  expected.forEach((value, index) => expect(Math.abs(actual[index]! - value)).toBeLessThan(1e-9));

describe('neuralFit', () => {
  const { source, target } = example();
  const holed = ndArray(source.values.slice(), source.shape);
  for (let unit = 0; unit < 3; unit++) holed.values[16 * unit] = NaN;

  it('gives the published fit with ridge, leaving out bins without a value', () => {
    const fit = neuralFit(holed, target, NeuralFit.parse({}));
    expect(fit.bins).toBe(15);
    expect(fit.correlations.shape).toEqual([10, 2]);
    close(fit.values.values, [0.383178677803, 0.620334361541]);
  });

  it('gives the published one-to-one fit and that of half of the bins', () => {
    const oneToOne = neuralFit(holed, target, NeuralFit.parse({ map: { kind: 'oneToOne' } }));
    close(oneToOne.values.values, [0.0925504712028, 0.58075999372]);
    const half = NeuralFit.parse({ splits: { kind: 'random', trainFraction: 0.5, splits: 10 } });
    close(neuralFit(holed, target, half).values.values, [0.711101136143, 0.840339652936]);
  });

  it.each([
    ['leftright', [0.331937704981, 0.847581824937]],
    ['topbottom', [0.731369970367, 0.878377514096]],
    ['diag1', [0.846598119378, 0.956369125857]],
    ['diag2', [0.889432507215, 0.959661053372]],
    ['quad', [0.597737927757, 0.735848795166]],
  ])('generalises over %s as the published fit', (parts, expected) => {
    const options = NeuralFit.parse({
      splits: { kind: 'structured2d', division: parts, rows: 4, columns: 4 },
    });
    close(neuralFit(source, target, options).values.values, expected);
  });

  it('refuses maps of other bins, and maps that share none', () => {
    const other = ndArray(new Float64Array(18), [2, 3, 3]);
    expect(() => neuralFit(source, other, NeuralFit.parse({}))).toThrow(
      /same bins, got \[3,4,4\] and \[2,3,3\]/,
    );
    const empty = ndArray(new Float64Array(48).fill(NaN), [3, 4, 4]);
    expect(() => neuralFit(empty, target, NeuralFit.parse({}))).toThrow(/share a bin with a value, got none/);
  });
});

describe('betweenAnimals', () => {
  const { source, target } = example();
  const bounds = { minX: 0, maxX: 1, minY: 0, maxY: 1 };
  const animal = (name: string, maps: typeof source) => ({
    animal: name,
    cells: Array.from({ length: maps.shape[0]! }, (_, cell) => ({ id: `${name}${cell}`, session: '1' })),
    maps,
    trials: ndArray(new Float64Array(0), [0, maps.shape[0]!, 4, 4]),
    sessions: [],
  });
  const arena: ArenaRecordings = {
    arena: 'box',
    bounds,
    synthetic: false,
    animals: [
      animal('a', source),
      animal('b', target),
      animal('c', ndArray(target.values.slice(), [2, 4, 4])),
    ],
  };
  const fit = NeuralFit.parse({ splits: { kind: 'random', trainFraction: 0.5, splits: 10 } });

  it('predicts each animal from all others side by side', () => {
    const { cells, undefinedCells } = betweenAnimals(arena, 'others', fit);
    expect(cells.map(({ cell }) => cell)).toEqual(['a0', 'a1', 'a2', 'b0', 'b1', 'c0', 'c1']);
    expect(undefinedCells).toBe(0);
    const [, b] = arena.animals;
    const beside = ndArray(Float64Array.of(...source.values, ...target.values), [5, 4, 4]);
    close(
      cells.filter(({ animal: own }) => own === 'b').map(({ value }) => value),
      [...neuralFit(beside, b!.maps, fit).values.values],
    );
  });

  it('or from one at a time, and takes the mean', () => {
    const { cells, median } = betweenAnimals(arena, 'pairs', fit);
    const b = cells.filter(({ animal: own }) => own === 'b').map(({ value }) => value);
    const [fromA, fromC] = [neuralFit(source, target, fit), neuralFit(target, target, fit)];
    close(
      b,
      [0, 1].map((cell) => (fromA.values.values[cell]! + fromC.values.values[cell]!) / 2),
    );
    const sorted = cells.map(({ value }) => value).sort((x, y) => x - y);
    expect(median).toBe(sorted[3]);
  });

  it('needs two animals', () => {
    expect(() => betweenAnimals({ ...arena, animals: arena.animals.slice(0, 1) }, 'pairs', fit)).toThrow(
      /box must have at least 2 animals, got 1/,
    );
  });
});
