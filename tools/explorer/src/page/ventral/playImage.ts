import { ShapeError, tf, type Tensor, type Tensor4D } from '@goal-driven/core';
import type { FloatImage } from '@goal-driven/stimuli';
import { probeNetwork, type Network } from '@goal-driven/ventral-stream';
import type { Arrow, Course, Played } from './Played';

/** What cells show beside their gates: a proposal for the state, which is none. */
const CANDIDATE = 'candidate';

/**
 * Shows a network one image as its presentation says, and keeps all that its layers and gates do. The targets of cut
 * arrows see zeros at every step.
 *
 * @param image [height, width, 3], normalised
 * @throws ConfigError for a cut of an arrow that is not there; ShapeError for an image of another size
 */
export function playImage(network: Network, image: FloatImage, cuts: readonly Arrow[] = []): Played {
  const { compiled, movie, decodeFrom, config } = network.architecture;
  if (String(image.shape) !== String(config.graph.input))
    throw new ShapeError(`playImage: an image must be [${config.graph.input}], got [${image.shape}]`);
  const gates = new Map<string, Part[]>();
  const layers: Course[] = [];
  tf.tidy(() => {
    const shown = tf.tensor4d(image.values, [1, ...image.shape] as Tensor4D['shape']);
    const outputs = probeNetwork(network, shown, {
      wanted: Object.fromEntries(compiled.nodes.map(({ name }) => [name, () => true])),
      ablations: cuts.length === 0 ? [] : [{ edges: [...cuts], states: [], from: 0, to: movie.timesteps }],
      observe: (_, node, { gates: seen }) => {
        for (const [gate, value] of Object.entries(seen)) {
          if (gate === CANDIDATE) continue;
          const name = `${node}/${gate}`;
          gates.set(name, [...(gates.get(name) ?? []), partOf(value)]);
        }
      },
    });
    for (const { name } of compiled.nodes) layers.push(courseOf(name, outputs.get(name)!.map(partOf)));
  });
  const { values, shape } = layers.at(-1)!; // the readout, a vector
  const classes = shape[0]!;
  return {
    layers,
    gates: [...gates].map(([name, parts]) => courseOf(name, parts)),
    logits: Array.from({ length: movie.timesteps - decodeFrom }, (_, row) => [
      ...values.subarray((decodeFrom + row) * classes, (decodeFrom + row + 1) * classes),
    ]),
  };
}

type Part = { readonly shape: readonly number[]; readonly values: Float32Array };

const partOf = (tensor: Tensor): Part => ({
  shape: tensor.shape.slice(1),
  values: tensor.dataSync<'float32'>(),
});

function courseOf(name: string, parts: readonly Part[]): Course {
  const { shape, values } = parts[0]!; // a presentation has a step
  const joined = new Float32Array(parts.length * values.length);
  parts.forEach((part, step) => joined.set(part.values, step * values.length));
  return { name, shape, values: joined };
}
