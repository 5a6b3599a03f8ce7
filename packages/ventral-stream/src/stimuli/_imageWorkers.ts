import { Worker } from 'node:worker_threads';
import { ConfigError, DataError, EnvironmentError, ShapeError } from '@goal-driven/core/arrays';
import { imageWorker } from './_imageWorker.generated';
import type { Augmentation } from './augmentation/Augmentation';
import type { PixelSource } from './ImageSource';
import type { ImageJob, MadeImages } from './makeImages';

export type ImageWorkers = {
  /** Has a job done by thread `job number modulo threads`. */
  make(thread: number, job: ImageJob): Promise<MadeImages>;
  /** Ends the threads; what they have not done is rejected. */
  close(): Promise<void>;
};

type Answer = { id: number; made?: MadeImages; error?: { name: string; message: string } };
type Waiting = { resolve(made: MadeImages): void; reject(error: Error): void };

/**
 * Threads that make images. They start with their first job and keep the process alive only while one of them has
 * something to do. Their program is text, so it runs from source, from what is published, and from a bundle of it.
 */
export function imageWorkers(pixels: PixelSource, steps: Augmentation, count: number): ImageWorkers {
  const threads = Array.from({ length: count }, () => imageThread(pixels, steps));
  return {
    make: (thread, job) => threads[thread % count]!.make(job),
    close: async () => void (await Promise.all(threads.map(({ close }) => close()))),
  };
}

function imageThread(pixels: PixelSource, steps: Augmentation) {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let jobs = 0;
  const failAll = (message: string) => {
    worker = undefined;
    for (const { reject } of waiting.values())
      reject(new EnvironmentError(`imageStream: the thread that makes images must go on, got: ${message}`));
    waiting.clear();
  };
  const start = (): Worker => {
    // Without the flags of the process: a loader or an inspector is none of a thread's business.
    const started = new Worker(imageWorker, { eval: true, execArgv: [], workerData: { pixels, steps } });
    started.on('message', ({ id, made, error }: Answer) => {
      const { resolve, reject } = waiting.get(id)!;
      waiting.delete(id);
      if (waiting.size === 0) started.unref();
      if (made !== undefined) resolve(made);
      else reject(errorOf(error!));
    });
    started.on('error', (error: Error) => failAll(error.message));
    started.on('exit', (code) => failAll(`its end with code ${code}`));
    return started;
  };
  return {
    make: (job: ImageJob) =>
      new Promise<MadeImages>((resolve, reject) => {
        worker ??= start();
        const id = jobs++;
        waiting.set(id, { resolve, reject });
        worker.ref();
        worker.postMessage({ id, job });
      }),
    close: async () => void (await worker?.terminate()),
  };
}

/** An error of a thread, of its own class again. */
function errorOf({ name, message }: { name: string; message: string }): Error {
  const classes = { ConfigError, DataError, EnvironmentError, ShapeError };
  const Class = classes[name as keyof typeof classes] ?? EnvironmentError;
  return new Class(message);
}
