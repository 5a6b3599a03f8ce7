import { parentPort, workerData } from 'node:worker_threads';
import type { Augmentation } from './augmentation/Augmentation';
import type { PixelSource } from './ImageSource';
import type { Looks } from './Looks';
import { makeImages, type ImageJob } from './makeImages';

// What a thread of `imageWorkers` runs, bundled by scripts/imageWorker.mjs.
const { pixels, steps } = workerData as { pixels: PixelSource; steps: Augmentation | Looks };

parentPort!.on('message', ({ id, job }: { id: number; job: ImageJob }) => {
  try {
    const made = makeImages(pixels, steps, job);
    parentPort!.postMessage(
      { id, made },
      Object.values(made).map(({ values }) => values.buffer),
    );
  } catch (error) {
    const { name, message } = error as Error;
    parentPort!.postMessage({ id, error: { name, message } });
  }
});
