import { createRng, ndArray, type Rng } from '@goal-driven/core/arrays';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { augment, isRandom } from './augment';
import { Augmentation } from './Augmentation';
import { adjustBrightness, adjustContrast, colourJitter } from './colourJitter';
import { crop, flip } from './crop';
import { cifarTraining, imagenetEvaluation, imagenetTraining, objectImages } from './presets';
import { randomResizedCropBox } from './randomResizedCropBox';
import { hsvFromRgb, rgbFromHsv } from '../hsv';

const rng = createRng(3);
/** Pixel k of [height, width] is (k, 100 + k, 200). */
const counted = (height: number, width: number) =>
  ndArray(
    Uint8Array.from({ length: height * width * 3 }, (_, at) =>
      [Math.floor(at / 3), 100 + Math.floor(at / 3), 200].at(at % 3)!,
    ),
    [height, width, 3],
  );
const floats = (height: number, width: number) => augment(counted(height, width), [], rng);
const reds = (image: { values: Float32Array }) =>
  [...image.values].filter((_, at) => at % 3 === 0).map((value) => Math.round(255 * value));

describe('crop and flip', () => {
  it('take what is there and leave the rest black', () => {
    expect(reds(crop(floats(2, 3), { top: 0, left: 1, height: 2, width: 2 }))).toEqual([1, 2, 4, 5]);
    expect(reds(crop(floats(2, 3), { top: -1, left: -1, height: 3, width: 3 }))).toEqual([
      0, 0, 0, 0, 0, 1, 0, 3, 4,
    ]);
    expect(reds(crop(floats(2, 3), { top: 1, left: 2, height: 2, width: 3 }))).toEqual([5, 0, 0, 0, 0, 0]);
    expect(reds(crop(floats(2, 3), { top: 5, left: 5, height: 1, width: 1 }))).toEqual([0]);
    expect(reds(flip(floats(2, 3)))).toEqual([2, 1, 0, 5, 4, 3]);
  });
});

describe('a random resized crop', () => {
  const choice = { scale: [0.08, 1], ratio: [3 / 4, 4 / 3] } as const;

  it('lies within the image, its area and its ratio within their ranges up to rounding', () => {
    for (let seed = 0; seed < 300; seed++) {
      const { top, left, height, width } = randomResizedCropBox([60, 90], choice, createRng(seed).stream());
      expect(Math.min(top, left)).toBeGreaterThanOrEqual(0);
      expect(top + height).toBeLessThanOrEqual(60);
      expect(left + width).toBeLessThanOrEqual(90);
      expect((width + 0.5) / (height - 0.5)).toBeGreaterThan(3 / 4);
      expect((width - 0.5) / (height + 0.5)).toBeLessThan(4 / 3);
      expect((width + 0.5) * (height + 0.5)).toBeGreaterThan(0.08 * 5400);
    }
  });

  it('has areas with the mean of their range where all of them fit', () => {
    const shares = Array.from({ length: 2000 }, (_, seed) => {
      const small = { scale: [0.1, 0.3], ratio: [0.9, 1.1] } as const;
      const { height, width } = randomResizedCropBox([500, 500], small, createRng(seed).stream());
      return (height * width) / 250000;
    });
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    // Uniform on [0.1, 0.3]: standard error 0.0577 / sqrt(2000) = 0.0013; four of them.
    expect(Math.abs(mean - 0.2)).toBeLessThan(0.0052);
  });

  it('is the largest central one of an allowed ratio where nothing fits', () => {
    const whole = { scale: [1, 1], ratio: [3 / 4, 4 / 3] } as const;
    const box = (size: readonly [number, number]) => randomResizedCropBox(size, whole, rng.stream());
    expect(box([30, 90])).toEqual({ top: 0, left: 25, height: 30, width: 40 });
    expect(box([90, 30])).toEqual({ top: 25, left: 0, height: 40, width: 30 });
    const never = { scale: [4, 4], ratio: [1, 1.2] } as const;
    expect(randomResizedCropBox([20, 22], never, rng.stream())).toEqual({
      top: 0,
      left: 0,
      height: 20,
      width: 22,
    });
  });
});

describe('colour jitter', () => {
  const none = { brightness: 0, contrast: 0, saturation: 0, hue: 0 };

  it('of no strength changes nothing', () => {
    expect(colourJitter(floats(3, 4), none, rng.stream())).toEqual(floats(3, 4));
  });

  it('of brightness multiplies by a factor from its range', () => {
    const factors = Array.from({ length: 400 }, (_, seed) => {
      const { values } = colourJitter(floats(1, 2), { ...none, brightness: 0.2 }, createRng(seed).stream());
      return values[1]! / (100 / 255);
    });
    expect(Math.min(...factors)).toBeGreaterThanOrEqual(0.8 - 1e-6);
    expect(Math.max(...factors)).toBeLessThanOrEqual(1.2 + 1e-6);
    expect(Math.max(...factors) - Math.min(...factors)).toBeGreaterThan(0.38);
  });

  it('makes its changes in an order of chance', () => {
    const both = { ...none, brightness: 0.5, contrast: 0.5 };
    // Factors of 1.25; the shuffle of four leaves all in place but for the first two, or these too.
    const draw = (last: number) => {
      const places = [3, 2, last];
      return { uniform: () => 0.75, normal: () => 0, integer: () => places.shift()! };
    };
    const image = floats(3, 4);
    const [brighter, starker] = [adjustBrightness(image, 1.25), adjustContrast(image, 1.25)];
    expect(colourJitter(image, both, draw(1))).toEqual(adjustContrast(brighter, 1.25));
    expect(colourJitter(image, both, draw(0))).toEqual(adjustBrightness(starker, 1.25));
    expect(adjustContrast(brighter, 1.25)).not.toEqual(adjustBrightness(starker, 1.25));
  });

  it('keeps brightness and saturation where hue turns, and a full turn changes nothing', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(unit, unit, unit, unit, (red, green, blue, shift) => {
        const [hue, saturation, value] = hsvFromRgb(red, green, blue);
        const [, turnedSaturation, turnedValue] = hsvFromRgb(...rgbFromHsv(hue + shift, saturation, value));
        expect(turnedValue).toBeCloseTo(value, 9);
        if (value > 1e-6) expect(turnedSaturation).toBeCloseTo(saturation, 6);
        const back = rgbFromHsv(hue + 1, saturation, value);
        [red, green, blue].forEach((channel, at) => expect(back[at]).toBeCloseTo(channel, 9));
      }),
      { seed: 1 },
    );
  });
});

describe('augment', () => {
  it('draws each step from its own child', () => {
    const steps = Augmentation.parse([
      { kind: 'grayscale', probability: 0 },
      { kind: 'padCrop', padding: 2 },
    ]);
    const onlyCrop: Rng = { ...rng, child: () => rng.child(1) };
    expect(augment(counted(5, 5), steps, rng)).toEqual(augment(counted(5, 5), steps.slice(1), onlyCrop));
  });

  it('shifts by every amount up to its border, and flips every other time', () => {
    const shifts = new Set<string>();
    let flips = 0;
    for (let seed = 0; seed < 400; seed++) {
      const shifted = augment(
        counted(5, 5),
        Augmentation.parse([{ kind: 'padCrop', padding: 1 }]),
        createRng(seed),
      );
      shifts.add(String(reds(shifted)));
      const turned = augment(counted(1, 2), Augmentation.parse([{ kind: 'flip' }]), createRng(seed));
      flips += reds(turned)[0] === 1 ? 1 : 0;
    }
    expect(shifts.size).toBe(9);
    expect(Math.abs(flips - 200)).toBeLessThan(40); // four standard deviations of 400 coins
  });

  it('gives the size of its last step that sets one', () => {
    const shapeOf = (steps: Augmentation) => augment(counted(40, 60), steps, rng).shape;
    expect(shapeOf(cifarTraining(64))).toEqual([64, 64, 3]);
    expect(shapeOf(imagenetTraining(24))).toEqual([24, 24, 3]);
    expect(shapeOf(imagenetEvaluation(28))).toEqual([28, 28, 3]);
    expect(shapeOf(Augmentation.parse([{ kind: 'resize', size: [8, 9] }]))).toEqual([8, 9, 3]);
    expect(shapeOf([])).toEqual([40, 60, 3]);
  });

  it('knows which steps depend on chance', () => {
    expect(cifarTraining().map(isRandom)).toEqual([true, true, false, false]);
    expect(imagenetTraining().map(isRandom)).toEqual([true, true, false]);
    expect([...imagenetEvaluation(), ...objectImages(64)].some(isRandom)).toBe(false);
  });

  it('refuses what is no step', () => {
    const refuse = (step: unknown, message: RegExp) =>
      expect(() => Augmentation.parse([step])).toThrow(message);
    refuse({ kind: 'evaluationCrop', shorter: 200, size: 224 }, /size must be at most shorter/);
    refuse({ kind: 'flip', chance: 1 }, /chance/);
    refuse({ kind: 'randomResizedCrop', size: 8, scale: [1, 0.5] }, /must rise/);
    refuse({ kind: 'normalise', sd: [1, 0, 1] }, /must be positive/);
    refuse({ kind: 'rotate' }, /kind/);
  });
});
