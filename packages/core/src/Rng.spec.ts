import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ConfigError } from './errors';
import { createRng } from './Rng';

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const moment = (values: Float64Array, power: number) => mean(values.map((value) => value ** power));

function correlation(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const [da, db] = [a.map((v) => v - meanA), b.map((v) => v - meanB)];
  return mean(da.map((v, i) => v * db[i]!)) / Math.sqrt(moment(da, 2) * moment(db, 2));
}

describe('createRng', () => {
  it('gives the same numbers each time it is asked, and other numbers to a child', () => {
    const rng = createRng(7);
    expect(rng.uniform(5)).toEqual(rng.uniform(5));
    expect(rng.uniform(3)).toEqual(rng.uniform(5).subarray(0, 3));
    expect(createRng(7).child('a').normal(3)).toEqual(rng.child('a').normal(3));
    expect(rng.child('a').uniform(3)).not.toEqual(rng.uniform(3));
    expect(rng.child(3).path).toBe(rng.child('3').path);
  });

  it('keeps paths apart whatever the names hold', () => {
    const rng = createRng(1);
    expect(rng.child('a/b').path).not.toBe(rng.child('a').child('b').path);
    expect(rng.child('a%2Fb').path).not.toBe(rng.child('a/b').path);
    const names = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 });
    const pathOf = (list: string[]) => list.reduce((node, name) => node.child(name), rng).path;
    fc.assert(
      fc.property(names, names, (one, other) => {
        expect(pathOf(one) === pathOf(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  it('has no two children with the same first number among 60,000', () => {
    const seen = new Set<number>();
    for (let seed = 0; seed < 20; seed++) {
      const rng = createRng(seed);
      for (let name = 0; name < 1500; name++) {
        seen.add(rng.child(name).stream().uniform());
        seen.add(rng.child('batch').child(name).stream().uniform());
      }
    }
    // 53-bit numbers: the chance of any pair in 6e4 is 2e-7.
    expect(seen.size).toBe(60_000);
  });

  it.each([0, 1, 7, 8])('gives %i numbers at once as one by one', (count) => {
    const rng = createRng(5);
    const [{ normal }, { uniform }] = [rng.stream(), rng.stream()];
    expect([...rng.normal(count)]).toEqual(Array.from({ length: count }, normal));
    expect([...rng.uniform(count)]).toEqual(Array.from({ length: count }, uniform));
  });

  it('draws uniform and normal numbers with their moments (5 standard errors)', () => {
    const count = 200_000;
    const uniform = createRng(3).child('uniform').uniform(count);
    const normal = createRng(3).child('normal').normal(count);
    const within = (value: number, expected: number, sd: number) =>
      expect(Math.abs(value - expected)).toBeLessThan((5 * sd) / Math.sqrt(count));
    within(mean(uniform), 1 / 2, Math.sqrt(1 / 12));
    within(moment(uniform, 2), 1 / 3, Math.sqrt(4 / 45));
    within(mean(normal), 0, 1);
    within(moment(normal, 2), 1, Math.sqrt(2));
    within(moment(normal, 3), 0, Math.sqrt(15));
    within(moment(normal, 4), 3, Math.sqrt(96));
    expect(uniform.every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it('draws numbers unrelated between siblings, parent and child, and first draws of neighbours', () => {
    const count = 20_000;
    const rng = createRng(11);
    const limit = 5 / Math.sqrt(count);
    expect(Math.abs(correlation(rng.child(0).uniform(count), rng.child(1).uniform(count)))).toBeLessThan(
      limit,
    );
    expect(Math.abs(correlation(rng.uniform(count), rng.child(0).uniform(count)))).toBeLessThan(limit);
    const firsts = Float64Array.from({ length: count }, (_, name) => rng.child(name).stream().uniform());
    expect(Math.abs(correlation(firsts.subarray(1), firsts.subarray(0, count - 1)))).toBeLessThan(
      limit * 1.01,
    );
    expect(Math.abs(mean(firsts) - 0.5)).toBeLessThan(limit * Math.sqrt(1 / 12));
  });

  it('draws integers and orders evenly', () => {
    const stream = createRng(5).stream();
    const counts = [0, 0, 0];
    for (let draw = 0; draw < 30_000; draw++) counts[stream.integer(3)]!++;
    for (const count of counts)
      expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(30_000 * (2 / 9)));
    const orders = new Map<string, number>();
    const rng = createRng(6);
    for (let draw = 0; draw < 12_000; draw++) {
      const order = String(rng.child(draw).permutation(3));
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    for (const count of orders.values())
      expect(Math.abs(count - 2000)).toBeLessThan(5 * Math.sqrt(12_000 * (5 / 36)));
  });

  it('refuses seeds, counts, ranges and names that are none', () => {
    for (const seed of [-1, 0.5, NaN, 2 ** 53]) expect(() => createRng(seed)).toThrow(ConfigError);
    const rng = createRng(0);
    expect(() => rng.uniform(-1)).toThrow(ConfigError);
    expect(() => rng.permutation(2.5)).toThrow(ConfigError);
    expect(() => rng.stream().integer(0)).toThrow(
      'RandomStream.integer: below must be a positive integer, got 0',
    );
    expect(() => rng.child('\ud800')).toThrow(ConfigError);
  });
});
