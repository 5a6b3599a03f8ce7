import { disposeTree, type Figure, type Session, type StudyEvent } from '@goal-driven/core';
import { loadReferenceModel } from '../loadReferenceModel';
import { createParts } from './createParts';
import { evaluateHeldOut } from './evaluateHeldOut';
import { evaluateLongerPaths } from './evaluateLongerPaths';
import { PathIntegrationConfig } from './PathIntegrationConfig';

const PREFIX = 'reference-';

/**
 * The same scores and figures of the reference model that comes with the package, on the first of the paths that the
 * network of `config` is evaluated on. Its place cells and its task are its own. Each figure names that of the network
 * beside which it is to be seen.
 */
export async function* evaluateReference(
  config: PathIntegrationConfig,
  { session, share }: { readonly session: Session; readonly share: number },
): AsyncGenerator<StudyEvent> {
  const { study, network, rng } = await loadReferenceModel();
  const { arena, motion, timesteps, evaluation } = config;
  const shared = (batches: number) => Math.ceil(share * batches);
  const there = PathIntegrationConfig.parse({
    ...study,
    arena,
    motion,
    timesteps,
    evaluation: { ...evaluation, batches: shared(evaluation.batches) },
  });
  const setting = { network, session, prefix: PREFIX, labels: { model: 'reference' } };
  const { longerPaths } = evaluation;
  try {
    yield* beside(evaluateHeldOut(there, { ...setting, parts: createParts(there, rng) }));
    if (longerPaths !== undefined) {
      const fewer = { ...longerPaths, batches: shared(longerPaths.batches) };
      yield* beside(evaluateLongerPaths(there, fewer, { ...setting, rng }));
    }
  } finally {
    disposeTree({ params: network.params, state: network.state });
  }
}

/** What a network yields, its figures to be seen beside those without the prefix. */
async function* beside(events: AsyncGenerator<StudyEvent>): AsyncGenerator<StudyEvent> {
  for await (const event of events) {
    if (event.kind !== 'figure') yield event;
    else yield { kind: 'figure', figure: placedBeside(event.figure) };
  }
}

const placedBeside = (figure: Figure): Figure => ({
  ...figure,
  caption: `${figure.caption} The reference model comes with @goal-driven/mec and is as its card says.`,
  beside: figure.name.slice(PREFIX.length),
});
