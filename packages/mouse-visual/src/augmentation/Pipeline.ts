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

const name = z.enum(pipelineNames).meta({ description: 'Whose pipeline' });
const size = side.meta({ description: 'Side of what the network sees', unit: 'px' });
const more = {
  crop: side.optional().meta({
    description:
      'Side of the crop from which it is resized, 224 in all published pipelines but those of the maze (the size ' +
      'itself, and 224 when it is judged), of CIFAR (32) and of relative location (255, cut into nine cells). Smaller ' +
      "is cheaper; blur shrinks with it, and the shorter side that the crop is of. Left out: the pipeline's own",
    unit: 'px',
  }),
  colours: z.enum(['imagenet', 'cifar']).optional().meta({
    description: "Whose means and deviations normalise; the pipeline's own where left out",
  }),
};
const source = 'Nayebi et al. 2023, methods and implementation';

/** What is made of stored images, for learning and for judging. */
export const Pipeline = z
  .strictObject({ name: name.default('supervised'), size: size.default(64), ...more })
  .meta({ title: 'Augmentation of a published model', source });
export type Pipeline = z.output<typeof Pipeline>;

/** A pipeline of which an objective and a network say what is left out. */
export const PipelineChoice = z
  .strictObject({ name: name.optional(), size: size.optional(), ...more })
  .meta({ title: 'Augmentation of a published model, or the parts in which it differs', source });
export type PipelineChoice = z.output<typeof PipelineChoice>;
