import type { StudyEvent } from '@goal-driven/core';
import { createParts } from './createParts';
import { evaluateHeldOut, type HeldOutSetting } from './evaluateHeldOut';
import { evaluateLongerPaths } from './evaluateLongerPaths';
import { evaluateRecordedPath } from './evaluateRecordedPath';
import type { PathIntegrationConfig } from './PathIntegrationConfig';
import type { Rng } from '@goal-driven/core';

/**
 * All that the configuration of a network asks to know of it: held-out paths in its arena, longer ones, other arenas,
 * a recorded path.
 *
 * @param rng of the run, which gave the place cells
 */
export async function* evaluateNetwork(
  config: PathIntegrationConfig,
  { rng, ...setting }: HeldOutSetting & { readonly rng: Rng },
): AsyncGenerator<StudyEvent> {
  const { network, parts, session, prefix, labels } = setting;
  const { longerPaths, arenas } = config.evaluation;
  yield* evaluateHeldOut(config, setting);
  const common = { network, session, ...(labels === undefined ? {} : { labels }) };
  if (longerPaths !== undefined) {
    yield* evaluateLongerPaths(config, longerPaths, { ...common, prefix, rng });
  }
  for (const [index, arena] of arenas.entries()) {
    const there = { ...config, arena };
    const theirs = { ...common, parts: createParts(there, rng), prefix: `${prefix}arena-${index + 1}-` };
    yield* evaluateHeldOut(there, theirs);
  }
  if (config.recordedPath !== undefined) {
    yield* evaluateRecordedPath({ study: config, recorded: config.recordedPath, network, parts, session });
  }
}
