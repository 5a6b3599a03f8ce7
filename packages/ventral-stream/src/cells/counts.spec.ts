import { parameterShapes, tf, type Architecture } from '@goal-driven/core';
import { expect, test } from 'vitest';
import { ConvCellConfig, createConvCell } from './convCells';
import type { CellSite } from './ConvCell';
import { rgcMedian, rgcShallow } from './reciprocalGatedConfigs';

/** Trainable parameters of a cell at a place; nothing is allocated. */
function count(config: unknown, site: Partial<CellSite>): number {
  const place = { size: [14, 14] as const, inputs: 256, skips: 256, feedback: 0, ...site };
  const cell = createConvCell(ConvCellConfig.parse(config), place);
  const architecture: Architecture = {
    name: 'cell',
    config: {},
    units: {},
    init: (rng) => ({ params: cell.init(rng), state: {} }),
    apply: () => ({ output: tf.scalar(0), layers: {}, state: {} }),
  };
  return parameterShapes(architecture).trainable;
}

// Counts of the published graphs: shared specification of the ventral-stream study, section 5.2.
const layers = { conv3: [28, 128, 256], conv4: [14, 256, 256], conv5: [7, 256, 512] } as const;
const shallow = Object.entries({
  timeDecay: [1, 1, 1],
  gru: [3_539_712, 3_539_712, 14_157_312],
  intersectionRnn: [4_719_616, 4_719_616, 18_876_416],
  ugrnn: [2_359_808, 2_359_808, 9_438_208],
  reciprocalGated: [3_244_032, 3_538_944, 12_976_128],
}).flatMap(([kind, counts]) =>
  Object.entries(layers).map(([layer, shape], index) => ({ kind, layer, shape, expected: counts[index]! })),
);

test.each(shallow)(
  '$kind of $layer, shallow: $expected',
  ({ kind, shape: [map, skips, inputs], expected }) => {
    const config = kind === 'reciprocalGated' ? rgcShallow : { kind };
    expect(count(config, { size: [map, map], skips, inputs })).toBe(expected);
  },
);

test.each([
  ['simpleRnn', 'conv3', { channels: 128, layerNorm: true }, [28, 256], 442_880],
  ['simpleRnn', 'conv4', { channels: 256, layerNorm: true }, [14, 256], 1_180_672],
  ['simpleRnn', 'conv5', { channels: 256, layerNorm: true }, [7, 512], 1_770_496],
  ['lstm', 'conv3', { channels: 128, layerNorm: true, kernelSize: 2 }, [28, 256], 788_224],
  ['lstm', 'conv4', { channels: 256, layerNorm: true, peepholes: true }, [14, 256], 4_872_704],
  ['lstm', 'conv5', { channels: 256, layerNorm: true, kernelSize: 4 }, [7, 512], 12_586_496],
] as const)('%s of %s, shallow', (kind, _, options, [map, inputs], expected) => {
  expect(count({ kind, ...options }, { size: [map, map], inputs })).toBe(expected);
});

test.each([
  ['simpleRnn', [295_168, 1_180_160, 4_719_616]],
  ['gru', [885_120, 3_539_712, 14_157_312]],
  ['lstm', [1_180_160, 4_719_616, 18_876_416]],
  ['intersectionRnn', [1_180_160, 4_719_616, 18_876_416]],
  ['ugrnn', [590_080, 2_359_808, 9_438_208]],
] as const)('%s at 128, 256 and 512 channels, intermediate', (kind, counts) => {
  expect([128, 256, 512].map((inputs) => count({ kind }, { size: [7, 7], inputs }))).toEqual(counts);
});

test.each([
  ['conv4', 56, 128, 128, 0, 236_480],
  ['conv5', 28, 128, 128, 256, 269_376],
  ['conv6', 28, 128, 256, 768, 1_019_712],
  ['conv7', 14, 256, 256, 512, 921_408],
  ['conv8', 7, 256, 256, 0, 790_080],
  ['conv9', 7, 256, 512, 512, 3_274_048],
  ['conv10', 7, 512, 512, 0, 2_880_320],
])('median reciprocal gated cell of %s', (_, map, skips, inputs, feedback, expected) => {
  expect(count(rgcMedian, { size: [map, map], skips, inputs, feedback })).toBe(expected);
});

const small = (config: unknown, size: readonly [number, number]) =>
  count(config, { size, inputs: 8, skips: 8, feedback: 8 });

// Section 3.7 of the specification: separable kernels, and dense ones of the shallow implementation alone.
test('separable kernels are cut to a smaller map, each axis by itself', () => {
  const saved = (size: readonly [number, number]) => {
    const config = { ...rgcMedian, cellChannels: 2, cellInputKernelSize: 1, outInputKernelSize: 1 };
    return small(config, [7, 7]) - small(config, size);
  };
  // 7 x 7 in four depthwise kernels.
  expect(saved([4, 4])).toBe((49 - 16) * (2 + 8 + 8 + 2));
  expect(saved([2, 3])).toBe((49 - 6) * (2 + 8 + 8 + 2));
});

test('dense kernels of the shallow reciprocal gated cell are cut, those of the intermediate one are not', () => {
  // Six kernels of 8 to 8 channels, and that of the feedback.
  expect(small(rgcShallow, [2, 3])).toBe(7 * 2 * 3 * 8 * 8);
  expect(small({ ...rgcShallow, cutKernels: 'separable' }, [2, 3])).toBe(7 * 9 * 8 * 8);
  const median = { ...rgcMedian, cellChannels: 2, tauKernelSize: 1, gateKernelSize: 1 };
  expect(small(median, [1, 1])).toBe(small(median, [7, 7]));
});

test.each(['simpleRnn', 'gru', 'lstm', 'ugrnn', 'intersectionRnn'])('kernels of %s are never cut', (kind) => {
  expect(small({ kind }, [2, 2])).toBe(small({ kind }, [7, 7]));
});
