import type { Bounds } from './arena';
import { philoxUniform } from './philox';

/** TensorFlow's operation seeds under global seed 0: the first two of Python's `Random(0).randint(0, 2**31 - 1)`. */
const OPERATION_SEEDS = { x: 1654615998, y: 1806341205 } as const;

/**
 * The place-cell centres of the published models, m: [count, 2] interleaved. The same unit draws are
 * scaled to whatever box is given, as the original does; fewer cells than 512 are the first of them.
 *
 * @source Nayebi et al. 2021, public code: TensorFlow's uniform operation under seed 0
 */
export function publishedCentres({ minX, maxX, minY, maxY }: Bounds, count = 512): Float64Array {
  const x = philoxUniform(OPERATION_SEEDS.x, count);
  const y = philoxUniform(OPERATION_SEEDS.y, count);
  const centres = new Float64Array(2 * count);
  for (let cell = 0; cell < count; cell++) {
    centres[2 * cell] = minX + (maxX - minX) * x[cell]!;
    centres[2 * cell + 1] = minY + (maxY - minY) * y[cell]!;
  }
  return centres;
}
