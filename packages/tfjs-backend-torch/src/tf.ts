/** TensorFlow.js as the user has it: we import its types alone, so that no second copy of it is loaded. */
export type TensorFlow = typeof import('@tensorflow/tfjs-core');

/** The tfjs that `registerTorch` was given. Copies in one process share one engine, so any of them does. */
export let tf: TensorFlow;

export function useTensorFlow(given: TensorFlow): void {
  tf = given;
}
