import { pathIntegrationNetwork, PathIntegrationNetwork } from './pathIntegrationNetwork';

/** A named architecture: all that a list of models says of it, without making a parameter. */
export type NamedModel = {
  readonly package: '@goal-driven/mec';
  readonly config: PathIntegrationNetwork;
  /** What goes in, with axes and units. */
  readonly input: string;
  /** Units per layer and timestep. */
  readonly units: { readonly [layer: string]: number };
  readonly sources: readonly string[];
};

const CELLS = ['ugrnn', 'gru', 'lstm', 'srnn', 'rnn'] as const;
const ACTIVATIONS = ['linear', 'tanh', 'sigmoid', 'relu'] as const;

type Cell = (typeof CELLS)[number];
type Activation = (typeof ACTIVATIONS)[number];
type Name =
  `mec/${Cell}-${Activation}` | `mec/${Cell}-${Activation}-position` | `mec/${Cell}-${Activation}-small`;

/** Every published network, its twin that predicts positions, and a small one that trains in minutes. */
export const models = Object.fromEntries(
  CELLS.flatMap((cell) =>
    ACTIVATIONS.flatMap((activation) => [
      [`mec/${cell}-${activation}`, named({ cell, activation, units: 4096, code: 512 })],
      [`mec/${cell}-${activation}-position`, named({ cell, activation, units: 4096, code: 2 })],
      [`mec/${cell}-${activation}-small`, named({ cell, activation, units: 128, code: 256 })],
    ]),
  ),
) as Record<Name, NamedModel>; // the keys are exactly the names

function named(choice: PathIntegrationNetwork): NamedModel {
  const config = PathIntegrationNetwork.parse(choice);
  const start =
    config.code === 2 ? 'start position [B, 2], m' : `place code of the start [B, ${config.code}]`;
  return {
    package: '@goal-driven/mec',
    config,
    input: `velocity [B, T, 2], m per step; ${start}`,
    units: pathIntegrationNetwork(config).units,
    sources: ['Nayebi et al. 2021, doi:10.1101/2021.10.30.466617'],
  };
}
