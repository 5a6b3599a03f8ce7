export { registerTorch, torchBackend, type TorchOptions, type TorchReport } from './registerTorch';
export type { TensorFlow } from './tf';
export { TorchBackend } from './TorchBackend';
export { EngineError } from './EngineError';
export { captureGraph, type CapturedGraph } from './captureGraph';
export { fallbackReasons } from './kernels/fallback';
export { kernels } from './kernels/kernels';
export {
  loadDoubleProducts,
  type DoubleProducts,
  type DoubleProductSize,
  type DoubleTable,
} from './loadDoubleProducts';
