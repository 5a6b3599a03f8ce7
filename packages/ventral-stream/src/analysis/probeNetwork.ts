import { ConfigError, createPass, createRng, type Tensor, type Tensor4D } from '@goal-driven/core';
import { framesOf } from '../network/framesOf';
import { unroll, type UnrollArguments } from '../network/unroll';
import type { Network } from '../network/Network';
import { ablated, type Ablation } from './Ablation';

export type Probe = {
  /** Whose outputs are wanted, and at which timesteps. */
  readonly wanted: { readonly [node: string]: (step: number) => boolean };
  /** Steps to run; those of the presentation where left out. */
  readonly timesteps?: number;
  /** Parts of the network that are silenced. */
  readonly ablations?: readonly Ablation[];
  /** Told of states and gates as they come. */
  readonly observe?: UnrollArguments['observe'];
};

/**
 * A network as it judges images, with any of its nodes read at any step, and parts of it taken away.
 *
 * @param images [B, height, width, channels], shown as the network's presentation says
 * @returns for each wanted node its outputs in the order of the timesteps, [B, ...shape of the node] each, or [1, ...]
 *   where they do not depend on the image. They belong to the tidy around this call, as all that it makes.
 * @throws ConfigError for nodes that are not there, more timesteps than the presentation has, ablations of what is not
 *   there, and a network that is shown videos
 */
export function probeNetwork(
  { architecture, params, state }: Network,
  images: Tensor4D,
  { wanted, timesteps = architecture.movie.timesteps, ablations = [], observe }: Probe,
): ReadonlyMap<string, readonly Tensor[]> {
  const { compiled, movie } = architecture;
  const names = compiled.nodes.map(({ name }) => name);
  const unknown = Object.keys(wanted).filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new ConfigError(`probeNetwork: nodes must be of ${names.join(', ')}, got ${unknown.join(', ')}`);
  if (!Number.isInteger(timesteps) || timesteps < 1 || timesteps > movie.timesteps)
    throw new ConfigError(`probeNetwork: timesteps must be in 1 .. ${movie.timesteps}, got ${timesteps}`);
  const every = Array.from({ length: timesteps }, (_, step) => step);
  return unroll(compiled, {
    params,
    state,
    frame: framesOf({ images }, movie),
    timesteps,
    wanted: new Map(Object.entries(wanted).map(([node, at]) => [node, every.map(at)])),
    pass: createPass({ training: false, rng: createRng(0) }),
    ...ablated(compiled.graph, ablations),
    ...(observe !== undefined && { observe }),
  }).outputs;
}
