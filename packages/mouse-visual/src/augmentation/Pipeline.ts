import { z } from 'zod';

/** The pipelines of the published models, by the objective that they were made for. */
export const pipelineNames = [
  'supervised',
  'instanceRecognition',
  'instanceRecognitionMaze',
  'simClr',
  'moCo',
  'simSiam',
  'barlowTwins',
  'rotNet',
  'relativeLocation',
  'cifar',
  'depth',
] as const;
export type PipelineName = (typeof pipelineNames)[number];

const side = z.int().positive().max(2048);

/** What is made of stored images, for learning and for judging. */
export const Pipeline = z
  .strictObject({
    name: z.enum(pipelineNames).default('supervised').meta({ description: 'Whose pipeline' }),
    size: side.default(64).meta({ description: 'Side of what the network sees', unit: 'px' }),
    crop: side.optional().meta({
      description:
        'Side of the crop from which it is resized, 224 in all published pipelines but those of the maze (the size ' +
        "itself) and of CIFAR (32). Smaller is cheaper; blur shrinks with it. Left out: the pipeline's own",
      unit: 'px',
    }),
    colours: z.enum(['imagenet', 'cifar']).optional().meta({
      description: "Whose means and deviations normalise; the pipeline's own where left out",
    }),
  })
  .meta({
    title: 'Augmentation of a published model',
    source: 'Nayebi et al. 2023, methods and implementation',
  });
export type Pipeline = z.output<typeof Pipeline>;
