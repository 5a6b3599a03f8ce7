import { NumericalError, type Rng, type Session } from '@goal-driven/core';
import { z } from 'zod';
import { NetworkConfig } from '../networks/NetworkConfig';
import { IdentifiedRule, RULES } from './IdentifiedRule';
import { joinDatasets, samplesOf, type RuleDataset } from './RuleDataset';
import type { CardFacts } from './datasetCard';
import { trainTrajectory } from './trainTrajectory';
import { observedNetwork } from './trajectoryOf';
import { Examples, TrajectoryConfig } from './TrajectoryConfig';

/** Trainings under every rule, over tasks, networks, batch sizes and starts. */
export const TrainingGrid = z
  .strictObject({
    base: TrajectoryConfig.prefault({ views: { clear: {}, noisy: { noise: 0.1 }, 'tenth-of-units': { share: 0.1 } } }).meta({ description: 'What all of them have in common' }),
    rules: z
      .array(IdentifiedRule)
      .min(2)
      .default([...RULES]),
    tasks: z
      .array(z.strictObject({ name: z.string().min(1), examples: Examples }))
      .min(1)
      .prefault([20, 10].map((classes) => ({ name: `${classes} classes`, examples: templates(classes, 3000) }))),
    networks: z
      .array(NetworkConfig)
      .min(1)
      .prefault([[48, 48], [64, 64, 64], [48, 48, 48, 48]].map((widths) => ({ kind: 'dense' as const, widths }))),
    batchSizes: z.array(z.int().positive()).min(1).default([32, 64, 128]),
    starts: z.array(z.int().nonnegative()).min(1).default([0, 1]).meta({
      description: 'Seeds of the start and of the order of examples',
    }),
  })
  .meta({ title: 'Grid of trainings', source: 'Shared specification of learning rules, D.2' }); // prettier-ignore
export type TrainingGrid = z.output<typeof TrainingGrid>;

/** Examples of shifted templates, as a config has them. */
export function templates(classes: number, train: number) {
  return { kind: 'templates' as const, classes, train, test: 1000 };
}

/** Every training of a grid; those that differ in the rule alone come one after another. */
export const gridConfigs = ({
  base,
  rules,
  tasks,
  networks,
  batchSizes,
  starts,
}: TrainingGrid): TrajectoryConfig[] =>
  tasks.flatMap(({ name: task, examples }) =>
    networks.flatMap((network) =>
      batchSizes.flatMap((batchSize) =>
        starts.flatMap((start) =>
          rules.map((rule) => ({
            ...base,
            task,
            examples,
            network,
            batchSize,
            rule,
            modelSeed: start,
            dataSeed: start,
          })),
        ),
      ),
    ),
  );

/**
 * Trains a whole grid, one after another; an interrupted one goes on where it was. Of the curves the run keeps losses and
 * accuracies; what was seen is in the checkpoints, and in what is given back.
 */
export async function trainGrid(
  grid: TrainingGrid,
  { rng, session }: { readonly rng: Rng; readonly session: Session },
): Promise<{ dataset: RuleDataset; facts: CardFacts }> {
  const configs = gridConfigs(grid);
  const diverged: Record<string, number> = {};
  const sets: RuleDataset[] = [];
  for (const [index, config] of configs.entries()) {
    session.say?.(`training ${index + 1} of ${configs.length}`);
    const name = nameOf(config);
    const log: Session['log'] = (step, values) => {
      const kept = Object.entries(values).filter(([curve]) => !curve.startsWith(`${name}/observed/`));
      if (kept.length > 0) session.log(step, Object.fromEntries(kept));
    };
    try {
      sets.push(
        samplesOf(await trainTrajectory(config, { rng, session: { ...session, log }, name }), config),
      );
    } catch (error) {
      if (!(error instanceof NumericalError)) throw error;
      diverged[config.rule] = (diverged[config.rule] ?? 0) + 1;
    }
  }
  return {
    dataset: joinDatasets(sets),
    facts: { origin: `${configs.length} trainings of a grid.`, diverged },
  };
}

const nameOf = (config: TrajectoryConfig): string =>
  [config.rule, config.task, observedNetwork(config).network.name, config.batchSize, config.modelSeed]
    .join('-')
    .replaceAll(/[^\w-]+/g, '-');
