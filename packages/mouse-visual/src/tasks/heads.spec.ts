import { parameterShapes, useBackend } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import {
  depthHead,
  linearHead,
  locationHead,
  moCoHead,
  normalisedHead,
  redundancyProjector,
  simClrHead,
  simSiamPredictor,
  simSiamProjector,
} from './heads';

await useBackend('cpu');
const count = (head: Parameters<typeof parameterShapes>[0]) => parameterShapes(head).trainable;
const widths = { hidden: 2048, embedding: 128 };

// Table 1.7 of the specification.
describe.each([
  [4096, 524_416, 16_388, 4_097_000, 8_655_104, 8_652_928, 16_795_648, 167_804_928, 167_821_312],
  [9216, 1_179_776, 36_868, 9_217_000, 19_140_864, 19_138_688, 27_281_408, 209_747_968, 209_764_352],
  [18432, 2_359_424, 73_732, 18_433_000, 38_015_232, 38_013_056, 46_155_776, 285_245_440, 285_261_824],
])('heads on %i features have the published numbers of parameters', (features, ...published) => {
  const [instance, rotation, classes, simClr, moCo, simSiam, barlow, vicReg] = published;
  it.each([
    ['instance recognition', linearHead(features, 128), instance],
    ['RotNet', linearHead(features, 4), rotation],
    ['1000 classes', linearHead(features, 1000), classes],
    ['SimCLR', simClrHead(features, widths), simClr],
    ['MoCo', moCoHead(features, widths), moCo],
    ['SimSiam', simSiamProjector(features, 2048), simSiam],
    ['Barlow Twins', redundancyProjector(features, { width: 8192, bias: false }), barlow],
    ['VICReg', redundancyProjector(features, { width: 8192, bias: true }), vicReg],
  ] as const)('%s', (_name, head, wanted) => expect(count(head)).toBe(wanted));
});

describe('other heads', () => {
  it('have theirs', () => {
    expect(count(simSiamPredictor(2048, 512))).toBe(2_100_736);
    expect(count(depthHead(64))).toBe(27);
    expect(count(normalisedHead(4096, 128))).toBe(4096 * 128 + 2 * 128);
    // (2 * 512 + 1) * 4096 + 2 * 4096 + (4096 + 1) * 8, of ResNet-18's 512 features.
    expect(count(locationHead(512, { hidden: 4096, dropout: 0.5 }))).toBe(4_239_368);
  });
});
