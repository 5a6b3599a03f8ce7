import { TrainConfig } from '@goal-driven/core';
import { z } from 'zod';
import { ActorCritic } from '../maze/actorCritic';
import { MazeEncoder } from '../maze/MazeEncoder';
import { MazeGame } from '../maze/MazeGame';
import { MazePolicy } from '../maze/mazePolicy';

const count = (description: string, unit: string) => z.int().positive().meta({ description, unit });

export const MazeConfig = z
  .strictObject({
    game: MazeGame.prefault({}),
    encoder: MazeEncoder.prefault({ kind: 'random', frozen: false }),
    policy: MazePolicy.prefault({}),
    task: ActorCritic.prefault({}),
    animals: count('Animals that forage at the same time', 'animals').default(16),
    timesteps: count('Timesteps of each animal in one update', 'timesteps').default(20),
    mazes: count('Mazes to learn in, numbers 0 and on', 'mazes').default(1000),
    heldOut: count('Mazes after those, one episode in each, to be judged by', 'mazes').default(32),
    training: TrainConfig.prefault({
      steps: 20_000,
      optimizer: { kind: 'adam' },
      schedule: { kind: 'constant', learningRate: 7e-4 },
      clip: { kind: 'global-norm', norm: 0.5 },
      evaluateEvery: 500,
      prefetch: 0,
    }),
  })
  .meta({ title: 'Reward-based navigation of mazes' });
export type MazeConfig = z.output<typeof MazeConfig>;
