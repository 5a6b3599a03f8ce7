/** Convolutions of 3 x 3 with stride 2 and rectifiers. */
const convolutions = (side: number, filters: readonly number[]) => ({
  kind: 'graph' as const,
  graph: {
    name: 'mouse-visual/small',
    input: [side, side, 3] as [number, number, number],
    nodes: filters.map((count, stage) => ({
      name: `stage${stage + 1}`,
      from: [stage === 0 ? 'input' : `stage${stage}`],
      operations: [
        { op: 'conv', filters: count, kernelSize: [3, 3], strides: [2, 2], padding: 'same' },
        { op: 'activation', activation: 'relu' },
      ],
    })),
  },
});

const clip = { kind: 'global-norm', norm: 0.5 } as const;
const adam = (learningRate: number) =>
  ({ optimizer: { kind: 'adam' }, schedule: { kind: 'constant', learningRate }, clip, prefetch: 0 }) as const;

/** One room of 2.5 m, and steps so long that a minute of chance finds little and aim finds all. */
const oneRoom = (pixels: number) => ({
  world: {
    size: 7,
    rooms: 1,
    roomSides: [5, 5],
    targets: 2,
    targetRadius: 0.1,
    looks: 2,
  },
  view: { pixels },
  limit: 60,
  actions: [
    { forward: 0.2, turn: 0 },
    { forward: 0.1, turn: 30 },
    { forward: 0.1, turn: -30 },
  ],
});

/** Partial configurations of `mouse-visual/maze`. */
export const mazePresets = {
  /** One room with two targets at 24 pixels, an encoder learned from reward alone: minutes on two cores. */
  quick: {
    game: oneRoom(24),
    encoder: { kind: 'random', frozen: false, network: convolutions(24, [16, 32, 32]) },
    policy: { embedding: 64, cell: { kind: 'gru', units: 64 } },
    animals: 16,
    timesteps: 10,
    mazes: 100,
    heldOut: 32,
    training: { ...adam(1e-3), steps: 300, evaluateEvery: 100, checkpointEvery: 100 },
  },
  /**
   * The published size of mazes and images and the encoder that was trained by reward; for a GPU. With an encoder of a run
   * of `mouse-visual/training`: `--set encoder.kind=run --set encoder.run=... --set encoder.layer=features.13 --set
   * encoder.frozen=true`.
   */
  full: {
    encoder: { kind: 'random', frozen: false },
    policy: { embedding: 256, cell: { kind: 'lstm', units: 256 } },
    animals: 32,
    timesteps: 20,
    heldOut: 100,
    training: { ...adam(3e-4), steps: 50_000, logEvery: 50, evaluateEvery: 2500, checkpointEvery: 500 },
  },
  smoke: {
    game: { ...oneRoom(8), limit: 4 },
    encoder: { kind: 'random', frozen: false, network: convolutions(8, [4]) },
    policy: { embedding: 4, cell: { kind: 'gru', units: 4 } },
    animals: 2,
    timesteps: 3,
    mazes: 2,
    heldOut: 5,
    training: { ...adam(1e-3), steps: 3, logEvery: 1, evaluateEvery: 3, checkpointEvery: 3 },
  },
};
