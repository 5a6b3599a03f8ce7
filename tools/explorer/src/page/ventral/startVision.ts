import type { VisionCall, VisionCalls, VisionReply } from './VisionMessages';

/** The thread that computes, as questions and answers. */
export type Vision = {
  /** @throws Error with the words of what went wrong there */
  readonly ask: <Call extends VisionCall>(
    call: Call,
    question: VisionCalls[Call][0],
  ) => Promise<VisionCalls[Call][1]>;
};

/** Starts it; it ends with the signal, and then never answers. */
export function startVision(signal: AbortSignal): Vision {
  const worker = new Worker(new URL('./visionWorker.ts', import.meta.url), { type: 'module' });
  signal.addEventListener('abort', () => worker.terminate());
  const waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
  worker.addEventListener('message', ({ data }: MessageEvent<VisionReply>) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if ('fault' in data) asked?.reject(new Error(data.fault));
    else asked?.resolve(data.answer as never); // the answer to its own question
  });
  worker.addEventListener('error', ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(`the computing thread ended: ${message}`));
    waiting.clear();
  });
  let asked = 0;
  return {
    ask: (call, question) =>
      new Promise((resolve, reject) => {
        const id = asked++;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, call, question });
      }),
  };
}
