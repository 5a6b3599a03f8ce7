import { describe, expect, it } from 'vitest';
import { ConfigError, DataError, ndArray, ShapeError } from '@goal-driven/core/arrays';
import { neighbourPairs } from './_roughness';
import { vector } from './_fixtures';
import { lnpDesign, takeSamples } from './lnpDesign';

const positions = ndArray(Float64Array.of(0, 0, 0.3, 0.1, 1, 1, 0.5, 0.75), [4, 2]);

describe('lnpDesign', () => {
  it('gives each sample the nearest bin of each variable', () => {
    const { variables, kept } = lnpDesign(
      {
        positions,
        headings: vector(0, -0.01, Math.PI / 2, 7),
        speeds: vector(0, 0.05, 0.051, 0.49),
        thetas: vector(0.1, 3, 6.2, -3),
      },
      { positionBins: 4, headingBins: 4, thetaBins: 2 },
    );
    expect(variables.map(({ name, kind, shape, penalty }) => [name, kind, shape, penalty])).toEqual([
      ['position', 'plane', [4, 4], 8],
      ['heading', 'circle', [4], 50],
      ['speed', 'line', [10], 50],
      ['theta', 'circle', [2], 50],
    ]);
    const bins = variables.map((variable) => [...variable.bins]);
    // x 0.5 lies between two centres and goes to the lower bin, as does y 0.75; rows are y.
    expect(bins).toEqual([
      [0, 1, 15, 9],
      [0, 3, 0, 0],
      [0, 0, 1, 9],
      [0, 0, 1, 1],
    ]);
    expect([...kept]).toEqual([0, 1, 2, 3]);
  });

  it('has the sizes of the paper', () => {
    const angles = vector(0, 1, 2, 3);
    const { variables } = lnpDesign({
      positions,
      headings: angles,
      speeds: vector(0, 0, 0, 0),
      thetas: angles,
    });
    expect(variables.map(({ shape }) => shape)).toEqual([[20, 20], [18], [10], [18]]);
  });

  it('takes out samples that are too fast, from everything', () => {
    const { variables, kept } = lnpDesign(
      { headings: vector(0.1, 3.2, 1), speeds: vector(0.6, 0.1, 0.5) },
      { headingBins: 2 },
    );
    expect([...kept]).toEqual([1]);
    expect(variables.map(({ bins }) => [...bins])).toEqual([[1], [1]]);
    const counts = takeSamples(ndArray(Float64Array.of(1, 2, 3, 4, 5, 6), [3, 2]), kept);
    expect(counts).toEqual(ndArray(Float64Array.of(3, 4), [1, 2]));
    expect([
      ...lnpDesign({ speeds: vector(0.6, 0.1) }, { highestSpeed: 1, speedBins: 2 }).variables[0]!.bins,
    ]).toEqual([1, 0]);
  });

  it('puts positions into a given arena, those beyond its walls at the wall', () => {
    const arena = { x: [-1, 0.4], y: [0, 2] } as const;
    const { variables } = lnpDesign({ positions }, { arena, positionBins: 2 });
    expect([...variables[0]!.bins]).toEqual([1, 1, 1, 1]);
    const half = lnpDesign({ positions }, { arena: { y: [0, 4] }, positionBins: 2 });
    expect([...half.variables[0]!.bins]).toEqual([0, 0, 1, 0]);
    const wide = { x: [0, 4], y: [-1, 1] } as const;
    expect([...lnpDesign({ positions }, { arena: wide, positionBins: 2 }).variables[0]!.bins]).toEqual([
      0, 2, 2, 2,
    ]);
  });

  it('says what it needs', () => {
    expect(() => lnpDesign({})).toThrow(/one of positions, headings, speeds and thetas must be given/);
    expect(() => lnpDesign({ positions, headings: vector(1) })).toThrow(/headings must be \[4\], got \[1\]/);
    expect(() => lnpDesign({ positions: vector(1, 2) })).toThrow(ShapeError);
    expect(() => lnpDesign({ headings: vector(NaN) })).toThrow(DataError);
    expect(() => lnpDesign({ headings: vector(1) }, { headingBins: 1 })).toThrow(
      /headingBins must be an integer of at least 2/,
    );
    expect(() => lnpDesign({ headings: vector(1) }, { highestSpeed: 0 })).toThrow(
      /highestSpeed must be positive, got 0/,
    );
    expect(() => lnpDesign({ speeds: vector(1) })).toThrow(/highestSpeed must leave a sample, got 0.5/);
    const arena = { x: [0, 1], y: [1, 1] } as const;
    expect(() => lnpDesign({ positions }, { arena })).toThrow(/arena.y must be low then high, got 1, 1/);
    const still = ndArray(Float64Array.of(1, 2, 1, 3), [2, 2]);
    expect(() => lnpDesign({ positions: still })).toThrow(ConfigError);
  });
});

describe('neighbourPairs', () => {
  /** The second-difference matrix that the pairs stand for. */
  function matrix(variable: Parameters<typeof neighbourPairs>[0]): number[][] {
    const size = variable.shape.reduce((a, b) => a * b, 1);
    const table = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    const pairs = neighbourPairs(variable);
    for (let at = 0; at < pairs.length; at += 2) {
      const [a, b] = [pairs[at]!, pairs[at + 1]!];
      table[a]![a]!++;
      table[b]![b]!++;
      table[a]![b]!--;
      table[b]![a]!--;
    }
    return table;
  }

  it('stands for the printed matrices of a line, a circle and a plane', () => {
    expect(matrix({ kind: 'line', shape: [4] })).toEqual([
      [1, -1, 0, 0],
      [-1, 2, -1, 0],
      [0, -1, 2, -1],
      [0, 0, -1, 1],
    ]);
    expect(matrix({ kind: 'circle', shape: [4] })).toEqual([
      [2, -1, 0, -1],
      [-1, 2, -1, 0],
      [0, -1, 2, -1],
      [-1, 0, -1, 2],
    ]);
    const plane = matrix({ kind: 'plane', shape: [3, 3] });
    expect(plane[0]).toEqual([2, -1, 0, -1, 0, 0, 0, 0, 0]);
    expect(plane[4]).toEqual([0, -1, 0, -1, 4, -1, 0, -1, 0]);
    expect(matrix({ kind: 'plane', shape: [2, 3] })[4]).toEqual([0, -1, 0, -1, 3, -1]);
  });
});
