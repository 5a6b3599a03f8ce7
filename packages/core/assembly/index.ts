export { convolutionScratch, convolve, filterGradient, imageGradient, setConvolution } from './convolution';
export { depthwiseConvolve, depthwiseFilterGradient, depthwiseImageGradient } from './depthwise';
export { reluGradient, segmentSum, sumRows } from './elementwise';
export { gemm, gemmScratch } from './gemm';
export { maxPoolGradient } from './pooling';
export { gatherRuns } from './rearrange';
