import type { z } from 'zod';
import { PathIntegrationNetwork } from './NetworkChoice';
import { pathIntegrationNetwork } from './pathIntegrationNetwork';

/** A named architecture: all that a list of models says of it, without making a parameter. */
export type NamedModel = {
  readonly package: '@goal-driven/mec';
  readonly config: PathIntegrationNetwork;
  /** What goes in, with axes and units. */
  readonly input: string;
  /** Units per layer and timestep. */
  readonly units: { readonly [layer: string]: number };
  /** Runs of the public release that have this architecture; they may differ in their training. */
  readonly published: readonly string[];
  readonly sources: readonly string[];
};

const CELLS = ['ugrnn', 'gru', 'lstm', 'srnn', 'rnn'] as const;
const ACTIVATIONS = ['linear', 'tanh', 'sigmoid', 'relu'] as const;

type Cell = (typeof CELLS)[number];
type Activation = (typeof ACTIVATIONS)[number];
type Size = '' | '-position' | '-small';
type Name =
  | `mec/${Cell}-${Activation}${Size}`
  | `mec/cue-${Cell}-${Activation}`
  | `mec/reward-${Cell}-${Activation}`
  | 'mec/banino'
  | 'mec/banino-square'
  | 'mec/cueva-wei';

const NAYEBI = 'Nayebi et al. 2021, doi:10.1101/2021.10.30.466617';
const BANINO = 'Banino et al. 2018, doi:10.1038/s41586-018-0102-6';

/** Runs of the public release, by the name of their architecture here. */
const RELEASED: { readonly [name: string]: readonly string[] } = {
  'mec/ugrnn-relu': ['UGRNN_relu', 'UGRNN_relu_reward'],
  'mec/cue-ugrnn-relu': ['CueUGRNN_relu'],
};

/**
 * Every published network, its twins that predict positions or are told of five cues or of the reward, a
 * small one that trains in minutes, and the networks of Banino et al. 2018 and Cueva & Wei 2018.
 */
export const models = Object.fromEntries([
  ...CELLS.flatMap((cell) => ACTIVATIONS.flatMap((activation) => family(cell, activation))),
  ...others(),
]) as Record<Name, NamedModel>; // the keys are exactly the names

function family(cell: Cell, activation: Activation): [string, NamedModel][] {
  const choice = { cell, activation, units: 4096, code: 512 };
  const one = `${cell}-${activation}`;
  return [
    named(`mec/${one}`, choice),
    named(`mec/${one}-position`, { ...choice, code: 2 }),
    named(`mec/${one}-small`, { ...choice, units: 128, code: 256 }),
    named(`mec/cue-${one}`, { ...choice, cues: 5 }),
    named(`mec/reward-${one}`, { ...choice, cues: 1 }),
  ];
}

/** Names and sizes of the works that came before. */
function others(): [string, NamedModel][] {
  const banino = { cell: 'banino', code: 256, headings: 12, movement: 3 } as const;
  return [
    named('mec/banino', { ...banino, bottleneck: 256 }, [BANINO]),
    named('mec/banino-square', { ...banino, bottleneck: 512 }, [BANINO, 'Sorscher et al. 2019']),
    named('mec/cueva-wei', { cell: 'ctrnn', code: 2 }, ['Cueva & Wei 2018, arXiv:1803.07770']),
  ];
}

function named(
  name: string,
  choice: z.input<typeof PathIntegrationNetwork>,
  sources: readonly string[] = [NAYEBI],
): [string, NamedModel] {
  const config = PathIntegrationNetwork.parse(choice);
  const model = {
    package: '@goal-driven/mec',
    config,
    input: inputInWords(config),
    units: pathIntegrationNetwork(config).units,
    published: RELEASED[name] ?? [],
    sources,
  } as const;
  return [name, model];
}

function inputInWords({ code, movement, cues, headings }: PathIntegrationNetwork): string {
  const velocity =
    movement === 2
      ? 'velocity [B, T, 2], m per step'
      : 'speed, m/s, and sine and cosine of the turn [B, T, 3]';
  const start = code === 2 ? 'start position [B, 2], m' : `place code of the start [B, ${code}]`;
  const heading = headings === 0 ? '' : ` with heading code [B, ${headings}]`;
  return `${velocity}; ${start}${heading}${cues === 0 ? '' : `; cues [B, T, ${cues}]`}`;
}
