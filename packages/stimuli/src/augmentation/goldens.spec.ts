import { readFileSync } from 'node:fs';
import { createRng, ndArray } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { augment } from './augment';
import { Augmentation } from './Augmentation';
import { adjustBrightness, adjustContrast, adjustHue, adjustSaturation, grayscale } from './colourJitter';
import { evaluationCrop } from './evaluationCrop';
import { resize } from './resize';

// Remade by: /usr/bin/python3 packages/stimuli/goldens/augmentation.py
type Numbers = { shape: number[]; values: number[] };
const golden = JSON.parse(
  readFileSync(new URL('../../goldens/augmentation.json', import.meta.url), 'utf8'),
) as {
  image: Numbers;
  resize: Numbers[];
  colour: { change: string; factor: number; image: Numbers }[];
  grayscale: Numbers;
  normalise: Numbers;
  evaluationCrop: { shorter: number; size: number; from: Numbers; image: Numbers }[];
};

const bytes = ({ values, shape }: Numbers) => ndArray(Uint8Array.from(values), shape);
const image = augment(bytes(golden.image), [], createRng(0));

/** Single precision against double: 1e-6 of the greatest value. */
function expectClose(
  { values, shape }: { values: Float32Array; shape: readonly number[] },
  expected: Numbers,
) {
  expect(shape).toEqual(expected.shape);
  const scale = Math.max(1, ...expected.values.map(Math.abs));
  const errors = expected.values.map((value, at) => Math.abs(value - values[at]!) / scale);
  expect(Math.max(...errors)).toBeLessThan(1e-6);
}

describe('against PyTorch, NumPy and colorsys', () => {
  it.each(golden.resize.map((expected) => [expected.shape.slice(0, 2), expected] as const))(
    'resizing to %j is antialiased bilinear interpolation',
    (size, expected) => expectClose(resize(image, size as [number, number]), expected),
  );

  it.each(golden.colour.map((each) => [each.change, each.factor, each.image] as const))(
    '%s by %f',
    (change, factor, expected) => {
      const changes = {
        brightness: adjustBrightness,
        contrast: adjustContrast,
        saturation: adjustSaturation,
        hue: adjustHue,
      };
      expectClose(changes[change as keyof typeof changes](image, factor), expected);
    },
  );

  it('gray and normalised', () => {
    expectClose(grayscale(image), golden.grayscale);
    const steps = Augmentation.parse([{ kind: 'normalise' }]);
    expectClose(augment(bytes(golden.image), steps, createRng(0)), golden.normalise);
  });

  it.each(golden.evaluationCrop.map((each) => [each.from.shape, each] as const))(
    'the published evaluation crop of %j, to the byte',
    (_shape, { shorter, size, from, image: expected }) => {
      const cropped = evaluationCrop(bytes(from), { shorter, size });
      expect(cropped.shape).toEqual(expected.shape);
      expect([...cropped.values]).toEqual(expected.values);
    },
  );
});
