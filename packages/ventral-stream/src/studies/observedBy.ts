import { ConfigError, readNpzFile, type Rng } from '@goal-driven/core';
import { behaviourDataOf, type BehaviourData } from '../benchmarks/BehaviourData';
import { withNeuralTimes } from '../benchmarks/neuralSolutionTimes';
import { takeAreas, type NeuralRecording } from '../benchmarks/NeuralRecording';
import { requireSameImages } from '../claims/observed';
import { renderedObserver } from '../claims/renderedObserver';
import type { BehaviourConfig } from './BehaviourConfig';
import type { ChosenNetwork } from './chosenNetwork';
import { readRecording } from './readRecording';
import { heardSites, type ShownImages } from './shownImages';

/** An observer of images, and sites of its IT. */
export type Observer = { readonly behaviour: BehaviourData; readonly sites: NeuralRecording };

/**
 * The observer that a network is held against: recorded, or synthetic where there are no recordings; so are the sites.
 *
 * @throws ConfigError for a synthetic observer of images that are not rendered, or sites none of which is in IT;
 *   DataError for recordings of other images, EnvironmentError for files that cannot be read
 */
export async function observedBy(
  config: BehaviourConfig,
  chosen: ChosenNetwork,
  shown: ShownImages,
): Promise<Observer> {
  const { recordings, times, decoding } = config;
  const { source, rng } = shown;
  const behaviour = await behaviourOf(config, chosen, shown);
  const all =
    recordings?.responses === undefined
      ? await heardSites(chosen, shown, config.sites)
      : await readRecording(recordings.responses, source.labels.length);
  const sites = takeAreas(all, ['pIT', 'cIT', 'aIT']);
  if (times === 'observer') return { behaviour, sites };
  return { behaviour: withNeuralTimes(behaviour, sites, decoding, rng.child('times')), sites };
}

async function behaviourOf(
  { recordings, observer }: BehaviourConfig,
  { data: { test } }: ChosenNetwork,
  { source, rng }: { readonly source: ShownImages['source']; readonly rng: Rng },
): Promise<BehaviourData> {
  if (recordings === undefined) {
    if (test.kind !== 'objects')
      throw new ConfigError(
        `ventral-stream/behaviour: held-out images must be rendered objects for a synthetic observer, got ${test.kind}; recordings name another`,
      );
    return renderedObserver(observer, test, rng.child('observer'));
  }
  const behaviour = behaviourDataOf(await readNpzFile(recordings.behaviour), recordings.behaviour);
  requireSameImages(source, behaviour);
  return behaviour;
}
