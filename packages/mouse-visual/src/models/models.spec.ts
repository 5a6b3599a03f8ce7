import { ConfigError, feedForward, parameterShapes, sizeOf } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { torchEntries } from '../weights/torchEntries';
import { MouseModel, mouseModelConfig, type MouseModelInput } from './MouseModel';
import { models } from './models';

/** Learned numbers, masks, entries of the published state_dict, units of the output. */
function countsOf(name: string) {
  const { architecture, model } = models[`mouse-visual/${name}`]!;
  const network = architecture();
  const { trainable, state } = parameterShapes(network);
  const masks = Object.entries(state).filter(([path]) => path.endsWith('/mask'));
  const output = network.config.output ?? network.config.nodes.at(-1)!.name;
  return {
    trainable,
    masks: masks.reduce((sum, [, shape]) => sum + sizeOf(shape), 0),
    entries: torchEntries(model()).length,
    units: sizeOf(network.shapes[output]!),
  };
}

type Row = readonly [name: string, parameters: number, entries: number | undefined, units: number];

/** Section 1 of our notes on the paper: made by running the published code. */
const table: readonly Row[] = [
  ['alexnet', 61_100_840, 16, 1000],
  ['alexnet_64x64_input_pool_6', 61_100_840, 16, 1000],
  ['alexnet_64x64_input_pool_1', 24_400_680, 16, 1000],
  ['alexnet_64x64_input_pool_6_cifar10', 57_044_810, 16, 10],
  ['alexnet_64x64_input_dict', 61_100_840, 16, 1000],
  ['alexnet_ir_64x64_input_pool_6', 57_003_840, 14, 4096],
  ['alexnet_bn', 61_119_528, 51, 1000],
  ['alexnet_bn_ir_64x64_input_pool_6', 57_022_528, 49, 4096],
  ['alexnet_ir_dmlocomotion', 57_022_528, 49, 4096],
  ['alexnet_bn_vicreg_64x64', 57_022_528, 49, 4096],
  ['alexnet_ir_84x84', 57_022_528, 49, 4096],
  ['alexnet_ir_224x224', 57_022_528, 49, 4096],
  ['alexnet_64x64_rl_scratch_truncated', 1_879_616, 8, 2304],
  ['alexnet_two_64x64', 7_243_688, 6, 1000],
  ['alexnet_three_64x64', 14_819_624, 8, 1000],
  ['alexnet_four_64x64', 11_096_616, 10, 1000],
  ['alexnet_five_64x64', 11_686_696, 12, 1000],
  ['alexnet_six_64x64', 44_319_528, 14, 1000],
  ['alexnet_rotnet', 57_014_336, 47, 4096],
  ['alexnet_rotnet_transfer', 57_014_336, 47, 256 * 13 * 13],
  ['vgg16', 138_357_544, undefined, 1000],
  ['vgg16_64x64_input', 138_357_544, undefined, 1000],
  ['vgg16_bn', 138_365_992, undefined, 1000],
  ['vgg16_ir_64x64', 134_268_992, undefined, 4096],
  ['resnet18', 11_689_512, undefined, 1000],
  ['resnet34', 21_797_672, undefined, 1000],
  ['resnet50', 25_557_032, undefined, 1000],
  ['resnet101', 44_549_160, undefined, 1000],
  ['resnet152', 60_192_808, undefined, 1000],
  ['resnet18_ir_64x64', 11_176_512, undefined, 512],
  ['resnet34_ir_64x64', 21_284_672, undefined, 512],
  ['resnet50_ir_64x64', 23_508_032, undefined, 2048],
  ['resnet101_ir_64x64', 42_500_160, undefined, 2048],
  ['resnet152_ir_64x64', 58_143_808, undefined, 2048],
  ['resnet18_ir_preavgpool_64x64', 11_176_512, undefined, 2048],
  ['resnet34_ir_preavgpool_64x64', 21_284_672, undefined, 2048],
  ['resnet50_ir_preavgpool_64x64', 23_508_032, undefined, 8192],
  ['resnet101_ir_preavgpool_64x64', 42_500_160, undefined, 8192],
  ['resnet152_ir_preavgpool_64x64', 58_143_808, undefined, 8192],
  ['resnet18_cifar10', 11_173_962, undefined, 10],
  ['simplified_mousenet_single_stream_ir', 2_029_632, 35, 9216],
  ['simplified_mousenet_single_stream', 11_246_632, 37, 1000],
  ['simplified_mousenet_single_stream_cifar10', 2_121_802, 37, 10],
  ['simplified_mousenet_dual_stream_visp_3x3_ir', 5_806_848, 77, 18432],
  ['simplified_mousenet_dual_stream_visp_3x3_bn', 24_239_848, 79, 1000],
  ['simplified_mousenet_dual_stream_visp_3x3_bn_cifar10', 5_991_178, 79, 10],
  ['simplified_mousenet_six_stream_visp_3x3_ir', 16_780_800, 189, 18432],
  ['simplified_mousenet_six_stream_visp_3x3_bn', 35_213_800, 191, 1000],
  ['simplified_mousenet_six_stream_visp_3x3_bn_cifar10', 16_965_130, 191, 10],
  ['simplified_mousenet_dual_stream', 23_972_200, 24, 1000],
  ['simplified_mousenet_dual_stream_visp_3x3', 24_234_344, 24, 1000],
  ['simplified_mousenet_dual_stream_vispor_only', 14_756_200, 24, 1000],
  ['simplified_mousenet_dual_stream_vispor_only_visp_3x3', 15_018_344, 24, 1000],
  ['simplified_mousenet_six_stream', 34_937_448, 56, 1000],
  ['simplified_mousenet_six_stream_visp_3x3', 35_199_592, 56, 1000],
  ['simplified_mousenet_six_stream_vispor_only', 25_721_448, 56, 1000],
  ['simplified_mousenet_six_stream_vispor_only_visp_3x3', 25_983_592, 56, 1000],
  ['simplified_mousenet_ae_single_stream', 6_427_459, undefined, 64 * 64 * 3],
  ['simplified_mousenet_ae_dual_stream', 16_350_275, undefined, 64 * 64 * 3],
  ['simplified_mousenet_ae_six_stream', 38_297_923, undefined, 64 * 64 * 3],
  ['simplified_mousenet_depth_hour_glass_single_stream', 4_058_819, undefined, 64 * 64 * 3],
  ['simplified_mousenet_depth_hour_glass_dual_stream', 11_613_123, undefined, 64 * 64 * 3],
  ['simplified_mousenet_depth_hour_glass_six_stream', 33_560_771, undefined, 64 * 64 * 3],
];

describe('the published networks', () => {
  it.each(table)('%s has %d parameters', (name, parameters, entries, units) => {
    const counts = countsOf(name);
    expect([counts.trainable, counts.masks, counts.units]).toEqual([parameters, 0, units]);
    if (entries !== undefined) expect(counts.entries).toBe(entries);
  });

  it.each([
    ['shi_mousenet', 8_839_858, 5_853_300, 259, 1000],
    ['shi_mousenet_vispor5', 34_647_858, 31_661_300, 259, 1000],
    ['shi_mousenet_vispor5_pool_4', 6_423_858, 3_437_300, 259, 1000],
    ['shi_mousenet_ir', 5_974_858, 2_988_300, 257, 2864],
    ['shi_mousenet_vispor5_ir', 5_974_858, 2_988_300, 257, 28_672],
  ])('%s has %d parameters with its masks', (name, withMasks, trainable, entries, units) => {
    const counts = countsOf(name);
    expect(counts.trainable).toBe(trainable);
    expect(counts.trainable + counts.masks).toBe(withMasks);
    expect([counts.entries, counts.units]).toEqual([entries, units]);
  });

  it('are made by their config alone, which survives JSON, and record the published layers', () => {
    for (const { config, architecture, model } of Object.values(models)) {
      const network = architecture();
      expect(JSON.parse(JSON.stringify(config()))).toEqual(config());
      expect(MouseModel.parse(JSON.parse(JSON.stringify(model())))).toEqual(model());
      expect(Object.keys(network.units)).toEqual(network.config.record);
      expect(network.config.record.length).toBeGreaterThan(1);
    }
  });

  it('hold what their state_dict holds, no more and no less', () => {
    for (const { architecture, model } of Object.values(models)) {
      const { params, state } = parameterShapes(architecture());
      const entries = torchEntries(model()).flatMap(({ to }) => (to === null ? [] : [to]));
      const paths = (tree: 'params' | 'state') =>
        entries.filter((to) => to.tree === tree).map(({ path }) => path);
      expect(paths('params').sort()).toEqual(Object.keys(params).sort());
      expect(paths('state').sort()).toEqual(Object.keys(state).sort());
    }
  });

  it('have 18,695 numbers beside the parameters in alexnet_bn_ir', () => {
    const { total, trainable } = parameterShapes(
      models['mouse-visual/alexnet_bn_ir_64x64_input_pool_6']!.architecture(),
    );
    const counters = torchEntries(MouseModel.parse({ kind: 'alexNet', batchNorm: true })).filter(
      ({ to }) => to === null,
    );
    expect(total - trainable + counters.length).toBe(2 * 9344 + 7);
  });
});

const SIDES = [64, 84, 104, 124, 144, 164, 184, 204, 224];

const shapesOf = (model: MouseModelInput) => feedForward(mouseModelConfig(MouseModel.parse(model))).shapes;

describe('the maps at all resolutions', () => {
  it.each([
    [0, 64, [15, 20, 25, 30, 35, 40, 45, 50, 55]],
    [2, 64, [7, 9, 12, 14, 17, 19, 22, 24, 27]],
    [3, 192, [7, 9, 12, 14, 17, 19, 22, 24, 27]],
    [5, 192, [3, 4, 5, 6, 8, 9, 10, 11, 13]],
    [6, 384, [3, 4, 5, 6, 8, 9, 10, 11, 13]],
    [8, 256, [3, 4, 5, 6, 8, 9, 10, 11, 13]],
    [10, 256, [3, 4, 5, 6, 8, 9, 10, 11, 13]],
    [12, 256, [1, 1, 2, 2, 3, 4, 4, 5, 6]],
  ])('AlexNet, features.%d', (index, channels, sides) => {
    const found = SIDES.map((side) => shapesOf({ kind: 'alexNet', size: [side, side] })[`features.${index}`]);
    expect(found).toEqual(sides.map((side) => [side, side, channels]));
  });

  it('the layers of AlexNet with batch norm that are fitted to neurons', () => {
    const { units } = models['mouse-visual/alexnet_bn_ir_64x64_input_pool_6']!.architecture();
    expect(units).toEqual({
      'features.3': 3136,
      'features.7': 1728,
      'features.10': 3456,
      'features.13': 2304,
      'features.17': 256,
      'classifier.3': 4096,
      'classifier.7': 4096,
    });
  });

  it.each([
    [32, [3, 1, 1]],
    [44, [4, 1, 1]],
    [64, [7, 3, 3]],
    [84, [9, 4, 4]],
    [104, [12, 5, 5]],
    [124, [14, 6, 6]],
    [144, [17, 8, 8]],
    [164, [19, 9, 9]],
    [184, [22, 10, 10]],
    [204, [24, 11, 11]],
    [224, [27, 13, 13]],
  ])('StreamNets at %d pixels, by either way from VISp', (side, [visp, stream, output]) => {
    for (const streams of ['single', 'dual', 'six'] as const)
      for (const skip of ['conv', 'pool'] as const) {
        const shapes = shapesOf({ kind: 'streamNet', streams, skip, size: [side, side] });
        const name = streams === 'six' ? 'VISpm' : 'ventral';
        expect(shapes['VISp']).toEqual([visp, visp, 64]);
        expect(shapes[name]).toEqual([stream, stream, 384]);
        expect(shapes['VISpor']).toEqual([output, output, 256]);
        expect(shapes['VISp_VISpor']).toEqual([output, output, 256]);
        expect(shapes['avgpool']).toEqual([6, 6, streams === 'single' ? 256 : 512]);
      }
  });

  it('StreamNets need 32 pixels, AlexNet 63', () => {
    expect(() => shapesOf({ kind: 'streamNet', streams: 'single', size: [30, 30] })).toThrow(ConfigError);
    expect(() => shapesOf({ kind: 'alexNet', size: [62, 62] })).toThrow(ConfigError);
    expect(shapesOf({ kind: 'alexNet', size: [63, 63] })['features.12']).toEqual([1, 1, 256]);
  });

  it('VGG16 and ResNets end in 2 x 2 at 64 pixels', () => {
    expect(shapesOf({ kind: 'vgg16' })['features']).toEqual([2, 2, 512]);
    for (const [depth, channels] of [[18, 512], [34, 512], [50, 2048], [101, 2048], [152, 2048]] as const)
      expect(shapesOf({ kind: 'resNet', depth })[`layer4.${depth === 18 ? 1 : 2}`]).toEqual([2, 2, channels]);
  }); // prettier-ignore

  it('the layers of VGG16 and ResNet-18 that are fitted to neurons are 7 and 11', () => {
    expect(models['mouse-visual/vgg16_ir_64x64']!.config().record).toHaveLength(7);
    expect(models['mouse-visual/resnet18_ir_64x64']!.config().record).toHaveLength(11);
  });

  it('decoders end in the image, at all resolutions', () => {
    for (const side of [32, 44, 64, 84, 224])
      for (const streams of ['single', 'dual', 'six'] as const)
        expect(shapesOf({ kind: 'hourglass', streams, size: [side, side] })['decoder.input']).toEqual([
          side,
          side,
          3,
        ]);
  });
});

describe('the models', () => {
  it('show any layer of what they see, prepared as published', () => {
    const { vision, config } = models['mouse-visual/simplified_mousenet_dual_stream_visp_3x3_ir_84x84']!;
    const { architecture, preparation } = vision(['VISp', 'VISp_dorsal.4']);
    expect(architecture.units).toEqual({ VISp: 9 * 9 * 64, 'VISp_dorsal.4': 4 * 4 * 384 });
    expect(preparation).toMatchObject([
      {
        kind: 'bytes',
        steps: [
          { kind: 'resizeShorter', size: 256 },
          { kind: 'centreCrop', size: 224 },
          { kind: 'resize', size: 84 },
        ],
      },
      { kind: 'normalise' },
    ]);
    expect(Object.keys(vision([]).architecture.units)).toEqual(Object.keys(feedForward(config()).shapes));
    expect(() => vision(['VISl'])).toThrow('record must name layers, got VISl');
    const cifar = models['mouse-visual/shi_mousenet_cifar10']!.vision(['LGNv']).preparation;
    expect(cifar).toMatchObject([
      { kind: 'bytes', steps: [{ kind: 'resizeShorter', size: 64 }] },
      { kind: 'normalise' },
    ]);
  });

  it('have a map of names each, by which their checkpoints are imported', () => {
    for (const { nameMaps } of Object.values(models)) expect(nameMaps()[0]!.rules.length).toBeGreaterThan(5);
  });

  it('refuse classes behind a map', () => {
    expect(() => MouseModel.parse({ kind: 'resNet', pooled: false, classes: 10 })).toThrow('must be pooled');
  });
});
