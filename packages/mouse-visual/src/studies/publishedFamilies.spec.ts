import { describe, expect, it } from 'vitest';
import { models } from '../models/models';
import { publishedFamilies, type PublishedFamily } from './publishedFamilies';
import { publishedTraining, trainingOf } from './publishedTraining';

/** Section 3 of the specification: batch, optimiser, rate, decay, epochs, and the milestones of a step schedule. */
type Row = readonly [
  about: `${PublishedFamily['objective']} ${PublishedFamily['images']}`,
  network: string,
  wanted: readonly string[],
];
const STEPS = '100 epochs, step 30 60 90';
const INSTANCES = '200 epochs, step 120 160';
const table: readonly Row[] = [
  ...['alexnet_two_64x64', 'alexnet_three_64x64', 'alexnet_four_64x64', 'alexnet_five_64x64', 'alexnet_six_64x64'].map(
    (name): Row => ['supervised imagenet', name, [`256 sgd 0.01 0.0005, ${STEPS}`]],
  ),
  ...['vgg16', 'vgg16_64x64_input', 'simplified_mousenet_single_stream', 'simplified_mousenet_dual_stream_visp_3x3_bn'].map(
    (name): Row => ['supervised imagenet', name, [`256 sgd 0.01 0.0005, ${STEPS}`]],
  ),
  ['supervised imagenet', 'alexnet_64x64_input_pool_6', [`256 sgd 0.01 0.0005, ${STEPS}`]],
  ['supervised imagenet', 'simplified_mousenet_six_stream_visp_3x3_bn', [0.001, 0.01, 0.1].map((rate) => `256 sgd ${rate} 0.0005, ${STEPS}`)],
  ...['resnet18', 'resnet34_64x64_input', 'resnet50_64x64_input', 'resnet101_64x64_input', 'resnet152_64x64_input'].map(
    (name): Row => ['supervised imagenet', name, [`256 sgd 0.1 0.0001, ${STEPS}`]],
  ),
  ...['alexnet_64x64_input_pool_6_with_ir_transforms', 'alexnet_bn_64x64_input_pool_6_with_ir_transforms'].map(
    (name): Row => ['supervised imagenet', name, [`256 sgd 0.1 0.0005, ${STEPS}`]],
  ),
  ...['shi_mousenet', 'shi_mousenet_vispor5'].map((name): Row => ['supervised imagenet', name, [`256 sgd 0.01 0.0005, ${STEPS}`]]),
  ...['alexnet_64x64_input_pool_6_cifar10', 'vgg16_64x64_input_cifar10', 'shi_mousenet_cifar10', 'simplified_mousenet_six_stream_cifar10'].map(
    (name): Row => ['supervised cifar10', name, [`256 sgd 0.01 0.0005, ${STEPS}`]],
  ),
  ...['simplified_mousenet_single_stream_cifar10', 'simplified_mousenet_dual_stream_visp_3x3_bn_cifar10'].map(
    (name): Row => ['supervised cifar10', name, [0.01, 0.1, 0.001].map((rate) => `256 sgd ${rate} 0.0005, ${STEPS}`)],
  ),
  ['supervised cifar10', 'resnet18_64x64_input_cifar10', [`256 sgd 0.1 0.0001, ${STEPS}`]],
  ['supervised cifar10', 'resnet18_cifar10', [`128 sgd 0.1 0.0002, ${STEPS}`]],
  ...['single_stream_ir', 'dual_stream_visp_3x3_ir', 'single_stream_ir_224x224', ...[32, 44, 84, 104, 124, 144, 164, 184, 204, 224].map((side) => `dual_stream_visp_3x3_ir_${side}x${side}`)].map(
    (name): Row => ['instanceRecognition imagenet', `simplified_mousenet_${name}`, [`256 sgd 0.03 0.0005, ${INSTANCES}`]],
  ),
  ...['vgg16_ir_64x64', ...[104, 124, 144, 164, 184, 204].map((side) => `alexnet_ir_${side}x${side}`)].map(
    (name): Row => ['instanceRecognition imagenet', name, [`256 sgd 0.03 0.0005, ${INSTANCES}`]],
  ),
  ['instanceRecognition imagenet', 'simplified_mousenet_six_stream_visp_3x3_ir', [0.03, 0.003].map((rate) => `256 sgd ${rate} 0.0005, ${INSTANCES}`)],
  ...['resnet18_ir_64x64', 'resnet34_ir_64x64', 'resnet50_ir_64x64', 'resnet101_ir_64x64', 'resnet152_ir_64x64', 'alexnet_ir_224x224'].map(
    (name): Row => ['instanceRecognition imagenet', name, [`256 sgd 0.03 0.0001, ${INSTANCES}`]],
  ),
  ...['alexnet_bn_ir_64x64_input_pool_6', 'alexnet_ir_84x84', 'simplified_mousenet_six_stream_visp_3x3_ir_224x224'].map(
    (name): Row => ['instanceRecognition imagenet', name, [`256 sgd 0.003 0.0005, ${INSTANCES}`]],
  ),
  ['instanceRecognition imagenet', 'alexnet_ir_64x64_input_pool_6', [`256 sgd 0.03 0.0005, ${INSTANCES}`, `256 adam 0.0001 0.0005, ${INSTANCES}`]],
  ['instanceRecognition maze', 'alexnet_ir_dmlocomotion', [`256 sgd 0.003 0.0005, ${INSTANCES}`]],
  ...['simplified_mousenet_six_stream_visp_3x3_mocov2', 'alexnet_bn_mocov2_64x64'].map((name): Row => ['moCo imagenet', name, ['512 sgd 0.06 0.0005, 200 epochs, cosine 200']]),
  ...['simplified_mousenet_single_stream_simclr', 'alexnet_bn_simclr_64x64'].map((name): Row => ['simClr imagenet', name, ['4096 lars 4.8 0.000001, 200 epochs, cosine 200, warm-up 10']]),
  ...['simplified_mousenet_single_stream_simsiam', 'alexnet_bn_simsiam_64x64'].map((name): Row => ['simSiam imagenet', name, ['512 sgd 0.1 0.0001, 100 epochs, cosine 100']]),
  ['barlowTwins imagenet', 'alexnet_bn_barlow_twins_64x64', ['2048 lars 1.6 0.000001, 1000 epochs, cosine 1000, warm-up 10']],
  ['vicReg imagenet', 'alexnet_bn_vicreg_64x64', ['2048 lars 1.6 0.000001, 1000 epochs, cosine 1000, warm-up 10']],
  ...['simplified_mousenet_dual_stream_visp_3x3_rotnet', 'alexnet_rotnet'].map((name): Row => ['rotNet imagenet', name, ['192 nesterov 0.01 0.0005, 50 epochs, step 15 30 45']]),
  ...['resnet18_ir_64x64', 'resnet50_ir_64x64'].map((name): Row => ['relativeLocation imagenet', name, ['512 sgd 0.2 0.0001, 70 epochs, step 30 50, warm-up 5']]),
  ...['single', 'dual'].map((streams): Row => ['autoencoding imagenet', `simplified_mousenet_ae_${streams}_stream`, [`256 sgd 0.01 0.0005, ${STEPS}`]]),
  ['autoencoding imagenet', 'simplified_mousenet_ae_six_stream', [`256 sgd 0.001 0.0005, ${STEPS}`]],
  ...['single', 'dual', 'six'].map(
    (streams): Row => ['depthPrediction scenes', `simplified_mousenet_depth_hour_glass_${streams}_stream`, ['256 sgd 0.0001 0.0001, 50 epochs, step 15 30 45', '256 adam 0.0001 0.0005, 50 epochs, step 15 30 45']],
  ),
]; // prettier-ignore

const written = ({ training }: PublishedFamily): string => {
  const { batchSize, epochs, optimizer, learningRate, weightDecay, course, warmUp } = training;
  const along =
    course.kind === 'step' ? course.milestones.join(' ') : course.kind === 'cosine' && course.epochs;
  const numbers = [batchSize, optimizer, learningRate, weightDecay === 1e-6 ? '0.000001' : weightDecay].join(
    ' ',
  );
  const parts = [numbers, `${epochs} epochs`, `${course.kind} ${along}`];
  return [...parts, ...(warmUp === undefined ? [] : [`warm-up ${warmUp.epochs}`])].join(', ');
};

describe('published families', () => {
  it.each(table)('%s: %s', (about, network, wanted) => {
    const found = publishedFamilies.filter(
      ({ objective, images, networks }) =>
        `${objective} ${images}` === about && networks.includes(`mouse-visual/${network}`),
    );
    expect(found.map(written)).toEqual(wanted);
    // Of several ways one at most is the published one without a doubt.
    expect(found.filter(({ note }) => note === undefined).length).toBeLessThanOrEqual(1);
  });

  it('are of networks that there are, in no row twice', () => {
    for (const { networks } of publishedFamilies) {
      expect(networks.filter((name) => !Object.hasOwn(models, name))).toEqual([]);
      expect(new Set(networks).size).toBe(networks.length);
    }
  });

  it('are trainings, all of them', () => {
    for (const { training } of publishedFamilies)
      expect(trainingOf(training, 1_281_167).steps).toBe(
        training.epochs * Math.floor(1_281_167 / training.batchSize),
      );
  });

  it.each([
    ['supervised', 'simplified_mousenet_dual_stream_visp_3x3_bn'],
    ['instanceRecognition', 'simplified_mousenet_dual_stream_visp_3x3_ir'],
    ['moCo', 'simplified_mousenet_dual_stream_visp_3x3_mocov2'],
    ['simClr', 'simplified_mousenet_dual_stream_visp_3x3_simclr'],
    ['simSiam', 'simplified_mousenet_dual_stream_visp_3x3_simsiam'],
    ['rotNet', 'simplified_mousenet_dual_stream_visp_3x3_rotnet'],
    ['autoencoding', 'simplified_mousenet_ae_dual_stream'],
    ['depthPrediction', 'simplified_mousenet_depth_hour_glass_dual_stream'],
  ] as const)('%s: the settings by objective are those of %s', (objective, network) => {
    const own = publishedFamilies.find(
      (row) => row.objective === objective && row.networks.includes(`mouse-visual/${network}`),
    );
    expect(own!.training).toEqual(publishedTraining[objective]);
  });

  it('descend by Adam with decay in the gradient where that was tried', () => {
    const { training } = publishedFamilies.find(({ training: { optimizer } }) => optimizer === 'adam')!;
    const { optimizer, weightDecay } = trainingOf(training, 1_281_167);
    expect([optimizer.kind, weightDecay]).toEqual(['adam-torch', { kind: 'l2', rate: 5e-4, paths: ['**'] }]);
  });
});
