import { z } from 'zod';
import { ShiftedTemplates } from '../credit/shiftedTemplates';
import { NetworkConfig } from '../networks/NetworkConfig';
import { filterCount } from '../tasks/cochleagram';
import { Contrastive } from '../tasks/contrastiveTask';
import type { Heads } from '../tasks/headsTask';
import { headsOf, SpokenWords } from '../tasks/spokenWords';
import { IdentifiedRule, RuleRates } from './IdentifiedRule';
import { Obfuscation } from './obfuscate';

const count = (value: number, description: string, unit = '1') =>
  z.int().positive().default(value).meta({ description, unit });

/** What networks learn from, by kind. */
export const Examples = z
  .discriminatedUnion('kind', [
    ShiftedTemplates.extend({ kind: z.literal('templates') }),
    SpokenWords.extend({ kind: z.literal('spokenWords') }),
    z.strictObject({
      kind: z.literal('cifar10'),
      folder: z.string().min(1).meta({ description: 'Folder of the binary version of CIFAR-10' }),
      train: count(5000, 'Images of the training set, from the first', 'images'),
      test: count(1000, 'Images of the test set, from the first', 'images'),
    }),
  ])
  .meta({ title: 'Examples' });
export type Examples = z.output<typeof Examples>;

/** One training whose layers are observed. */
export const TrajectoryConfig = z
  .strictObject({
    rule: IdentifiedRule.default('sgdm'),
    network: NetworkConfig.prefault({ kind: 'dense', widths: [48, 48] }),
    examples: Examples.prefault({ kind: 'templates', train: 3000, test: 1000 }),
    task: z.string().min(1).default('names').meta({ description: 'Name of the task in the data set' }),
    objective: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('names') }).meta({ title: 'To name the class' }),
        Contrastive.extend({ kind: z.literal('views') }),
      ])
      .prefault({ kind: 'names' }),
    batchSize: count(64, 'Examples of an update'),
    epochs: z.number().positive().default(8).meta({ description: 'Passes over the examples, about', unit: '1' }),
    checkpoints: z.int().min(2).default(21).meta({
      description: 'Times at which layers are observed, evenly spaced, the first before any update',
    }),
    probes: count(256, 'Held-out examples that are shown for it'),
    output: z.enum(['own', 'settled']).default('settled').meta({
      description:
        "What is seen as a layer's output: its own, as published, or after normalisation and rectifier in its node",
    }),
    views: z
      .record(z.string().regex(/^[a-zA-Z0-9-]{1,40}$/), Obfuscation)
      .prefault({ clear: {} })
      .meta({ description: 'Ways in which the same training is seen, by name' }),
    rates: RuleRates.prefault({}),
    modelSeed: z.int().nonnegative().default(0).meta({
      description: 'Of the start; the same under every rule',
    }),
    dataSeed: z.int().nonnegative().default(0).meta({ description: 'Of the order of examples' }),
  })
  .meta({ title: 'Trajectory of observables', source: 'Nayebi et al. 2020, arXiv:2010.11765' }); // prettier-ignore
export type TrajectoryConfig = z.output<typeof TrajectoryConfig>;

/** Updates between two checkpoints. */
export const updatesBetween = ({ epochs, examples, batchSize, checkpoints }: TrajectoryConfig): number =>
  Math.max(1, Math.round((epochs * Math.floor(examples.train / batchSize)) / (checkpoints - 1)));

/** What is known of examples without making any. */
export type Shown = {
  readonly image: [number, number, number];
  /** Classes, those of all heads together. */
  readonly classes: number;
  /** Where several things are named. */
  readonly heads?: Heads;
};

/** The shape of an example and what is named of it. */
export function shownOf(examples: Examples): Shown {
  switch (examples.kind) {
    case 'templates':
      return { image: [examples.size, examples.size, 1], classes: examples.classes };
    case 'cifar10':
      return { image: [32, 32, 3], classes: 10 };
    case 'spokenWords': {
      const { ear, duration, of } = examples;
      const heads = headsOf(examples);
      const frames = Math.floor(Math.round(duration * ear.sampleRate) / (ear.sampleRate / ear.envelopeRate));
      return {
        image: [filterCount(ear), frames, 1],
        classes: Object.values(heads).reduce((sum, classes) => sum + classes, 0),
        ...(of === 'all' && { heads }),
      };
    }
  }
}
