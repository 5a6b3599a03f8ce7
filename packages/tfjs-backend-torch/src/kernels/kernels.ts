import { binaryKernels } from './binaryKernels';
import { blockKernels } from './blockKernels';
import { convolutionKernels } from './convolution';
import { withFallbacks } from './fallback';
import { gradientKernels } from './gradientKernels';
import { indexingKernels } from './indexingKernels';
import type { Kernels } from './Kernel';
import { morphologyKernels } from './morphologyKernels';
import { normalizationKernels } from './normalizationKernels';
import { optimizerKernels } from './optimizerKernels';
import { poolingKernels } from './poolingKernels';
import { productKernels } from './product';
import { rangeKernels } from './rangeKernels';
import { reductionKernels } from './reductionKernels';
import { resizingKernels } from './resizingKernels';
import { samplingKernels } from './samplingKernels';
import { shapeKernels } from './shapeKernels';
import { unaryKernels } from './unaryKernels';
import { updateGateKernels } from './updateGateKernels';

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
  ...updateGateKernels,
});
