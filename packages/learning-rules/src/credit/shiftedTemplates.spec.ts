import { createRng } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { labelledStream, ShiftedTemplates, shiftedTemplates } from './shiftedTemplates';

const made = (config: object = {}, seed = 1) => {
  const parsed = ShiftedTemplates.parse({ classes: 3, size: 6, train: 30, test: 12, ...config });
  return shiftedTemplates(parsed, createRng(seed));
};
const clean = { noise: 0, contrast: [1, 1] };
const imageAt = ({ images }: ReturnType<typeof made>['train'], index: number) => [
  ...images.values.subarray(index * 36, (index + 1) * 36),
];

describe('shiftedTemplates', () => {
  it('are templates of standard deviation 1, where nothing is done to them', () => {
    const { train, test } = made({ ...clean, shift: 0 });
    const one = imageAt(train, 0);
    expect(imageAt(train, 3)).toEqual(one); // the same class
    expect(imageAt(test, 0)).toEqual(one); // the other set has the same templates
    expect(imageAt(train, 1)).not.toEqual(one);
    const mean = one.reduce((sum, value) => sum + value, 0) / 36;
    expect(one.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 36).toBeCloseTo(1, 5);
  });

  it('are smooth round the edges', () => {
    // Neighbours under a blur of one pixel correlate by exp(-1 / 4) = 0.78, those at both ends of a row too.
    const { train } = made({ ...clean, shift: 0, size: 24, classes: 20, train: 20 });
    const pairs = [0, 1].map((apart) => {
      let [product, square] = [0, 0];
      for (let row = 0; row < 20 * 24; row++) {
        const [left, right] = apart === 0 ? [3, 4] : [23, 0];
        product += train.images.values[row * 24 + left]! * train.images.values[row * 24 + right]!;
        square +=
          (train.images.values[row * 24 + left]! ** 2 + train.images.values[row * 24 + right]! ** 2) / 2;
      }
      return product / square;
    });
    for (const correlation of pairs) expect(Math.abs(correlation - 0.78)).toBeLessThan(0.1);
  });

  it('are shifted round the edges by what is allowed, and scaled', () => {
    const [template] = [imageAt(made({ ...clean, shift: 0 }).train, 0)];
    const { train } = made({ ...clean, shift: 1, contrast: [2, 2] });
    const allowed = [-1, 0, 1].flatMap((dy) =>
      [-1, 0, 1].map((dx) =>
        Array.from({ length: 36 }, (_, at) => {
          const [y, x] = [Math.floor(at / 6), at % 6];
          return Math.fround(2 * template[((y + dy + 6) % 6) * 6 + ((x + dx + 6) % 6)]!);
        }).join(),
      ),
    );
    const seen = new Set([0, 3, 6, 9, 12, 15, 18, 21, 24, 27].map((image) => imageAt(train, image).join()));
    for (const image of seen) expect(allowed).toContain(image);
    expect(seen.size).toBeGreaterThan(3);
  });

  it('has noise of the standard deviation, and as many images of each class', () => {
    const quiet = made({ ...clean, shift: 0, train: 600 }).train;
    const noisy = made({ contrast: [1, 1], shift: 0, noise: 0.5, train: 600 }).train;
    const square = noisy.images.values.reduce(
      (sum, value, at) => sum + (value - quiet.images.values[at]!) ** 2,
      0,
    );
    // 21,600 draws: 0.5 within one percent or two.
    expect(Math.abs(Math.sqrt(square / noisy.images.values.length) - 0.5)).toBeLessThan(0.01);
    expect([0, 1, 2].map((label) => noisy.labels.values.filter((own) => own === label).length)).toEqual([
      200, 200, 200,
    ]);
  });

  it('is the same from the same seed', () => {
    expect(made()).toEqual(made());
    expect(made({}, 2)).not.toEqual(made());
  });

  it('refuses a set without classes', () => {
    expect(() => ShiftedTemplates.parse({ classes: 0 })).toThrow(/classes/);
  });
});

describe('labelledStream', () => {
  const { train } = made({ shift: 0, train: 30 });
  const stream = labelledStream(train, 10, createRng(4));
  const epoch = async (first: number) => {
    const batches = await Promise.all([0, 1, 2].map((index) => stream.read(first + index)));
    return batches.flatMap(({ batch: { images } }) =>
      Array.from({ length: 10 }, (_, row) => images.values.subarray(row * 36, (row + 1) * 36).join()),
    );
  };

  it('shows every image once in an epoch, in another order in the next', async () => {
    const [first, second] = [await epoch(0), await epoch(3)];
    expect(new Set(first).size).toBe(30);
    expect([...first].sort()).toEqual([...second].sort());
    expect(first).not.toEqual(second);
  });

  it('goes on from a cursor, and labels go with their images', async () => {
    const { next } = await stream.read(0);
    const resumed = labelledStream(train, 10, createRng(4));
    const { batch } = await resumed.read(next);
    expect(batch).toEqual((await stream.read(1)).batch);
    const at = (row: number) => batch.images.values.subarray(row * 36, (row + 1) * 36).join();
    const known = new Map(
      Array.from({ length: 30 }, (_, image) => [imageAt(train, image).join(), image % 3]),
    );
    for (let row = 0; row < 10; row++) expect(batch.labels.values[row]).toBe(known.get(at(row)));
  });
});
