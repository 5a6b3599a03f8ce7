import { createRng, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import golden from '../../goldens/probes.json';
import { bestCost } from './bestCost';
import { classProbe } from './classProbe';
import { numberProbe } from './numberProbe';
import { probeScenes, probeTextures } from './probeScenes';
import { SceneProbes } from './SceneProbes';

const rng = createRng(3);
const [rows, width] = [120, 6];
const features = ndArray(rng.child('features').normal(rows * width), [rows, width]);
const of = (weights: readonly number[], { values }: NdArray = features) =>
  Float64Array.from({ length: values.length / width }, (_, row) =>
    weights.reduce((sum, weight, at) => sum + weight * values[row * width + at]!, 0),
  );
const range = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, at) => from + at);

describe('bestCost', () => {
  const splits = [0, 1].map(() => ({ train: range(0, 2), test: range(2, 4) }));
  it('is that of the best mean over splits, of equals the first', () => {
    const scores = [
      [0.1, 0.5, 0.6],
      [0.9, 0.7, 0.6],
    ];
    let at = 0;
    expect(
      bestCost(
        [1, 2, 3],
        () => splits,
        () => scores[at++]!,
      ),
    ).toBe(2); // .5, .6, .6
  });
  it('asks for no split where there is no choice', () => {
    expect(
      bestCost(
        [7],
        () => expect.unreachable(),
        () => [],
      ),
    ).toBe(7);
  });
});

describe('linear probes', () => {
  it('read out what is linear, and choose little penalty for it', () => {
    const target = of([1, -2, 0.5, 0, 0, 1]);
    const noise = rng.child('noise').normal(rows);
    const both = ndArray(
      Float64Array.from({ length: 2 * rows }, (_, at) =>
        at % 2 === 0 ? target[at >> 1]! : target[at >> 1]! + 3,
      ),
      [rows, 2],
    );
    const clean = numberProbe(features, both, { costs: [1e-4, 1e4], folds: 5 });
    expect(clean.cost).toBe(1e4);
    expect(clean.predict(features).values[5]).toBeCloseTo(target[2]! + 3, 3);
    const nothing = numberProbe(features, ndArray(noise, [rows, 1]), { costs: [1e-4, 1e4], folds: 5 });
    expect(nothing.cost).toBe(1e-4); // where nothing can be known, the mean is best
  });

  it('choose among the 33 published costs, of classes those up to 10', () => {
    const { costs, numberCosts } = SceneProbes.parse({});
    expect(numberCosts).toEqual(golden.costs.numbers);
    expect(costs).toEqual(golden.costs.classes);
    expect([...numberCosts].sort((a, b) => a - b)).toEqual(numberCosts);
  });

  it('choose by targets that vary, and take the first cost where none does', () => {
    const target = of([1, -2, 0.5, 0, 0, 1]);
    const table = (value: (row: number) => number) =>
      ndArray(
        Float64Array.from({ length: 2 * rows }, (_, at) => (at % 2 === 0 ? 3 : value(at >> 1))),
        [rows, 2],
      );
    const costs = [1e-4, 1e4];
    const one = numberProbe(
      features,
      table((row) => target[row]!),
      { costs, folds: 5 },
    );
    expect(one.cost).toBe(1e4);
    const none = numberProbe(
      features,
      table(() => -1),
      { costs, folds: 5 },
    );
    expect(none.cost).toBe(1e-4);
    expect([...none.predict(features).values.subarray(0, 2)]).toEqual([3, -1]);
  });

  it('name classes that a plane separates', () => {
    const sides = Int32Array.from(of([1, 1, 0, 0, 0, 0]), (value) => (value > 0 ? 1 : 0));
    const probe = classProbe(features, sides, { costs: [1e-6, 10], folds: 3, rng: createRng(0) });
    expect(probe.cost).toBe(10);
    expect(probe.predict(features)).toEqual(sides);
  });
});

describe('goldens of scikit-learn (goldens/probes.py)', () => {
  const table = (values: readonly (readonly number[])[]) =>
    ndArray(Float64Array.from(values.flat()), [values.length, values[0]!.length]);
  const difference = (found: ArrayLike<number>, wanted: readonly number[]) =>
    Math.max(...wanted.map((value, at) => Math.abs(value - found[at]!)));

  it.each(golden.classes)('classProbe, $name', ({ features: seen, labels, fresh, ...wanted }) => {
    const options = { costs: golden.costs.classes, folds: 5, rng: createRng(0) };
    const probe = classProbe(table(seen), Int32Array.from(labels), options);
    expect(probe.cost).toBe(wanted.cost);
    expect([...probe.predict(table(fresh))]).toEqual(wanted.predicted);
    const scores = probe.scores(table(fresh));
    const own = scores.values.filter((_, at) => wanted.scores[0]!.length > 1 || at % 2 === 1);
    expect(own.length).toBe(wanted.scores.flat().length);
    // Of 2, and the root of the share by which the objective may miss its minimum.
    expect(difference(own, wanted.scores.flat())).toBeLessThan(1e-4);
  });

  it.each(golden.numbers)('numberProbe, $name', ({ features: seen, targets, fresh, ...wanted }) => {
    const probe = numberProbe(table(seen), table(targets), { costs: golden.costs.numbers, folds: 5 });
    expect(probe.cost).toBe(wanted.cost);
    expect(difference(probe.predict(table(fresh)).values, wanted.predicted.flat())).toBeLessThan(1e-9);
  });
});

describe('probeScenes', () => {
  const fit = { costs: [1], numberCosts: [1], folds: 2, standardise: true, components: 1000 };
  const targets = {
    category: Int32Array.from(of([3, 0, 0, 0, 0, 0]), (value) => (value > 0 ? 1 : 0)),
    position: ndArray(rng.child('elsewhere').normal(2 * rows), [rows, 2]),
    size: ndArray(of([0, 1, 0, 0, 0, 0]), [rows, 1]),
    pose: ndArray(
      Float64Array.from(
        { length: 3 * rows },
        (_, at) => features.values[2 * (at % 3) + 6 * Math.floor(at / 3)]!,
      ),
      [rows, 3],
    ),
  };
  const split = {
    fit: range(0, 60),
    same: range(60, 80),
    backgrounds: range(80, 95),
    objects: range(95, 105),
    poses: range(105, 120),
  };
  const scores = probeScenes('layer', features, { ...fit, targets, splits: [split, split], categories: 2 });
  const valueOf = (task: string, test: string) =>
    scores.find((each) => each.task === task && each.test === test)!;

  it('tells what a layer holds from what it does not', () => {
    expect(scores.length).toBe(4 * 4);
    expect(valueOf('size', 'poses').value).toBeGreaterThan(0.99);
    expect(valueOf('pose', 'same').value).toBeGreaterThan(0.99);
    expect(valueOf('category', 'objects').value).toBeGreaterThanOrEqual(0.8);
    expect(Math.abs(valueOf('position', 'same').value)).toBeLessThan(0.5);
    expect(valueOf('category', 'same')).toMatchObject({ chance: 0.5, n: 20, layer: 'layer' });
  });

  it('changes little where features are turned into as many principal components as they have', () => {
    // 5 of 6 would lose some; standardised features of equal variance are turned, not scaled.
    const fewer = probeScenes('layer', features, {
      ...fit,
      components: 5,
      targets,
      splits: [split],
      categories: 2,
    });
    expect(fewer.find(({ task, test }) => task === 'size' && test === 'same')!.value).toBeLessThan(1);
    expect(fewer.length).toBe(16);
  });

  it('reads what is there out of more units than components, and more components than samples', () => {
    const units = 300;
    const weights = rng.child('weights').normal(width * units);
    const blur = rng.child('blur').normal(rows * units);
    const wide = ndArray(
      Float64Array.from({ length: rows * units }, (_, at) => {
        const row = Math.floor(at / units) * width;
        const drive = [0, 1, 2, 3, 4, 5].reduce(
          (sum, factor) => sum + features.values[row + factor]! * weights[factor * units + (at % units)]!,
          0.5 * blur[at]!,
        );
        return Math.max(drive, 0);
      }),
      [rows, units],
    );
    const options = {
      ...fit,
      costs: [1e-3],
      numberCosts: [1e-3],
      components: 200,
      targets,
      splits: [split],
      categories: 2,
    };
    const found = probeScenes('layer', wide, options);
    const of = (task: string) => found.find((each) => each.task === task && each.test === 'same')!.value;
    expect(of('category')).toBeGreaterThanOrEqual(0.85);
    expect(of('size')).toBeGreaterThan(0.85);
    expect(of('pose')).toBeGreaterThan(0.85);
    // Fewer components than samples: what is left out is blur.
    const fewer = probeScenes('layer', wide, { ...options, components: 40 });
    expect(fewer.find(({ task }) => task === 'size')!.value).toBeCloseTo(of('size'), 1);
  });

  it('has no score for numbers that never vary, and of several those that do', () => {
    const still = {
      ...targets,
      size: ndArray(new Float64Array(rows).fill(2), [rows, 1]),
      pose: ndArray(
        targets.pose.values.map((value, at) => (at % 3 === 2 ? 1 : value)),
        [rows, 3],
      ),
    };
    const found = probeScenes('layer', features, { ...fit, targets: still, splits: [split], categories: 2 });
    const of = (task: string) => found.find((each) => each.task === task && each.test === 'same')!.value;
    expect(of('size')).toBeNaN();
    expect(of('pose')).toBeGreaterThan(0.99);
  });

  it('counts the fits that chose the last of several costs', () => {
    const few = { ...fit, costs: [1e-8, 1e-2], numberCosts: [1e-6, 1e-2], splits: [split, split] };
    const found = probeScenes('layer', features, { ...few, targets, categories: 2 });
    const of = (task: string) => found.find((each) => each.task === task && each.test === 'same')!.atLimit;
    expect(['category', 'size', 'position'].map(of)).toEqual([2, 2, 0]);
    const wider = { ...few, costs: [...few.costs, 1e3], numberCosts: [1e-2] }; // of one there is no choice
    const others = probeScenes('layer', features, { ...wider, targets, categories: 2 });
    expect(others.find(({ task }) => task === 'size')!.atLimit).toBe(0);
  });

  it('judges textures on each test', () => {
    const labels = targets.category;
    const part = (from: number, to: number) => ({
      features: ndArray(features.values.slice(from * width, to * width), [to - from, width]),
      labels: labels.subarray(from, to),
    });
    const found = probeTextures('layer', { fit: part(0, 80), tests: { same: part(80, 120) } }, fit);
    expect(found).toEqual([
      {
        layer: 'layer',
        task: 'texture',
        test: 'same',
        chance: 0.5,
        n: 40,
        atLimit: 0,
        value: expect.any(Number) as number,
      },
    ]);
    expect(found[0]!.value).toBeGreaterThan(0.85);
  });
});
