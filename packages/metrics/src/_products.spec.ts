import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { NdArray } from '@goal-driven/core/arrays';
import { parkMiller, table } from './_fixtures';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** A fresh copy of the modules, which read the environment when they first compute. */
async function fresh(environment: Record<string, string> = {}) {
  vi.resetModules();
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const [kernels, products, matrix, gram, centredTable] = await Promise.all([
    import('./_kernels'),
    import('./_products'),
    import('./_matrix'),
    import('./_gram'),
    import('./_centredTable'),
  ]);
  return { ...kernels, ...products, ...matrix, ...gram, ...centredTable };
}

const centred = (seed: number, rows: number, columns: number): NdArray => {
  const { values, shape } = parkMiller(seed, [rows, columns]);
  return { values: values.map((value) => value - 0.5), shape };
};

/** By the definition, in the order of memory. */
function byDefinition(
  a: NdArray,
  b: NdArray,
  [aRow, aColumn]: [number, number],
  [bRow, bColumn]: [number, number],
  [m, n, k]: [number, number, number],
) {
  const values = new Float64Array(m * n);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++)
      for (let l = 0; l < k; l++)
        values[i * n + j]! += a.values[i * aRow + l * aColumn]! * b.values[l * bRow + j * bColumn]!;
  return values;
}

const farthest = (a: Float64Array, b: Float64Array) =>
  a.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - b[at]!)),
    a.length === b.length ? 0 : Infinity,
  );

/** Sums of 700 products of numbers below one half are off by less. */
const ROUNDING = 1e-12;

describe('compiled products', () => {
  const sizes = fc.record({
    m: fc.integer({ min: 4, max: 70 }),
    n: fc.integer({ min: 4, max: 70 }),
    k: fc.integer({ min: 16, max: 700 }),
    seed: fc.integer({ min: 1, max: 1000 }),
  });

  it('are those of the definition, whatever is transposed and whatever the sizes leave over', async () => {
    const { multiplyInto, kernels } = await fresh();
    expect(kernels()).toBeDefined();
    fc.assert(
      fc.property(sizes, fc.boolean(), fc.boolean(), ({ m, n, k, seed }, turnA, turnB) => {
        const a = centred(seed, turnA ? k : m, turnA ? m : k);
        const b = centred(seed + 1, turnB ? n : k, turnB ? k : n);
        const [aRow, aColumn] = turnA ? [1, m] : [k, 1];
        const [bRow, bColumn] = turnB ? [1, k] : [n, 1];
        const values = new Float64Array(m * n).fill(9);
        multiplyInto(
          { values, start: 0, row: n },
          { values: a.values, start: 0, row: aRow!, column: aColumn! },
          { values: b.values, start: 0, row: bRow!, column: bColumn! },
          { rows: m, columns: n, depth: k },
        );
        const wanted = byDefinition(a, b, [aRow!, aColumn!], [bRow!, bColumn!], [m, n, k]);
        expect(farthest(values, wanted)).toBeLessThan(ROUNDING);
      }),
      { numRuns: 40 },
    );
  });

  it('cross the borders of blocks: 600 rows, 1,050 columns, 300 deep', async () => {
    const { multiplyInto, plain } = await fresh();
    const [a, b] = [centred(1, 600, 300), centred(2, 300, 1050)];
    const values = new Float64Array(600 * 1050);
    multiplyInto({ values, start: 0, row: 1050 }, plain(a), plain(b), {
      rows: 600,
      columns: 1050,
      depth: 300,
    });
    for (const [i, j] of [
      [0, 0],
      [575, 1023],
      [576, 1023],
      [575, 1024],
      [599, 1049],
      [300, 500],
    ] as const) {
      let sum = 0;
      for (let l = 0; l < 300; l++) sum += a.values[i * 300 + l]! * b.values[l * 1050 + j]!;
      expect(values[i * 1050 + j]).toBeCloseTo(sum, 12);
    }
  });

  it('write where they are told, and no entry left of the diagonal', async () => {
    const { multiplyInto, plain, across } = await fresh();
    const a = centred(3, 130, 40);
    const values = new Float64Array(1 + 130 * 131).fill(7);
    multiplyInto({ values, start: 1, row: 131 }, plain(a), across(a), {
      rows: 130,
      columns: 130,
      depth: 40,
      diagonal: 0,
    });
    const wanted = byDefinition(a, a, [40, 1], [1, 40], [130, 130, 40]);
    for (let i = 0; i < 130; i++) {
      for (let j = 0; j < 131; j++) {
        const value = values[1 + i * 131 + j]!;
        if (j < i || j === 130) expect(value).toBe(7);
        else expect(Math.abs(value - wanted[i * 130 + j]!)).toBeLessThan(ROUNDING);
      }
    }
    expect(values[0]).toBe(7);
  });

  it('leave out whole blocks left of a diagonal that starts late', async () => {
    const { multiplyInto, plain, across } = await fresh();
    const [a, b] = [centred(4, 20, 30), centred(5, 1100, 30)];
    const values = new Float64Array(20 * 1100).fill(7);
    multiplyInto({ values, start: 0, row: 1100 }, plain(a), across(b), {
      rows: 20,
      columns: 1100,
      depth: 30,
      diagonal: 1090,
    });
    const wanted = byDefinition(a, b, [30, 1], [1, 30], [20, 1100, 30]);
    values.forEach((value, at) => {
      const [i, j] = [Math.floor(at / 1100), at % 1100];
      if (j < 1090 + i) expect(value).toBe(7);
      else expect(Math.abs(value - wanted[at]!)).toBeLessThan(ROUNDING);
    });
  });

  it('have the same bits on one thread and on three', async () => {
    const outcome = async (threads: string) => {
      const modules = await fresh({ GOAL_DRIVEN_THREADS: threads });
      expect(modules.threads()).toBe(Number(threads));
      return Array.from(
        { length: 4 },
        (_, round) => modules.multiply(centred(round + 1, 310, 280), centred(round + 2, 280, 330)).values,
      );
    };
    expect(await outcome('3')).toEqual(await outcome('1'));
  });

  it('agree with plain loops, which stand in where nothing can be compiled', async () => {
    const { multiply, multiplyFirstTransposed, multiplyTransposed, gram, kernels } = await fresh();
    expect(kernels()).toBeDefined();
    const loops = await fresh({ GOAL_DRIVEN_COMPILED: '0' });
    expect(loops.kernels()).toBeUndefined();
    const [a, b] = [centred(6, 90, 70), centred(7, 70, 80)];
    const [c, d] = [centred(8, 90, 80), centred(9, 85, 70)];
    const pairs = [
      [multiply(a, b), loops.multiply(a, b)],
      [multiplyFirstTransposed(a, c), loops.multiplyFirstTransposed(a, c)],
      [multiplyFirstTransposed(a, a), loops.multiplyFirstTransposed(a, a)],
      [multiplyTransposed(a, d), loops.multiplyTransposed(a, d)],
      [multiplyTransposed(a, a), loops.multiplyTransposed(a, a)],
      [gram(a, a), loops.gram(a, a)],
      [gram(a, d), loops.gram(a, d)],
    ] as const;
    for (const [compiled, plain] of pairs) {
      expect(compiled.shape).toEqual(plain.shape);
      expect(farthest(compiled.values, plain.values)).toBeLessThan(ROUNDING);
      expect(compiled.values).not.toEqual(plain.values); // else one of the two ways was not taken
    }
  });

  it('give panels of the Gram table, whole or from the diagonal on', async () => {
    const { eachGramPanel, eachUpperGramPanel, eachUpperGramPanelPair, squaredGramNorm, gram, uncentred } =
      await fresh();
    const [a, b] = [centred(1, 450, 20), centred(2, 300, 20)];
    const [whole, other] = [gram(a, a), gram(a, b)];
    let [seen, worst] = [0, 0];
    eachGramPanel(a, b, (start, panel, count) => {
      seen += count;
      expect(
        farthest(panel.slice(0, count * 300), other.values.slice(start * 300, (start + count) * 300)),
      ).toBeLessThan(ROUNDING);
    });
    expect(seen).toBe(450);
    const check = (start: number, panel: Float64Array, count: number) => {
      for (let i = start; i < start + count; i++)
        for (let j = i; j < 450; j++)
          worst = Math.max(worst, Math.abs(panel[(i - start) * 450 + j]! - whole.values[i * 450 + j]!));
    };
    eachUpperGramPanel(a, check);
    eachUpperGramPanelPair(uncentred(a), uncentred(a), (start, panels, count) =>
      panels.forEach((panel) => check(start, panel, count)),
    );
    expect(worst).toBeLessThan(ROUNDING);
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value * value, 0);
    expect(squaredGramNorm(a, a)).toBeCloseTo(sum(whole.values), 8);
    expect(squaredGramNorm(a, b)).toBeCloseTo(sum(other.values), 8);
  });

  it('need no module of Node: a browser gets one thread', async () => {
    const { nodeModule, environmentVariable, nodeRelease } = await import('./_nodeModules');
    expect(nodeModule('node:os')).toBeDefined();
    expect(nodeRelease()).toBe(process.versions.node.split('.')[0]);
    const { threads, multiply, kernels } = await fresh();
    vi.stubGlobal('process', undefined);
    const answers = [nodeModule('node:os'), environmentVariable('PATH'), nodeRelease(), threads()];
    const product = multiply(centred(1, 310, 280), centred(2, 280, 330)).values;
    const compiled = kernels() !== undefined;
    vi.unstubAllGlobals();
    expect(answers).toEqual([undefined, undefined, undefined, 1]);
    expect(product.every(Number.isFinite)).toBe(true);
    // Node 20 has fused multiply-adds behind its flag only; the plain binary runs anywhere.
    expect(compiled).toBe(true);
    vi.stubGlobal('WebAssembly', undefined);
    const loops = await fresh();
    const none = loops.kernels();
    vi.unstubAllGlobals();
    expect(none).toBeUndefined();
    expect(loops.multiply(table([[2]]), table([[3]])).values[0]).toBe(6);
  });

  it('no source imports a module of Node but by type', () => {
    const sources = readdirSync(import.meta.dirname).filter(
      (name) => name.endsWith('.ts') && !name.includes('.spec.') && !name.includes('.fixture.'),
    );
    const guilty = sources.filter((name) =>
      /^import (?!type).*'node:/m.test(readFileSync(`${import.meta.dirname}/${name}`, 'utf8')),
    );
    expect(guilty).toEqual([]);
  });

  it('read the number of threads as a whole number of at least 1', async () => {
    for (const wrong of ['0', 'many', '2.5', '-1'])
      expect((await fresh({ GOAL_DRIVEN_THREADS: wrong })).threads()).toBe(1);
    vi.unstubAllEnvs();
    expect((await fresh()).threads()).toBeGreaterThan(0);
  });

  it('use plain SIMD where asked to, with other last bits', async () => {
    const fused = await fresh();
    const plain = await fresh({ GOAL_DRIVEN_WASM_FMA: '0' });
    expect(plain.kernels()!.fused).toBe(false);
    const [a, b] = [centred(1, 60, 100), centred(2, 100, 60)];
    const [one, other] = [fused.multiply(a, b).values, plain.multiply(a, b).values];
    expect(farthest(one, other)).toBeLessThan(ROUNDING);
    if (fused.kernels()!.fused) expect(one).not.toEqual(other);
  });
});
