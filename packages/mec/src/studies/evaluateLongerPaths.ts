import type { Rng, StudyEvent } from '@goal-driven/core';
import { boundsOf, describeArena } from '../arena';
import { evaluatePaths, type Traced } from '../evaluatePaths';
import { errorOverTimeFigure, pathsFigure } from '../figures';
import { outputLossName } from '../pathIntegrationTask';
import { createParts } from './createParts';
import { heldOutBatches, type HeldOutSetting } from './evaluateHeldOut';
import type { LongerPaths, PathIntegrationConfig } from './PathIntegrationConfig';
import { reportScores } from './reportScores';

/**
 * Scores of a network on held-out paths longer than those that it was trained on, and figures of its error along them
 * and of the paths.
 *
 * @param rng of the run, which gave the place cells
 */
export async function* evaluateLongerPaths(
  config: PathIntegrationConfig,
  { times, batches, batchSize }: LongerPaths,
  {
    network,
    session,
    prefix,
    labels: others = {},
    rng,
  }: Omit<HeldOutSetting, 'parts' | 'curve'> & { readonly rng: Rng },
): AsyncGenerator<StudyEvent> {
  const { arena, motion, evaluation } = config;
  const timesteps = times * config.timesteps;
  const parts = createParts({ ...config, timesteps, evaluation: { ...evaluation, batchSize } }, rng);
  const loss = outputLossName(config.task);
  let first: Pick<Traced, 'batch' | 'decoded'> | undefined;
  const report = await evaluatePaths(network, heldOutBatches(parts, batches, session), {
    readout: parts.readout,
    loss,
    layer: evaluation.layer,
    visit: ({ batch, decoded }) => (first ??= { batch, decoded }),
  });
  const labels = {
    ...others,
    paths: `held-out, ${times} times longer`,
    arena: describeArena(arena),
    layer: evaluation.layer,
  };
  yield* reportScores(report, { labels, loss });
  yield {
    kind: 'figure',
    figure: errorOverTimeFigure(`${prefix}error-along-longer-paths`, report, {
      dt: motion.dt,
      trained: config.timesteps,
    }),
  };
  const options = { bounds: boundsOf(arena), panels: evaluation.shownPaths };
  yield { kind: 'figure', figure: pathsFigure(`${prefix}longer-paths`, first!, options) };
}
