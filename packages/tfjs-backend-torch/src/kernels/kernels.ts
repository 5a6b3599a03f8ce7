import { binaryKernels } from './binary';
import { blockKernels } from './blocks';
import { convolutionKernels } from './convolution';
import { withFallbacks } from './fallback';
import { gradientKernels } from './gradients';
import { indexingKernels } from './indexing';
import type { Kernels } from './Kernel';
import { morphologyKernels } from './morphology';
import { normalizationKernels } from './normalization';
import { optimizerKernels } from './optimizer';
import { poolingKernels } from './pooling';
import { productKernels } from './product';
import { rangeKernels } from './range';
import { reductionKernels } from './reduction';
import { resizingKernels } from './resizing';
import { samplingKernels } from './sampling';
import { shapeKernels } from './shape';
import { unaryKernels } from './unary';

/** Every kernel of the backend. */
export const kernels: Kernels = withFallbacks({
  ...binaryKernels,
  ...blockKernels,
  ...convolutionKernels,
  ...gradientKernels,
  ...indexingKernels,
  ...morphologyKernels,
  ...normalizationKernels,
  ...optimizerKernels,
  ...poolingKernels,
  ...productKernels,
  ...rangeKernels,
  ...reductionKernels,
  ...resizingKernels,
  ...samplingKernels,
  ...shapeKernels,
  ...unaryKernels,
});
