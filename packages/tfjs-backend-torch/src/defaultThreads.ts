import { availableParallelism } from 'node:os';

/** OMP_NUM_THREADS, else all that this process may use; LibTorch by itself would take half of them. */
export const defaultThreads = (): number => {
  const wanted = Number(process.env['OMP_NUM_THREADS']);
  return Number.isInteger(wanted) && wanted > 0 ? wanted : availableParallelism();
};
