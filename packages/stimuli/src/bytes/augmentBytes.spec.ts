import { createRng, ndArray, ShapeError } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { augment, isRandom } from '../augmentation/augment';
import { Augmentation } from '../augmentation/Augmentation';
import { augmentBytes } from './augmentBytes';
import { ByteStep } from './ByteStep';
import { solariseBytes } from './colour';
import { resample } from './resample';

const rng = createRng(5);
const steps = (...of: object[]) => of.map((step) => ByteStep.parse(step));
/** Pixel k of [height, width] is (k, k, k) modulo 256. */
const counted = (height: number, width: number) =>
  ndArray(
    Uint8Array.from({ length: height * width * 3 }, (_, at) => Math.floor(at / 3)),
    [height, width, 3],
  );
const reds = ({ values }: { values: Uint8Array }) => [...values].filter((_, at) => at % 3 === 0);

describe('resample', () => {
  it('halves by the triangle 1/8 3/8 3/8 1/8, and by what of it lies within at the ends', () => {
    const line = ndArray(
      Uint8Array.from([0, 80, 160, 240, 80, 0], (value) => value).reduce(
        (all, value, at) => (all.fill(value, 3 * at, 3 * at + 3), all),
        new Uint8Array(18),
      ),
      [1, 6, 3],
    );
    // Ends: (3 * 0 + 3 * 80 + 160) / 7 = 57.14, (240 + 3 * 80 + 3 * 0) / 7 = 68.57; middle 1360 / 8 = 170.
    expect(reds(resample(line, [1, 3]))).toEqual([57, 170, 69]);
  });

  it('leaves what has the size already', () => {
    expect(resample(counted(5, 7), [5, 7], 'bicubic')).toEqual(counted(5, 7));
  });
});

describe('augmentBytes', () => {
  it('crops at the centre, halves to even places', () => {
    // (5 - 2) / 2 = 1.5 goes to 2, (7 - 2) / 2 = 2.5 to 2 as well.
    expect(reds(augmentBytes(counted(5, 7), steps({ kind: 'centreCrop', size: 2 }), rng))).toEqual([
      16, 17, 23, 24,
    ]);
  });

  it('brings the shorter side to a size and rounds the longer one down', () => {
    const shape = (height: number, width: number) =>
      augmentBytes(counted(height, width), steps({ kind: 'resizeShorter', size: 64 }), rng).shape;
    expect(shape(92, 117)).toEqual([64, 81, 3]);
    expect(shape(117, 92)).toEqual([81, 64, 3]);
    expect(shape(20, 20)).toEqual([64, 64, 3]);
  });

  it('crops anywhere, the border too, and only there', () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 300; seed++)
      seen.add(
        String(
          reds(
            augmentBytes(counted(2, 3), steps({ kind: 'randomCrop', size: 2, padding: 1 }), createRng(seed)),
          ),
        ),
      );
    expect(seen.size).toBe(3 * 4); // offsets -1 .. 1 down and -1 .. 2 to the right
    expect(seen).toContain('0,0,0,0'); // the upper left corner: three of the border, and pixel 0
    expect(seen).toContain('1,2,4,5');
    expect(seen).toContain('5,0,0,0');
  });

  it('does what is of chance as often as it says', () => {
    const image = counted(2, 2);
    const count = (step: object, changed: object) =>
      Array.from({ length: 400 }, (_, seed) =>
        augmentBytes(image, steps({ ...step, probability: 0.25 }), createRng(seed)),
      ).filter((result) => String(result.values) === String((changed as typeof image).values)).length;
    // Four standard deviations of 400 draws of 1/4: 35.
    expect(Math.abs(count({ kind: 'solarise', threshold: 0 }, solariseBytes(image, 0)) - 100)).toBeLessThan(
      35,
    );
    const mirrored = ndArray(Uint8Array.from([1, 1, 1, 0, 0, 0, 3, 3, 3, 2, 2, 2]), [2, 2, 3]);
    expect(Math.abs(count({ kind: 'flip' }, mirrored) - 100)).toBeLessThan(35);
  });

  it('draws each step from its own child', () => {
    const jitter = { kind: 'colourJitter', brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.4 };
    const crop = { kind: 'randomResizedCrop', size: 6 };
    const both = augmentBytes(counted(9, 9), steps(crop, jitter), rng);
    const first = augmentBytes(counted(9, 9), steps(crop), rng);
    expect(both).toEqual(augmentBytes(first, steps(jitter), { ...rng, child: () => rng.child(1) }));
    expect(both).not.toEqual(first);
  });

  it('refuses a crop that does not fit', () => {
    expect(() => augmentBytes(counted(5, 7), steps({ kind: 'centreCrop', size: 6 }), rng)).toThrow(
      new ShapeError('centreCrop: the crop must fit into the image, got an image [5,7]'),
    );
    expect(() =>
      augmentBytes(counted(5, 7), steps({ kind: 'randomCrop', size: 8, padding: 1 }), rng),
    ).toThrow(/randomCrop: the crop must fit/);
  });
});

describe('bytes as a step of an augmentation', () => {
  it('gives the bytes over 255', () => {
    const on = steps({ kind: 'resize', size: [3, 4], resampling: 'bicubic' });
    const image = counted(7, 9);
    const floats = augment(image, Augmentation.parse([{ kind: 'bytes', steps: on }]), rng);
    expect([...floats.values].map((value) => Math.round(255 * value))).toEqual([
      ...augmentBytes(image, on, rng).values,
    ]);
  });

  it('depends on chance where one of its steps does', () => {
    const chance = (...of: object[]) => Augmentation.parse([{ kind: 'bytes', steps: of }]).map(isRandom)[0];
    expect(chance({ kind: 'resizeShorter', size: 9 }, { kind: 'centreCrop', size: 4 })).toBe(false);
    expect(chance({ kind: 'resize', size: 9 }, { kind: 'blur' })).toBe(true);
  });
});
