import { ndArray, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { poisson } from './_poisson';

/**
 * Spikes that a unit would fire if its activity were a rate: activity below 0 counts as none, the rest is scaled to a
 * mean rate, and counts are Poisson. It makes a unit a neuron that the linear-nonlinear Poisson model can be asked of.
 *
 * @param activity [samples]
 * @param options.meanRate of all samples together, Hz
 * @param options.interval length of a sample, s
 * @returns [samples], spikes; none for a unit that is nowhere above 0
 * @differs Hardcastle et al. 2017 have recorded cells alone; units have no unit of activity, so their rate is chosen
 */
export function unitSpikes(
  { values, shape }: NdArray,
  { meanRate, interval }: { readonly meanRate: number; readonly interval: number },
  rng: Rng,
): NdArray {
  const mean = values.reduce((sum, value) => sum + Math.max(0, value), 0) / values.length;
  if (mean === 0) return ndArray(new Float64Array(values.length), shape);
  const random = rng.stream();
  const scale = (meanRate * interval) / mean;
  return ndArray(
    values.map((value) => poisson(scale * Math.max(0, value), random)),
    shape,
  );
}
