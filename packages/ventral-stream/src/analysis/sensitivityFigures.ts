import type { Figure } from '@goal-driven/core';
import { STEP_DURATION } from '../network/Presentation';
import { upright } from './imageMaps';
import type { ImageSet } from './ImageSet';

type Maps = readonly (readonly (readonly number[])[])[];

type Setting = {
  readonly set: ImageSet;
  readonly classes: readonly string[];
  /** At which the readout was read. */
  readonly step: number;
};

/** Maps of sensitivity, each with the brightness of its image below. */
export function sensitivityFigure(maps: Maps, setting: Setting): Figure {
  return {
    name: `sensitivity-${setting.step * STEP_DURATION}-ms`,
    title: `Which pixels move the answer at ${setting.step * STEP_DURATION} ms`,
    caption:
      'Greatest absolute derivative over colours of the logit of the image’s class, per unit of the normalised ' +
      'image; below it the image (mean of its colours).',
    ...withImages(maps, setting),
    unit: 'logits',
  };
}

/** Maps of occlusion, each with the brightness of its image below. */
export function occlusionFigure(maps: Maps, setting: Setting): Figure {
  return {
    name: `occlusion-${setting.step * STEP_DURATION}-ms`,
    title: `Which parts speak for the answer at ${setting.step * STEP_DURATION} ms`,
    caption:
      'Fall of the logit of the image’s class when a square hides a part, by place of the square; below it the ' +
      'image (mean of its colours, normalised).',
    ...withImages(maps, setting),
    unit: 'logits',
  };
}

function withImages(maps: Maps, { set, classes }: Setting) {
  return {
    kind: 'maps' as const,
    maps: maps.map((rows, image) => ({
      label: `${classes[set.labels[image]!]!} (image ${image + 1})`,
      values: upright(rows),
      below: upright(brightness(set, image)),
    })),
  };
}

/** Mean over channels of one image, [height][width]. */
function brightness({ images: { values, shape } }: ImageSet, image: number): number[][] {
  const [, height, width, channels] = shape as [number, number, number, number];
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (__, x) => {
      const first = ((image * height + y) * width + x) * channels;
      return values.subarray(first, first + channels).reduce((sum, value) => sum + value / channels, 0);
    }),
  );
}
