/** Partial configurations of `mouse-visual/generality`; name runs to test trained networks (`--set networks=...`). */
export const generalityPresets = {
  /** The best published networks before training, at 64 pixels: minutes on two cores. */
  quick: {
    networks: [
      {
        kind: 'random',
        name: 'AlexNet, untrained',
        network: { kind: 'published', name: 'mouse-visual/alexnet_bn_ir_64x64_input_pool_6' },
        layers: ['features.3', 'features.7', 'features.10'],
      },
      {
        kind: 'random',
        name: 'dual stream, untrained',
        network: { kind: 'published', name: 'mouse-visual/simplified_mousenet_dual_stream_visp_3x3_ir' },
        layers: ['VISp', 'ventral', 'dorsal'],
      },
    ],
    crop: 64,
    probes: {
      scenes: { images: 1800, pixels: 64 },
      textures: { images: 480 },
      splits: 1,
      folds: 3,
      costs: [1e-5, 1e-4, 1e-3, 1e-2],
      numberCosts: [1e-5, 1e-4, 1e-3, 1e-2],
      standardise: true,
    },
  },
  /** As published, where it can be; scenes and textures are ours. */
  full: {},
  smoke: {
    networks: [
      {
        kind: 'random',
        name: 'untrained',
        network: {
          kind: 'graph',
          graph: {
            name: 'mouse-visual/small',
            input: [12, 12, 3],
            nodes: [
              {
                name: 'stage1',
                from: ['input'],
                operations: [
                  { op: 'conv', filters: 4, kernelSize: [3, 3], strides: [2, 2], padding: 'same' },
                  { op: 'activation', activation: 'relu' },
                ],
              },
            ],
          },
        },
      },
    ],
    crop: 12,
    probes: {
      scenes: { images: 240, pixels: 12, objects: 4, categories: ['Cars', 'Faces'], variation: ['high'] },
      heldOut: { objects: 1 },
      textures: { images: 64, pixels: 12 },
      splits: 1,
      folds: 2,
      costs: [1e-2, 1],
      numberCosts: [1e-2, 1],
      standardise: true,
    },
  },
};
