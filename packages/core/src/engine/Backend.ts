/** The backends, the best first: what `useBackend` takes when it is told none. */
export const backendNames = ['torch', 'tensorflow', 'wasm', 'cpu'] as const;

export type BackendName = (typeof backendNames)[number];

/** What computes from now on. */
export type BackendReport = {
  readonly name: BackendName;
  /** The package behind it and its version, such as `@tensorflow/tfjs-backend-wasm 4.22.0`. */
  readonly implementation: string;
  /** What is worth knowing, such as `SIMD, fused multiply-add, 1 thread`. */
  readonly features: readonly string[];
  /** Where the name came from. */
  readonly chosenBy: 'option' | 'GOAL_DRIVEN_BACKEND' | 'best present';
};

/** How to bring a backend that is absent. */
export const installCommands: Record<BackendName, string> = {
  torch: 'goal-driven engine build',
  tensorflow: 'npm install @tensorflow/tfjs-node',
  wasm: 'npm install @tensorflow/tfjs-backend-wasm@4.22.0',
  cpu: 'npm install @goal-driven/core',
};
