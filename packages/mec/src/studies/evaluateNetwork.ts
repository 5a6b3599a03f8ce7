import type { Rng, StudyEvent } from '@goal-driven/core';
import { createParts } from './createParts';
import { evaluateHeldOut, type HeldOutSetting } from './evaluateHeldOut';
import { evaluateLongerPaths } from './evaluateLongerPaths';
import { evaluateRecordedPath } from './evaluateRecordedPath';
import { evaluateReference } from './evaluateReference';
import type { PathIntegrationConfig } from './PathIntegrationConfig';

/**
 * All that the configuration of a network asks to know of it: held-out paths in its arena, longer ones, other arenas,
 * a recorded path, and the reference model beside it.
 *
 * @param rng of the run, which gave the place cells
 */
export async function* evaluateNetwork(
  config: PathIntegrationConfig,
  { rng, ...setting }: Omit<HeldOutSetting, 'labels'> & { readonly rng: Rng },
): AsyncGenerator<StudyEvent> {
  const { network, parts, session, prefix } = setting;
  const { longerPaths, arenas, reference } = config.evaluation;
  const labels = reference === undefined ? {} : { model: 'this run' };
  yield* evaluateHeldOut(config, { ...setting, labels });
  const common = { network, session, labels };
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
  if (reference !== undefined) yield* evaluateReference(config, { session, share: reference.share });
}
