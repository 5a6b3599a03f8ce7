import type { TaskConfig } from '../tasks/TaskConfig';
import { publishedTraining, type PublishedTraining } from './publishedTraining';

/** Networks that were trained alike, on the same images for the same objective. */
export type PublishedFamily = {
  readonly objective: TaskConfig['kind'];
  readonly images: 'imagenet' | 'cifar10' | 'maze' | 'scenes';
  /** Names of `models`. */
  readonly networks: readonly string[];
  readonly training: PublishedTraining;
  /** What is tried beside what was published, or is not said in public. */
  readonly note?: string;
};

type Of = Omit<PublishedFamily, 'networks' | 'training'>;

const { supervised, instanceRecognition, autoencoding, depthPrediction } = publishedTraining;
const STREAMS = ['single', 'dual', 'six'] as const;
type Streams = (typeof STREAMS)[number];
const stream = (streams: Streams): string =>
  `simplified_mousenet_${streams}_stream${streams === 'single' ? '' : '_visp_3x3'}`;
const streamsFor = (objective: string): string[] =>
  STREAMS.map((streams) => `${stream(streams)}_${objective}`);
const classifier = (streams: Streams): string => `${stream(streams)}${streams === 'single' ? '' : '_bn'}`;
const sides = (sizes: readonly number[], name: string): string[] =>
  sizes.map((side) => `${name}_${side}x${side}`);
const DUAL_SIDES = [32, 44, 84, 104, 124, 144, 164, 184, 204, 224];
const PLAIN_STREAMS = ['dual', 'six'].flatMap((streams) =>
  ['', '_visp_3x3', '_vispor_only', '_vispor_only_visp_3x3'].map(
    (variant) => `simplified_mousenet_${streams}_stream${variant}_cifar10`,
  ),
);
const NORMED_STREAMS = STREAMS.map((streams) => `${classifier(streams)}_cifar10`);

const row = (
  about: Of,
  networks: readonly string[],
  base: PublishedTraining,
  own: Partial<PublishedTraining> = {},
): PublishedFamily => ({
  ...about,
  networks: networks.map((name) => `mouse-visual/${name}`),
  training: { ...base, ...own },
});

const classes = { objective: 'supervised', images: 'imagenet' } as const;
const cifar = { objective: 'supervised', images: 'cifar10' } as const;
const instances = { objective: 'instanceRecognition', images: 'imagenet' } as const;
const on = (objective: TaskConfig['kind'], note?: string): Of => ({
  objective,
  images: 'imagenet',
  ...(note !== undefined && { note }),
});
const resNets = (end: string) => [18, 34, 50, 101, 152].map((depth) => `resnet${depth}${end}`);
const TRIED = 'tried beside the published';

/**
 * How every published network was trained, family by family: what `publishedTraining` has by objective is the row of the
 * StreamNet of two streams. `trainingOf(training, images)` makes it a training. Linear readouts are not among them.
 *
 * A network that stands in several rows of an objective was trained in several ways, of which all but one have a note.
 *
 * @source Nayebi et al. 2023, methods and configurations
 */
export const publishedFamilies: readonly PublishedFamily[] = [
  row(
    classes,
    [
      ...['two', 'three', 'four', 'five', 'six'].map((stages) => `alexnet_${stages}_64x64`),
      ...['vgg16', 'vgg16_64x64_input', classifier('single'), classifier('dual')],
    ],
    supervised,
  ),
  row(
    { ...classes, note: 'by analogy: no configuration is public' },
    ['alexnet_64x64_input_pool_6'],
    supervised,
  ),
  row({ ...classes, note: 'probably the published weights' }, [classifier('six')], supervised, {
    learningRate: 0.001,
  }),
  row({ ...classes, note: TRIED }, [classifier('six')], supervised),
  row({ ...classes, note: TRIED }, [classifier('six')], supervised, { learningRate: 0.1 }),
  row(classes, [...resNets('_64x64_input').slice(1), 'resnet18'], supervised, {
    learningRate: 0.1,
    weightDecay: 1e-4,
  }),
  row(
    { ...classes, note: "images by instance recognition's pipeline" },
    ['alexnet_64x64_input_pool_6_with_ir_transforms', 'alexnet_bn_64x64_input_pool_6_with_ir_transforms'],
    supervised,
    { learningRate: 0.1 },
  ),
  row(
    { ...classes, note: 'by analogy: only the configuration on CIFAR-10 is public' },
    ['shi_mousenet', 'shi_mousenet_vispor5'],
    supervised,
  ),
  row(
    cifar,
    [
      ...['alexnet_64x64_input_pool_6_cifar10', 'vgg16_64x64_input_cifar10'],
      ...['shi_mousenet_cifar10', 'shi_mousenet_vispor5_cifar10'],
      ...NORMED_STREAMS,
      ...PLAIN_STREAMS,
    ],
    supervised,
  ),
  row({ ...cifar, note: TRIED }, NORMED_STREAMS, supervised, { learningRate: 0.1 }),
  row({ ...cifar, note: TRIED }, NORMED_STREAMS, supervised, { learningRate: 0.001 }),
  row(cifar, ['resnet18_64x64_input_cifar10'], supervised, { learningRate: 0.1, weightDecay: 1e-4 }),
  row(cifar, ['resnet18_cifar10'], supervised, { learningRate: 0.1, weightDecay: 2e-4, batchSize: 128 }),
  row(
    instances,
    [
      ...streamsFor('ir'),
      ...sides(DUAL_SIDES, `${stream('dual')}_ir`),
      ...sides([224], `${stream('single')}_ir`),
      ...['vgg16_ir_64x64', 'alexnet_ir_64x64_input_pool_6'],
      ...sides([104, 124, 144, 164, 184, 204], 'alexnet_ir'),
    ],
    instanceRecognition,
  ),
  row(instances, [...resNets('_ir_64x64'), 'alexnet_ir_224x224'], instanceRecognition, { weightDecay: 1e-4 }),
  row(
    instances,
    ['alexnet_bn_ir_64x64_input_pool_6', 'alexnet_ir_84x84', ...sides([224], `${stream('six')}_ir`)],
    instanceRecognition,
    { learningRate: 0.003 },
  ),
  row(
    { ...instances, note: 'low rate, tried beside 0.03: which one was published is not said' },
    [`${stream('six')}_ir`],
    instanceRecognition,
    { learningRate: 0.003 },
  ),
  row({ ...instances, note: TRIED }, ['alexnet_ir_64x64_input_pool_6'], instanceRecognition, {
    optimizer: 'adam',
    learningRate: 1e-4,
  }),
  row(
    { objective: 'instanceRecognition', images: 'maze' },
    ['alexnet_ir_dmlocomotion'],
    instanceRecognition,
    { learningRate: 0.003 },
  ),
  row(on('moCo'), [...streamsFor('mocov2'), 'alexnet_bn_mocov2_64x64'], publishedTraining.moCo),
  row(on('simClr'), [...streamsFor('simclr'), 'alexnet_bn_simclr_64x64'], publishedTraining.simClr),
  row(on('simSiam'), [...streamsFor('simsiam'), 'alexnet_bn_simsiam_64x64'], publishedTraining.simSiam),
  row(
    on('barlowTwins', "rates and length are the official implementation's; published after 58 epochs"),
    ['alexnet_bn_barlow_twins_64x64'],
    publishedTraining.barlowTwins,
  ),
  row(
    on('vicReg', "the rate is the official implementation's"),
    ['alexnet_bn_vicreg_64x64'],
    publishedTraining.vicReg,
  ),
  row(on('rotNet'), [...streamsFor('rotnet'), 'alexnet_rotnet'], publishedTraining.rotNet),
  row(on('relativeLocation'), ['resnet18_ir_64x64', 'resnet50_ir_64x64'], publishedTraining.relativeLocation),
  row(
    on('autoencoding'),
    ['single', 'dual'].map((streams) => `simplified_mousenet_ae_${streams}_stream`),
    autoencoding,
  ),
  row(on('autoencoding'), ['simplified_mousenet_ae_six_stream'], autoencoding, { learningRate: 0.001 }),
  row(
    { objective: 'depthPrediction', images: 'scenes' },
    STREAMS.map((streams) => `simplified_mousenet_depth_hour_glass_${streams}_stream`),
    depthPrediction,
  ),
  row(
    {
      objective: 'depthPrediction',
      images: 'scenes',
      note: 'tried, from encoders that were trained on ImageNet',
    },
    STREAMS.map((streams) => `simplified_mousenet_depth_hour_glass_${streams}_stream`),
    depthPrediction,
    { optimizer: 'adam', weightDecay: 5e-4 },
  ),
];
