import { feedForward, FeedForwardConfig, type FeedForwardNetwork } from '@goal-driven/core';
import type { NameMap } from '@goal-driven/formats';
import { Augmentation, type ImageModel } from '@goal-driven/stimuli';
import { createPipeline } from '../augmentation/createPipeline';
import { Pipeline } from '../augmentation/Pipeline';
import { torchNameMap } from '../weights/torchNameMap';
import { atAnySize } from './atAnySize';
import { MouseModel, mouseModelConfig, type MouseModelInput } from './MouseModel';

/** A published network; it is made when it is asked for, since its shapes take a while. */
export type NamedModel = {
  readonly package: '@goal-driven/mouse-visual';
  /** What goes in, with axes and units. */
  readonly input: string;
  readonly sources: readonly string[];
  /** The kind and its options. */
  readonly model: () => MouseModel;
  readonly config: () => FeedForwardConfig;
  readonly architecture: () => FeedForwardNetwork;
  /** How published checkpoints name its parameters. */
  readonly nameMaps: () => readonly NameMap[];
  /**
   * What it makes of images, with the activity of these layers, any of its nodes and operations; none: all of them.
   * Models of CIFAR-10 take images of any proportions, and `units` are those of the published square.
   */
  readonly vision: (layers: readonly string[]) => ImageModel;
};

const NAYEBI = 'Nayebi, Kong et al. 2023, doi:10.1371/journal.pcbi.1011506';
const SHI = 'Shi et al. 2020, doi:10.1101/2020.10.23.353151';
const square = (side: number): [number, number] => [side, side];

const alexNet = (options: object = {}): MouseModelInput => ({ kind: 'alexNet', ...options });
const normed = (options: object = {}) => alexNet({ batchNorm: true, ...options });
const vgg16 = (options: object = {}): MouseModelInput => ({ kind: 'vgg16', ...options });
const resNet = (options: object): MouseModelInput => ({ kind: 'resNet', ...options });
const mouseNet = (options: object = {}): MouseModelInput => ({ kind: 'mouseNet', ...options });
const DEPTHS = [18, 34, 50, 101, 152] as const;

/** Names with the beginnings and ends that the public code has, in its order. */
const entries: readonly (readonly [string, MouseModelInput])[] = [
  ['alexnet', alexNet({ size: square(224), classes: 1000 })],
  ['alexnet_bn', normed({ size: square(224), classes: 1000 })],
  ['alexnet_64x64_input_pool_6', alexNet({ classes: 1000 })],
  ['alexnet_64x64_input_pool_6_with_ir_transforms', alexNet({ classes: 1000 })],
  ['alexnet_bn_64x64_input_pool_6_with_ir_transforms', normed({ classes: 1000 })],
  ['alexnet_64x64_input_pool_1', alexNet({ classes: 1000, pool: 1 })],
  ['alexnet_64x64_input_pool_6_cifar10', alexNet({ classes: 10 })],
  ['alexnet_64x64_input_dict', { kind: 'dictionaryAlexNet', classes: 1000 }],
  ...(['two', 'three', 'four', 'five'] as const).map(
    (name, index) =>
      [`alexnet_${name}_64x64`, { kind: 'truncatedAlexNet', classes: 1000, stages: index + 2 }] as const,
  ),
  ['alexnet_six_64x64', { kind: 'truncatedAlexNet', classes: 1000, stages: 5, hidden: true }],
  ['alexnet_64x64_rl_scratch_truncated', { kind: 'truncatedAlexNet', stages: 4 }],
  ['alexnet_ir_64x64_input_pool_6', alexNet()],
  ['alexnet_bn_ir_64x64_input_pool_6', normed()],
  ['alexnet_ir_dmlocomotion', normed()],
  ...['simsiam', 'simclr', 'mocov2', 'barlow_twins', 'vicreg'].map(
    (objective) => [`alexnet_bn_${objective}_64x64`, normed()] as const,
  ),
  ...[84, 104, 124, 144, 164, 184, 204, 224].map(
    (side) => [`alexnet_ir_${side}x${side}`, normed({ size: square(side) })] as const,
  ),
  ['alexnet_rotnet', { kind: 'rotNetAlexNet' }],
  ['alexnet_rotnet_transfer', { kind: 'rotNetAlexNet', transfer: true }],
  ['vgg16', vgg16({ size: square(224), classes: 1000 })],
  ['vgg16_bn', vgg16({ size: square(224), classes: 1000, batchNorm: true })],
  ['vgg16_64x64_input', vgg16({ classes: 1000 })],
  ['vgg16_64x64_input_cifar10', vgg16({ classes: 10 })],
  ['vgg16_ir_64x64', vgg16({ batchNorm: true })],
  ...DEPTHS.flatMap((depth) => [
    [`resnet${depth}`, resNet({ depth, size: square(224), classes: 1000 })] as const,
    [`resnet${depth}_64x64_input`, resNet({ depth, classes: 1000 })] as const,
    [`resnet${depth}_ir_64x64`, resNet({ depth })] as const,
    [`resnet${depth}_ir_preavgpool_64x64`, resNet({ depth, pooled: false })] as const,
  ]),
  ['resnet18_64x64_input_cifar10', resNet({ depth: 18, classes: 10 })],
  ['resnet18_cifar10', resNet({ depth: 18, stem: 'cifar', size: square(32), classes: 10 })],
  ['shi_mousenet', mouseNet({ classes: 1000 })],
  ['shi_mousenet_cifar10', mouseNet({ classes: 10 })],
  ['shi_mousenet_ir', mouseNet()],
  ['shi_mousenet_vispor5', mouseNet({ areas: ['VISpor'], pool: 0, classes: 1000 })],
  ['shi_mousenet_vispor5_cifar10', mouseNet({ areas: ['VISpor'], pool: 0, classes: 10 })],
  ['shi_mousenet_vispor5_ir', mouseNet({ areas: ['VISpor'], pool: 0 })],
  ['shi_mousenet_vispor5_pool_4', mouseNet({ areas: ['VISpor'], classes: 1000 })],
  ...streamNets('single'),
  ...streamNets('dual'),
  ...streamNets('six'),
];

function streamNets(streams: 'single' | 'dual' | 'six'): [string, MouseModelInput][] {
  const single = streams === 'single';
  const name = `simplified_mousenet_${streams}_stream`;
  const published = single ? name : `${name}_visp_3x3`;
  const net = (options: object = {}): MouseModelInput => ({ kind: 'streamNet', streams, ...options });
  const plain = (options: object) => net({ batchNorm: false, ...options });
  const normedName = single ? name : `${published}_bn`;
  const sides = streams === 'dual' ? [32, 44, 84, 104, 124, 144, 164, 184, 204, 224] : [224];
  const own: [string, MouseModelInput][] = [
    [normedName, net({ classes: 1000 })],
    [`${normedName}_cifar10`, net({ classes: 10 })],
    [`${normedName}_rand`, net()],
    ...['ir', 'rotnet', 'simsiam', 'simclr', 'mocov2'].map((objective): [string, MouseModelInput] => [
      `${published}_${objective}`,
      net(),
    ]),
    ...sides.map((side): [string, MouseModelInput] => [
      `${published}_ir_${side}x${side}`,
      net({ size: square(side) }),
    ]),
    [`simplified_mousenet_ae_${streams}_stream`, { kind: 'hourglass', streams, bottleneck: 128 }],
    [`simplified_mousenet_depth_hour_glass_${streams}_stream`, { kind: 'hourglass', streams }],
  ];
  if (single) return own;
  const variants = [
    ['', { skip: 'pool' }],
    ['_visp_3x3', {}],
    ['_vispor_only', { skip: 'pool', onlyPor: true }],
    ['_vispor_only_visp_3x3', { onlyPor: true }],
  ] as const;
  return [
    ...own,
    ...variants.flatMap(([end, options]): [string, MouseModelInput][] => [
      [`${name}${end}`, plain({ ...options, classes: 1000 })],
      [`${name}${end}_cifar10`, plain({ ...options, classes: 10 })],
    ]),
  ];
}

/**
 * Every network of the paper, by the name that the public code has for it, at the published resolution. Networks that
 * differ only in how they were trained are the same.
 *
 * @source Nayebi, Kong et al. 2023, doi:10.1371/journal.pcbi.1011506
 */
export const models: { readonly [name: string]: NamedModel } = Object.fromEntries(
  entries.map(([name, input]): [string, NamedModel] => {
    const model = () => MouseModel.parse(input);
    const config = () => mouseModelConfig(model(), `mouse-visual/${name}`);
    return [
      `mouse-visual/${name}`,
      {
        package: '@goal-driven/mouse-visual',
        input: 'images [B, height, width, 3], normalised by channel',
        sources: input.kind === 'mouseNet' ? [SHI, NAYEBI] : [NAYEBI],
        model,
        config,
        architecture: () => feedForward(config()),
        nameMaps: () => [torchNameMap(model())],
        vision: (layers) => visionOf(config(), { layers, cifar: name.endsWith('cifar10') }),
      },
    ];
  }),
);

/**
 * The network behind the preparation of its images when it is judged, which does not depend on the objective. Models of
 * CIFAR-10 see pictures whole, in their own proportions, as their maps and adaptive pools take them: the published
 * neural stimuli are 64 x 81 for them. The one of 32 pixels was judged by images of that size as they are; here the
 * shorter side of others becomes 32.
 */
function visionOf(
  config: FeedForwardConfig,
  { layers, cifar }: { readonly layers: readonly string[]; readonly cifar: boolean },
): ImageModel {
  const record = layers.length > 0 ? [...layers] : Object.keys(feedForward(config).shapes);
  const size = config.input[0];
  const pipeline = Pipeline.parse({ name: cifar ? 'cifar' : 'supervised', size });
  const { test } = createPipeline(pipeline);
  const steps = test as Augmentation; // one image becomes one, in these two pipelines
  const recording = FeedForwardConfig.parse({ ...config, record });
  if (!cifar) return { architecture: feedForward(recording), preparation: steps };
  const shorter = { kind: 'bytes', steps: [{ kind: 'resizeShorter', size }] };
  return {
    architecture: atAnySize(recording),
    preparation: steps[0]!.kind === 'bytes' ? steps : Augmentation.parse([shorter, ...steps]),
  };
}
