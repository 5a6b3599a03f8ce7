import { Worker } from 'node:worker_threads';
import { ConfigError, DataError, EnvironmentError, ShapeError } from '@goal-driven/core/arrays';
import { imageWorker } from './_imageWorker.generated';
import type { Augmentation } from './augmentation/Augmentation';
import type { PixelSource } from './ImageSource';
import type { Looks } from './Looks';
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
export function imageWorkers(pixels: PixelSource, steps: Augmentation | Looks, count: number): ImageWorkers {
  const threads = Array.from({ length: count }, () => imageThread(pixels, steps));
  return {
    make: (thread, job) => threads[thread % count]!.make(job),
    close: async () => void (await Promise.all(threads.map(({ close }) => close()))),
  };
}

function imageThread(pixels: PixelSource, steps: Augmentation | Looks) {
  let running: ReturnType<typeof startThread> | undefined;
  let jobs = 0;
  const start = () => {
    const started = startThread(pixels, steps, () => {
      if (running === started) running = undefined;
    });
    return started;
  };
  return {
    make: (job: ImageJob) =>
      new Promise<MadeImages>((resolve, reject) => {
        running ??= start();
        const id = jobs++;
        running.waiting.set(id, { resolve, reject });
        running.worker.ref();
        running.worker.postMessage({ id, job });
      }),
    close: async () => void (await running?.worker.terminate()),
  };
}

/** @param ended what to do when it has ended; those who wait are told here */
function startThread(pixels: PixelSource, steps: Augmentation | Looks, ended: () => void) {
  const waiting = new Map<number, Waiting>();
  // Without the flags of the process: a loader or an inspector is none of a thread's business.
  const worker = new Worker(imageWorker, { eval: true, execArgv: [], workerData: { pixels, steps } });
  const fail = (reason: string) => {
    ended();
    for (const { reject } of waiting.values())
      reject(new EnvironmentError(`imageStream: the thread that makes images must go on, got: ${reason}`));
    waiting.clear();
  };
  worker.on('message', ({ id, made, error }: Answer) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
    if (made !== undefined) asked?.resolve(made);
    else asked?.reject(errorOf(error!));
  });
  worker.on('error', (error: Error) => fail(error.message));
  worker.on('exit', (code) => fail(`its end with code ${code}`));
  return { worker, waiting };
}

/** An error of a thread, of its own class again. */
function errorOf({ name, message }: { name: string; message: string }): Error {
  const classes = { ConfigError, DataError, EnvironmentError, ShapeError };
  const Class = classes[name as keyof typeof classes] ?? EnvironmentError;
  return new Class(message);
}
