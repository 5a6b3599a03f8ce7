import { readFileSync } from 'node:fs';
import { ndArray } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { crop } from '../augmentation/crop';
import {
  brightnessBytes,
  contrastBytes,
  grayBytes,
  hueBytes,
  saturationBytes,
  solariseBytes,
} from './colour';
import { gaussianBlur } from './gaussianBlur';
import { nearest } from './nearest';
import { resample, type Resampling } from './resample';

// Remade by: /usr/bin/python3 packages/stimuli/goldens/pillow.py
type Bytes = { shape: [number, number, number]; values: number[] };
type Path = { resized: number; cropped: number; direct: number; rows: number[][] };
const golden = JSON.parse(readFileSync(new URL('../../goldens/pillow.json', import.meta.url), 'utf8')) as {
  image: Bytes;
  large: Bytes;
  resample: { resampling: Resampling; image: Bytes }[];
  depth: Bytes;
  nearest: Bytes[];
  change: { change: keyof typeof changes; factor: number; image: Bytes }[];
  stimuli: { steep: Path; smooth: Path };
};
const bytes = ({ values, shape }: Bytes) => ndArray(Uint8Array.from(values), shape);
const changes = {
  brightness: brightnessBytes,
  contrast: contrastBytes,
  saturation: saturationBytes,
  hue: hueBytes,
  gray: grayBytes,
  solarise: solariseBytes,
  blur: gaussianBlur,
};

describe("Pillow's bytes", () => {
  it.each(golden.resample)('resample: $resampling to $image.shape', ({ resampling, image }) => {
    const [height, width] = image.shape;
    expect(resample(bytes(golden.large), [height, width], resampling)).toEqual(bytes(image));
  });

  it.each(golden.nearest)('nearest: $shape', (map) => {
    expect(nearest(bytes(golden.depth), [map.shape[0], map.shape[1]])).toEqual(bytes(map));
  });

  it.each(golden.change)('$change by $factor', ({ change, factor, image }) => {
    expect(changes[change](bytes(golden.image), factor)).toEqual(bytes(image));
  });

  // The sums and the first pixels that the specification prints too (11.5).
  it.each([
    ['steep', [10_672_564, 522_204, 660_955], [135, 164, 160, 119, 84, 106, 147, 164]],
    ['smooth', [10_679_186, 519_265, 661_408], [172, 167, 157, 144, 128, 112, 98, 88]],
  ] as const)('the evaluation of the %s stimulus', (name, sums, first) => {
    const { resized, cropped, direct, rows } = golden.stimuli[name];
    expect([resized, cropped, direct]).toEqual(sums);
    expect(rows[0]!.slice(0, 8)).toEqual(first);
    const stimulus = ndArray(new Uint8Array(918 * 1174 * 3), [918, 1174, 3]);
    for (let y = 0; y < 918; y++)
      for (let x = 0; x < 1174; x++) {
        const value =
          name === 'steep'
            ? (7 * y + 3 * x + Math.floor((x * y) / 97)) % 256
            : Math.trunc(127.5 + 100 * Math.sin(y / 23) * Math.cos(x / 31) + 20 * Math.sin((x * y) / 5000));
        stimulus.values.fill(value, 3 * (y * 1174 + x), 3 * (y * 1174 + x) + 3);
      }
    const sum = ({ values }: { values: Uint8Array }) => values.reduce((total, value) => total + value, 0) / 3;
    const middle = resample(stimulus, [256, 327]);
    const small = resample(crop(middle, { top: 16, left: 52, height: 224, width: 224 }), [64, 64]);
    expect([sum(middle), sum(small), sum(resample(stimulus, [64, 81]))]).toEqual(sums);
    [0, 31, 63].forEach((row, index) =>
      expect(Array.from({ length: 64 }, (_, x) => small.values[3 * (row * 64 + x)])).toEqual(rows[index]),
    );
  });
});
