import { describe, expect, it } from 'vitest';
import { createPublished } from '../models/createPublished';
import { publishedModels, type PublishedName } from '../models/publishedModels';
import { publishedVariables } from '../models/publishedVariables';
import { convRnn } from './convRnn';
import { LATE_STEPS } from './Presentation';
import { ConvRnnConfig } from './ConvRnnConfig';
import { networkSize } from './networkSize';

type Row = [
  parameters: number,
  variables: number,
  trainable: number,
  out: number,
  map: number,
  state: number,
];
const RESIDUAL = [923_904, 2_032_128, 827_904] as const;
const RECIPROCAL = [1_312_768, 2_420_992, 1_138_368] as const;

/** 5.3 of our notes: from the published graph builder run over a stand-in for its tensors; variables with decoders. */
const table: { readonly [name in PublishedName]: Row } = {
  timedecay_shallow: [4_197_739, 18, 15, 371_968, 1_480_192, 275_968],
  simplernn_shallow: [6_272_872, 33, 30, 342_784, 1_367_296, 163_072],
  gru_shallow: [25_434_472, 27, 24, 371_968, 1_480_192, 275_968],
  lstm_shallow: [21_126_248, 54, 51, 342_784, 1_367_296, 326_144],
  intersectionrnn_shallow: [32_513_384, 21, 18, 371_968, 1_480_192, 275_968],
  ugrnn_shallow: [18_355_560, 21, 18, 371_968, 1_480_192, 275_968],
  rgc_shallow: [23_956_840, 33, 30, 371_968, 1_480_192, 551_936],
  timedecay_intermediate: [16_403_439, 54, 50, ...RESIDUAL],
  simplernn_intermediate: [33_512_936, 75, 71, ...RESIDUAL],
  gru_intermediate: [67_725_032, 75, 71, ...RESIDUAL],
  lstm_intermediate: [84_832_232, 61, 57, 923_904, 2_032_128, 1_655_808],
  intersectionrnn_intermediate: [84_832_232, 61, 57, ...RESIDUAL],
  ugrnn_intermediate: [50_617_832, 61, 57, ...RESIDUAL],
  ugrnn_intermediate_t30: [50_617_832, 61, 57, ...RESIDUAL],
  ugrnn_intermediate_t30_dthresh: [50_617_832, 65, 57, ...RESIDUAL],
  ugrnn_intermediate_t30_tmaxconf: [50_617_833, 64, 58, ...RESIDUAL],
  rgc_intermediate: [15_445_800, 148, 144, ...RECIPROCAL],
  rgc_intermediate_dthresh: [15_445_800, 152, 144, ...RECIPROCAL],
  rgc_intermediate_tmaxconf: [15_445_801, 151, 145, ...RECIPROCAL],
  rgc_intermediate_t22_tmaxconf: [15_445_801, 151, 145, ...RECIPROCAL],
};

/** Variables of the decoders in the graph, and the learned ones of them: three temperatures, and a threshold. */
const decoders = { last: [0, 0], maxConfidence: [3, 1], threshold: [4, 0] } as const;

const names = Object.keys(publishedModels) as PublishedName[];
const shallow = (name: string) => name.endsWith('shallow');

describe('networkSize', () => {
  it.each(names)('has the published numbers of %s', (name) => {
    const [parameters, variables, trainable, out, map, state] = table[name];
    const network = createPublished(name);
    const size = networkSize(network);
    expect(size.parameters).toBe(parameters);
    expect(size.units).toEqual({ out, map, state });
    expect([size.depth, size.timesteps]).toEqual([
      shallow(name) ? 6 : 11,
      publishedModels[name].movie.timesteps,
    ]);
    const own = publishedVariables(network);
    const [more, learned] = decoders[publishedModels[name].decoder.kind as keyof typeof decoders];
    expect(own.length + more).toBe(variables);
    expect(own.filter(({ parts }) => parts.length > 0).length + learned).toBe(trainable);
  });

  it('holds the 683,417,517 parameters of all checkpoints', () => {
    const sum = names.reduce((total, name) => total + networkSize(createPublished(name)).parameters, 0);
    expect(sum).toBe(683_417_517);
  });
});

/** 5.2 of our notes, base of each layer: conv1, .., the readout. */
const shallowBase = [9_472, 73_856, 295_168, 590_080, 1_180_160, 2_049_000];
const narrowBase = [9_472, 73_856, 295_168, 295_168, 1_180_160, 1_025_000];
const residualBase = [9_472, 73_856, 73_856, 229_632, 295_168, 918_016, 1_180_160, 3_671_040, 4_719_616, 4_719_616, 513_000]; // prettier-ignore
const reciprocalBase = [9_472, 73_856, 147_584, 147_584, 147_584, 295_168, 590_080, 590_080, 1_180_160, 2_359_808, 513_000]; // prettier-ignore

/** From 128, 128, 256, 256, 512, 512, 512 channels. */
const widths = (narrowest: number, wider: number, widest: number) => [
  ...[narrowest, narrowest, wider, wider],
  ...[widest, widest, widest],
];

const cells: [PublishedName, base: number[], cell: number[]][] = [
  ['timedecay_shallow', shallowBase, [1, 1, 1]],
  ['simplernn_shallow', narrowBase, [442_880, 1_180_672, 1_770_496]],
  ['gru_shallow', shallowBase, [3_539_712, 3_539_712, 14_157_312]],
  ['lstm_shallow', narrowBase, [788_224, 4_872_704, 12_586_496]],
  ['intersectionrnn_shallow', shallowBase, [4_719_616, 4_719_616, 18_876_416]],
  ['ugrnn_shallow', shallowBase, [2_359_808, 2_359_808, 9_438_208]],
  ['rgc_shallow', shallowBase, [3_244_032, 3_538_944, 12_976_128]],
  ['timedecay_intermediate', residualBase, widths(1, 1, 1)],
  ['simplernn_intermediate', residualBase, widths(295_168, 1_180_160, 4_719_616)],
  ['gru_intermediate', residualBase, widths(885_120, 3_539_712, 14_157_312)],
  ['lstm_intermediate', residualBase, widths(1_180_160, 4_719_616, 18_876_416)],
  ['intersectionrnn_intermediate', residualBase, widths(1_180_160, 4_719_616, 18_876_416)],
  ['ugrnn_intermediate', residualBase, widths(590_080, 2_359_808, 9_438_208)],
  ['rgc_intermediate', reciprocalBase, [236_480, 269_376, 1_019_712, 921_408, 790_080, 3_274_048, 2_880_320]],
];

describe('the layers of a network', () => {
  it.each(cells)('have the published numbers of parameters, %s', (name, base, cell) => {
    const { layers } = networkSize(createPublished(name));
    expect(layers.map(({ parameters, cellParameters }) => parameters - cellParameters)).toEqual(base);
    const first = shallow(name) ? 2 : 3;
    expect(layers.map(({ cellParameters }) => cellParameters)).toEqual([
      ...Array<number>(first).fill(0),
      ...cell,
      0,
    ]);
  });

  it('have units as worked by hand', () => {
    const conv = { op: 'conv', kernelSize: [3, 3] } as const;
    const graph = {
      input: [5, 5, 1] as [number, number, number],
      nodes: [
        {
          name: 'a',
          before: [{ ...conv, filters: 2 }],
          cell: { kind: 'lstm', channels: 3 } as const,
          after: [{ op: 'maxPool', size: [2, 2], padding: 'same' } as const],
        },
        { name: 'ab', before: [{ ...conv, filters: 4 }] },
        { name: 'out', before: [{ op: 'globalAveragePool' } as const] },
      ],
      edges: [
        { from: 'image', to: 'a' },
        { from: 'a', to: 'ab' },
        { from: 'ab', to: 'out' },
      ],
    };
    const { layers, ...size } = networkSize(convRnn(ConvRnnConfig.parse({ graph })));
    const inA = 9 * 2 + 2 + (9 * (2 + 3) * 12 + 12);
    const inAb = 9 * 3 * 4 + 4;
    expect(layers).toEqual([
      { name: 'a', parameters: inA, cellParameters: inA - 20, units: { out: 27, map: 75, state: 150 } },
      { name: 'ab', parameters: inAb, cellParameters: 0, units: { out: 36, map: 36, state: 0 } },
      { name: 'out', parameters: 0, cellParameters: 0, units: { out: 4, map: 4, state: 0 } },
    ]);
    expect(size).toEqual({
      parameters: inA + inAb,
      units: { out: 63, map: 111, state: 150 },
      depth: 3,
      timesteps: 3 + LATE_STEPS,
    });
  });
});
