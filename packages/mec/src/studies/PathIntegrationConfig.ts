import { OptimizerConfig, Schedule, TrainConfig } from '@goal-driven/core';
import { LearningRuleConfig } from '@goal-driven/learning-rules';
import { z } from 'zod';
import { Arena } from '../arena';
import { Cues } from '../cues';
import { HeadDirectionCells } from '../headDirectionCells';
import { NetworkChoice } from '../NetworkChoice';
import { PathIntegrationTask } from '../pathIntegrationTask';
import { PlaceCells } from '../placeCells';
import { RecordedPath } from '../recordedPath';
import { RewardZone } from '../rewardZone';
import { Motion } from '../trajectories';
import { requireConsistent } from './requireConsistent';

const count = (description: string) => z.int().positive().meta({ description, unit: '1' });

/** Paths that go on beyond those of training: what a network keeps of where it is. */
export const LongerPaths = z
  .strictObject({
    times: z.int().min(2).default(5).meta({ description: 'Times as many steps as in training', unit: '1' }),
    batches: count('Held-out batches of longer paths').default(20),
    batchSize: count('Paths per held-out batch of longer paths').default(50),
  })
  .meta({ title: 'Evaluation on longer paths' });
export type LongerPaths = z.output<typeof LongerPaths>;

export const Evaluation = z
  .strictObject({
    batches: count('Held-out batches').default(100),
    batchSize: count('Paths per held-out batch').default(200),
    binWidth: z.number().positive().default(0.05).meta({ description: 'Bin of the rate maps', unit: 'm' }),
    layer: z
      .enum(['pre_g', 'g', 'dc'])
      .default('g')
      .meta({ description: 'Layer whose units are mapped and scored; g explains cells best' }),
    arenas: z.array(Arena).default([]).meta({
      description:
        'Also evaluate in these arenas; place-cell centres are then those of the arena, rescaled as published',
    }),
    longerPaths: LongerPaths.optional().meta({
      description: 'Also evaluate on held-out paths longer than those of training',
    }),
    reference: z
      .strictObject({
        share: z
          .number()
          .positive()
          .max(1)
          .default(0.25)
          .meta({ description: 'Share of the held-out batches that it is evaluated on', unit: '1' }),
      })
      .optional()
      .meta({
        description: 'Also evaluate the reference model that comes with the package, on the same paths',
      }),
    shownMaps: count('Rate maps in the report').default(24),
    shownPaths: count('Paths in the report').default(9),
  })
  .meta({
    title: 'Evaluation on held-out paths',
    source: 'Nayebi et al. 2021: 100 batches of 200 paths, 5 cm bins',
  });
export type Evaluation = z.output<typeof Evaluation>;

/** A recorded path and how to read it. */
export const RecordedPathFile = RecordedPath.extend({
  path: z.string().min(1).meta({ description: 'NPZ file with t [n], s, and pos [n, 2], m' }),
}).meta({ title: 'A path recorded from an animal' });
export type RecordedPathFile = z.output<typeof RecordedPathFile>;

const updates = (description: string) => z.int().positive().meta({ description, unit: 'updates' });

/** How to train, with the published values as defaults. */
const Training = TrainConfig.extend({
  steps: z.int().nonnegative().default(100_000).meta({
    description: 'Parameter updates in all; 0 leaves the network as it starts',
    unit: 'updates',
  }),
  optimizer: OptimizerConfig.prefault({ kind: 'adam' }),
  schedule: Schedule.prefault({ kind: 'constant', learningRate: 1e-4 }),
  evaluateEvery: updates('Updates between two looks at the held-out stream').default(1000),
  checkpointEvery: updates('Updates between two checkpoints').default(1000),
}).meta({ title: 'Training', source: 'Nayebi et al. 2021: Adam at 1e-4 for 100,000 updates' });

export const PathIntegrationConfig = z
  .strictObject({
    arena: Arena.prefault({}),
    motion: Motion.prefault({}),
    placeCells: PlaceCells.prefault({}),
    headDirectionCells: HeadDirectionCells.prefault({}).meta({
      description: 'For the task placeAndHeading',
    }),
    cues: Cues.optional().meta({ description: 'Landmarks that the network is told of' }),
    reward: RewardZone.optional().meta({ description: 'A zone to which some of the paths go' }),
    timesteps: count('Steps per training path, T').default(20),
    batchSize: count('Training paths per update, B').default(200),
    network: NetworkChoice.prefault({}),
    task: PathIntegrationTask.prefault({}),
    learningRule: LearningRuleConfig.prefault({ kind: 'backpropagation' }),
    training: Training.prefault({}),
    evaluation: Evaluation.prefault({}),
    recordedPath: RecordedPathFile.optional().meta({ description: 'Also evaluate on this recorded path' }),
  })
  .superRefine(requireConsistent)
  .meta({
    title: 'Path integration',
    source: 'Defaults are those of Nayebi et al. 2021 (UGRNN, relu), but for the weight decay',
  });
export type PathIntegrationConfig = z.output<typeof PathIntegrationConfig>;
