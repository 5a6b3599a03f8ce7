export { buildEngine, type BuildOptions, type Built } from './buildEngine';
export { cleanEngine, engineStatus, type EngineStatus } from './engineStatus';
export { EngineError } from './EngineError';
export type { LibTorch } from './LibTorch';
export { libTorchCommand, locateLibTorch } from './locateLibTorch';
