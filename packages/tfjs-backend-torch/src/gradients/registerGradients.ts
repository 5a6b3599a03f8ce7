import { registerBatchNormGradient } from './registerBatchNormGradient';
import { registerConvolutionGradients } from './registerConvolutionGradients';
import { registerFusedGradients } from './registerFusedGradients';
import { registerSumGradients } from './registerSumGradients';

/**
 * Registers gradients that use this backend's own kernels. tfjs has one gradient per kernel for all backends,
 * so each of ours asks which backend computes and leaves the others with what was registered before.
 */
export function registerGradients(): void {
  registerFusedGradients();
  registerConvolutionGradients();
  registerBatchNormGradient();
  registerSumGradients();
}
