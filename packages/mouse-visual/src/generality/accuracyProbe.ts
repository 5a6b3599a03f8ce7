import type { Session } from '@goal-driven/core';
import { createRng, type NdArray } from '@goal-driven/core/arrays';
import { accuracy, standardise, stratifiedKFold, takeRows } from '@goal-driven/metrics';
import {
  heldOutBatches,
  heldOutImages,
  type Augmentation,
  type ImageSource,
  type Looks,
} from '@goal-driven/stimuli';
import { readFeatures, type Encoder } from '../studies/readFeatures';
import { asShown } from './asShown';
import type { ProbeFit } from './bestCost';
import { classProbe } from './classProbe';

export type ClassAccuracy = {
  readonly accuracy: number;
  readonly layer: string;
  /** The cost that was chosen within the fit. */
  readonly cost: number;
  /** Images that were judged by. */
  readonly n: number;
};

const BATCH = 64;

/**
 * How well classes of images are told apart by a linear probe of the best layer, half of each class in the fit, within
 * which the cost is chosen; features are standardised. Images are brought to their size once, for all encoders.
 */
export function accuracyProbe(
  images: ImageSource,
  { steps, ...fit }: { readonly steps: Augmentation | Looks } & ProbeFit,
): (
  encoder: Encoder,
  reading: { readonly layers: readonly string[]; readonly session: Session },
) => Promise<ClassAccuracy> {
  const shown = asShown(images, steps);
  const [{ train, test }] = stratifiedKFold(images.labels, 2) as [{ train: Int32Array; test: Int32Array }];
  const labels = (rows: Int32Array) => rows.map((row) => images.labels[row]!);
  return async (encoder, reading) => {
    const batchSize = Math.min(BATCH, images.labels.length);
    const stream = heldOutImages(shown.source, { batchSize, steps: shown.steps, threads: 0 });
    const batches = heldOutBatches(shown.source, batchSize);
    try {
      const read = await readFeatures(
        { encoder },
        { stream, batches, label: 'images of classes', ...reading },
      );
      const { features } = read['encoder']!;
      const found = reading.layers.map((layer): ClassAccuracy => {
        const scaled = (rows: Int32Array): NdArray => transform(takeRows(features[layer]!, rows));
        const { transform } = standardise(takeRows(features[layer]!, train));
        const { predict, cost } = classProbe(scaled(train), labels(train), { ...fit, rng: createRng(0) });
        return { accuracy: accuracy(labels(test), predict(scaled(test))), layer, cost, n: test.length };
      });
      return found.reduce((best, each) => (each.accuracy > best.accuracy ? each : best));
    } finally {
      await stream.close();
    }
  };
}
