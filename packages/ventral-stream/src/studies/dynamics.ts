import {
  defineStudy,
  disposeTree,
  Interrupted,
  ndArray,
  type Rng,
  type Session,
  type StudyEvent,
} from '@goal-driven/core';
import type { ImageSet } from '../analysis/ImageSet';
import type { ConvRnn } from '../network/convRnn';
import { kar2019, nayebi2018, nayebi2022 } from '../sources';
import { makeImages, openImageData } from '@goal-driven/stimuli';
import { stepsOf } from './CategorisationConfig';
import { chosenNetwork } from './chosenNetwork';
import { DynamicsConfig, dynamicsPresets } from './DynamicsConfig';
import {
  reportAblations,
  reportActivity,
  reportFields,
  reportSensitivity,
  type Subject,
} from './reportDynamics';

export default defineStudy({
  name: 'ventral-stream/dynamics',
  question: 'What does a convolutional recurrent network do in the time for which it sees an image?',
  sources: [nayebi2018, nayebi2022, kar2019],
  config: DynamicsConfig,
  presets: dynamicsPresets,
  async *run({ config, rng, session }) {
    const { data, network } = await chosenNetwork(config, rng);
    try {
      const { set, classes } = heldOutSet(data, config.images, rng.child('images'));
      const layers = config.layers ?? layersOf(network.architecture);
      const subject = { network, set, classes, layers, config };
      yield* inParts(subject, session);
    } finally {
      disposeTree({ params: network.params, state: network.state });
    }
  },
});

/** Held-out images in the order in which they were drawn, without replacement, so that the first are of any class. */
function heldOutSet(
  data: DynamicsConfig['untrained']['data'],
  count: number,
  rng: Rng,
): { set: ImageSet; classes: readonly string[] } {
  const source = openImageData(data.test);
  const indices = [...rng.permutation(source.labels.length).subarray(0, count)];
  const { images } = makeImages(source.pixels, stepsOf(data).test, { indices, rng: rng.path });
  const made = images!; // which every look has
  return {
    set: {
      images: ndArray(made.values, [indices.length, ...made.size]),
      labels: indices.map((index) => source.labels[index]!),
    },
    classes: source.classes,
  };
}

/** Nodes with a cell, or all that give maps. */
function layersOf({ compiled }: ConvRnn): string[] {
  const recurrent = compiled.nodes.filter(({ cell }) => cell !== undefined);
  const maps = compiled.nodes.filter(({ shapes }) => shapes.output.length === 3);
  return (recurrent.length > 0 ? recurrent : maps).map(({ name }) => name);
}

function* inParts(subject: Subject, session: Session): Generator<StudyEvent> {
  const parts = [reportActivity, reportFields, reportAblations, reportSensitivity];
  for (const [index, part] of parts.entries()) {
    session.progress('analyses', index, parts.length);
    for (const found of part(subject)) {
      if (session.signal.aborted) throw new Interrupted('dynamics: interrupted', index);
      yield found;
    }
  }
}
