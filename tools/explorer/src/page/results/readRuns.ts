import type { RunsAnswer, RunsRequest } from './readRuns.worker';
import type { RunsTable } from './runsTable';

/**
 * Reads and checks a file of runs beside the page, which does not stand still for it.
 *
 * @param signal ends it: the promise is then rejected
 * @throws Error that says what the file must be
 */
export function readRuns(request: RunsRequest, signal: AbortSignal): Promise<RunsTable> {
  const worker = new Worker(new URL('./readRuns.worker.ts', import.meta.url), { type: 'module' });
  const answer = new Promise<RunsTable>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('left')), { once: true });
    worker.addEventListener('error', () => reject(new Error('runs: the file could not be read')));
    worker.addEventListener('message', ({ data }: MessageEvent<RunsAnswer>) =>
      'table' in data ? resolve(data.table) : reject(new Error(data.fault)),
    );
  });
  worker.postMessage(request);
  return answer.finally(() => worker.terminate());
}
