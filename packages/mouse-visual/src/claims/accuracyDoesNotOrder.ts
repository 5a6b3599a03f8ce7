import { defineClaim, overConditions, plainScore, type Figure, type OfCondition } from '@goal-driven/core';
import { meanFinding, spearman } from '@goal-driven/metrics';
import { heldInMemory, ImageData, objectSource, openImageData } from '@goal-driven/stimuli';
import { z } from 'zod';
import { createPipeline } from '../augmentation/createPipeline';
import { accuracyProbe } from '../generality/accuracyProbe';
import { openProbes } from '../generality/openProbes';
import { nayebi2023 } from '../sources';
import { encoderPresets, quickEncoders } from './claimPresets';
import { EncoderConfig } from './EncoderConfig';
import { encoderLayers, encoderObjectives, encoderOf, encoderPipeline } from './encoderParts';
import { encoderProtocol } from './generalityClaim';
import { probeEncoder, type ProbedGenerality } from './overEncoders';
import { withEncoder } from './withEncoder';

const Config = z
  .strictObject({
    ...EncoderConfig.shape,
    accuracy: ImageData.prefault({ kind: 'objects', seed: 2, images: 4000 }).meta({
      description:
        'Images whose classes are told apart: CIFAR-10 as in the study, rendered objects without data',
    }),
    accuracyCosts: z.array(z.number().positive()).min(1).default([1e-5, 1e-4, 1e-3, 1e-2, 1e-1]).meta({
      description:
        'Costs of the support vectors on standardised features, to choose from within the images of the fit',
      unit: '1',
    }),
  })
  .meta({ title: 'Accuracy and generality' });

/** Name the folder of its binary version: `--set accuracy.folder=...`. */
const cifar10 = { kind: 'cifar10', split: 'test' };

type Measured = OfCondition<ProbedGenerality & { readonly accuracy: number }>;

export const accuracyDoesNotOrder = defineClaim({
  name: 'mouse-visual/accuracy-does-not-order',
  question: 'Is an encoder out of which the classes of images are read well one that is general?',
  claim: {
    statement: 'Accuracy of categorisation does not order encoders as their generality does.',
    protocol: `${encoderProtocol} Encoders are of each objective, and one is untrained. Their accuracy is that of a linear probe of classes of other images, the best over layers: half of the images are fitted to, with a cost chosen among them, the others judged by. They are those of CIFAR-10 (presets cifar10 and cifar10Quick), or, where no data are at hand, rendered objects of all eight categories. What decides is Spearman's correlation of accuracy and generality over encoders, seed by seed.`,
    criteria: [
      {
        statistic: 'accuracyWithGenerality',
        meaning: 'rank correlation of accuracy and generality over encoders',
        unit: '1',
        below: 0.5,
      },
    ],
  },
  sources: [nayebi2023],
  config: Config,
  presets: {
    ...encoderPresets,
    quick: {
      ...encoderPresets.quick,
      accuracy: { kind: 'objects', seed: 2, images: 800, pixels: quickEncoders.pixels },
    },
    smoke: {
      ...encoderPresets.smoke,
      accuracy: { kind: 'objects', seed: 2, images: 128, pixels: 32 },
      accuracyCosts: [1e-4, 1e-3],
    },
    cifar10: { ...encoderPresets.full, accuracy: cifar10 },
    cifar10Quick: { ...encoderPresets.quick, accuracy: { ...cifar10, limit: 2000 } },
  },
  async *run({ config, rng, session }) {
    const images = heldInMemory(objectSource(config.scenes));
    const probes = openProbes(config.probes);
    const named = openImageData(config.accuracy);
    const { test } = createPipeline(encoderPipeline('supervised', config.pixels));
    const { accuracyCosts: costs, probes: by } = config;
    const judge = accuracyProbe(named, { steps: test, costs, folds: by.folds });
    const measured = yield* overConditions(
      encoderObjectives.map(encoderOf),
      { seeds: config.seeds, session },
      (condition, seed) =>
        withEncoder(condition, { config, images, seed, rng, session }, async function* (encoder) {
          const labels = { encoder: condition.name, seed };
          const generality = yield* probeEncoder(encoder, { probes, config, labels, session });
          const { accuracy, layer, n } = await judge(encoder, { layers: encoderLayers(config), session });
          yield plainScore({
            metric: 'accuracy',
            labels: { ...labels, task: 'classes', images: named.name, layer },
            ...{ value: accuracy, n, unit: '1' },
          });
          return { ...generality, accuracy };
        }),
    );
    const values = config.seeds.map((seed) => correlationOf(measured.filter((one) => one.seed === seed)));
    yield {
      kind: 'finding',
      finding: meanFinding('accuracyWithGenerality', values, { seeds: config.seeds }),
    };
    yield { kind: 'figure', figure: figureOf(measured, named.name) };
  },
});

const column = (values: readonly number[]) => ({ values: Float64Array.from(values), shape: [values.length] });

const correlationOf = (measured: readonly Measured[]): number =>
  spearman(column(measured.map(({ accuracy }) => accuracy)), column(measured.map(({ overall }) => overall)));

const figureOf = (measured: readonly Measured[], images: string): Figure => ({
  name: 'accuracy-and-generality',
  title: 'Accuracy and generality',
  caption: `A dot is an encoder; accuracy is of classes of ${images}, generality the mean over five tasks.`,
  kind: 'scatter',
  axes: { x: 'accuracy', y: 'generality, above chance' },
  groups: encoderObjectives.map((objective) => {
    const own = measured.filter(({ condition }) => condition === objective);
    return {
      label: objective,
      x: own.map(({ accuracy }) => accuracy),
      y: own.map(({ overall }) => overall),
    };
  }),
});
