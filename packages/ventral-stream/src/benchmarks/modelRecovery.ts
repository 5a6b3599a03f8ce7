import type { Figure, Score } from '@goal-driven/core';
import type { Rng } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { assignLayers, assignmentFigure, assignmentScores } from './assignLayers';
import { BehaviourRecovery, behaviourRecovery } from './behaviourRecovery';
import { fitArea, predictivityFigure, predictivityScores, type AreaFit } from './neuralPredictivity';
import { NeuralDecoding } from './neuralSolutionTimes';
import { PredictivityConfig } from './PredictivityConfig';
import { SolutionTimesConfig } from './solutionTimes';
import { SyntheticObserver, syntheticObserver, type Observed } from './syntheticObserver';
import { BrainScoreRecovery, timesRecovery } from './timesRecovery';

const decoder = { cost: 0.1, gain: 2 };

export const ModelRecovery = z
  .strictObject({
    observer: SyntheticObserver.prefault({}),
    predictivity: PredictivityConfig.prefault({ splits: { kind: 'withinCategory', splits: 3 } }),
    decoding: NeuralDecoding.prefault({ decoder, folds: 5 }),
    behaviour: BehaviourRecovery.prefault({}),
    solutionTimes: SolutionTimesConfig.prefault({ decoder, testFraction: 0.25 }),
    brainScore: BrainScoreRecovery.prefault({}),
  })
  .meta({ title: 'Whether the benchmarks recover what was put into a synthetic observer' });
export type ModelRecovery = z.output<typeof ModelRecovery>;

/** What the benchmarks say of a model that is known, beside what is true of it. */
export type Recovered = { readonly scores: readonly Score[]; readonly figures: readonly Figure[] };

/**
 * Every benchmark held against an observer whose dynamics are known: whether layers go to the areas whose sites hear
 * them, the true dynamics are predicted to the ceiling and those of a first sweep fall behind, image-level behaviour tells
 * when an observer reads, solution times come out in the order put in by every procedure and schedule, and challenge images late.
 *
 * @throws what the benchmarks throw
 */
export async function modelRecovery(config: ModelRecovery, rng: Rng): Promise<Recovered> {
  const observed = await syntheticObserver(config.observer, rng.child('observer'));
  const parts = [
    await recoveredLayers(observed, config),
    await recoveredCourses(observed, config),
    await recoveredBehaviour(observed, config, rng),
    await timesRecovery(observed, config, rng),
  ];
  return { scores: parts.flatMap(({ scores }) => scores), figures: parts.flatMap(({ figures }) => figures) };
}

async function recoveredLayers({ recording, model }: Observed, config: ModelRecovery): Promise<Recovered> {
  const assignment = await assignLayers(model.recurrent, recording, config.predictivity);
  return {
    scores: [...assignmentScores(assignment, recording)],
    figures: [assignmentFigure(assignment, { model: model.recurrent, recording })],
  };
}

async function recoveredCourses(
  { recording, truth, model }: Observed,
  config: ModelRecovery,
): Promise<Recovered> {
  const areas = ['V4', 'aIT'] as const;
  const fits: AreaFit[] = [];
  for (const area of areas) {
    const { layer } = truth.find((site) => site.area === area)!;
    for (const held of [model.recurrent, model.feedForward]) {
      fits.push(await fitArea(held, { layer, area, recording }, config.predictivity));
    }
  }
  return {
    scores: fits.flatMap((fit) => [...predictivityScores(fit, recording)]),
    figures: areas.map((area) => predictivityFigure(fits, { area, recording })),
  };
}

async function recoveredBehaviour(
  { model }: Observed,
  { behaviour, decoding }: ModelRecovery,
  rng: Rng,
): Promise<Recovered> {
  const own = { decoding, rng: rng.child('behaviour') };
  const { scores, figure } = await behaviourRecovery(model, behaviour, own);
  return { scores, figures: [figure] };
}
