import { networkSeeds } from '@goal-driven/core';
import { z } from 'zod';
import { Rectangle } from '../arena';
import { Binning } from '../neural/binSessions';
import { NeuralFit } from '../neural/neuralFit';
import { SyntheticAnimals } from '../neural/syntheticSessions';
import { PathIntegrationConfig } from '../studies/PathIntegrationConfig';
import { presets } from '../studies/presets';

/** What the claims about networks and cells are tested on; the defaults are the published sizes. */
export const ClaimConfig = z
  .strictObject({
    seeds: networkSeeds(5),
    base: PathIntegrationConfig.prefault({}).meta({
      description: 'How networks are trained; a claim changes cell, nonlinearity and task only',
    }),
    otherArena: Rectangle.prefault({ width: 1, height: 1 }).meta({
      description: 'Where networks are held against cells: the arena of the recordings, not that of training',
    }),
    recordings: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'List of recorded sessions; without it animals are synthetic' }),
    animals: SyntheticAnimals.prefault({}),
    binning: Binning.prefault({}),
    fit: NeuralFit.prefault({}),
  })
  .meta({ title: 'Claims about networks and cells', source: 'Nayebi et al. 2021' });
export type ClaimConfig = z.output<typeof ClaimConfig>;

const steps = 600;

/** Partial configurations of every claim of this file's config. */
export const claimPresets = {
  full: {},
  quick: {
    seeds: [0, 1, 2, 3],
    base: {
      placeCells: { count: 128, sigma: 0.25 },
      batchSize: 60,
      network: { units: 64 },
      training: {
        steps,
        schedule: {
          kind: 'warm-up',
          steps: 30,
          then: { kind: 'cosine', learningRate: 5e-3, steps: steps - 30, final: 1e-4 },
        },
        evaluateEvery: steps,
        checkpointEvery: steps,
      },
      evaluation: { batches: 10 },
    },
    animals: { animals: 3, cells: 30, duration: 900 },
  },
  smoke: {
    seeds: [0, 1],
    base: { ...presets.smoke, evaluation: { batches: 4, batchSize: 40 } },
    animals: { animals: 2, cells: 8, duration: 120 },
    binning: { binWidth: 0.2 },
  },
};
