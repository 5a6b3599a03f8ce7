import { networkSeeds } from '@goal-driven/core';
import { ImageThreads, RenderedObjects } from '@goal-driven/stimuli';
import { z } from 'zod';
import { pipelineNames } from '../augmentation/Pipeline';
import { SceneProbes } from '../generality/SceneProbes';

const count = (value: number, description: string, unit = '1') =>
  z.int().positive().default(value).meta({ description, unit });

/**
 * What encoders learn from: half of the categories, each object a class of its own, so that the probes are of
 * categories, objects and backgrounds that no encoder has seen.
 */
const LearnedScenes = RenderedObjects.extend({
  kind: z.literal('objects').default('objects'),
  categories: RenderedObjects.shape.categories.unwrap().default(['Animals', 'Boats', 'Cars', 'Chairs']),
  labels: RenderedObjects.shape.labels.unwrap().default('object'),
  images: RenderedObjects.shape.images.unwrap().default(1024),
  variation: RenderedObjects.shape.variation.unwrap().default(['medium', 'high']),
  backgrounds: RenderedObjects.shape.backgrounds.unwrap().default(['landscape', 'clutter']),
});

/** What the claims about encoders vary little: networks, what they learn from and how long. */
export const encoderFields = {
  seeds: networkSeeds(4),
  streams: z.enum(['single', 'dual', 'six']).default('single').meta({
    description: 'Of the StreamNet; with its decoder where an objective makes images',
  }),
  width: z.number().positive().max(1).default(0.25).meta({ description: 'Channels over the published ones' }),
  pixels: count(64, 'Side of what the networks see', 'px'),
  scenes: LearnedScenes.prefault({}).meta({ description: 'What the encoders learn from' }),
  batchSize: count(32, 'Images of an update', 'images'),
  steps: count(256, 'Updates of each training'),
  learningRate: z.number().positive().default(0.001).meta({ description: "Adam's, falling as a cosine" }),
  negatives: count(512, 'Entries of the memory bank that an image meets'),
  embedding: count(64, 'Dimensions of contrastive embeddings, and of the code of autoencoders'),
  contrastive: z.enum(['instanceRecognition', 'simClr']).default('instanceRecognition').meta({
    description: 'The contrastive objective: the best one published, or one that needs no large memory bank',
  }),
  contrastiveViews: z.enum(pipelineNames).optional().meta({
    description: "Augmentation of the contrastive encoders; the objective's own where left out",
  }),
  reuse: z
    .string()
    .min(1)
    .optional()
    .meta({
      description:
        'Folder of an earlier run of a claim: an encoder that it trained likewise, from the same seed and under the same ' +
        'name, is taken from its last checkpoint; others are trained',
    }),
  threads: ImageThreads,
};

/** Half of the categories, which encoders have not learned from. */
const probesField = SceneProbes.prefault({
  scenes: { categories: ['Faces', 'Fruits', 'Planes', 'Tables'] },
}).meta({ description: 'By what a representation is tested' });

/** What the claims about generality are tested on. */
export const EncoderConfig = z
  .strictObject({ ...encoderFields, probes: probesField })
  .meta({ title: 'Claims about encoders', source: 'Nayebi et al. 2023' });
export type EncoderConfig = z.output<typeof EncoderConfig>;
/** The part that makes encoders. */
export type EncoderFields = Omit<EncoderConfig, 'probes'>;
