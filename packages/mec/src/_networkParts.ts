import {
  activations,
  CellConfig,
  createCell,
  Dense,
  dense,
  Dropout,
  dropout,
  ShapeError,
  tf,
  type Cell,
  type Hidden,
  type Tensor2D,
  type Tensor3D,
} from '@goal-driven/core';
import type { PathIntegrationNetwork } from './NetworkChoice';
import type { PathIntegrationInput } from './pathIntegrationTask';

/** The layers of a network, undefined where it has none, and what each of them is given. */
export function networkParts(config: PathIntegrationNetwork) {
  const { units, code, activation, movement, cues, headings } = config;
  const layered = !['rnn', 'ctrnn', 'banino'].includes(config.cell);
  const beside = layered && 'cueInput' in config && config.cueInput === 'beside';
  const shared = config.cell === 'banino' ? { kernelInitializer: { kind: 'varianceScaling' } } : {};
  const bias = config.cell !== 'rnn';
  const bottleneck =
    config.cell === 'banino' ? { units: config.bottleneck, bias: false } : { units, activation };
  const middle = layered || config.cell === 'banino';
  return {
    encoders: config.cell === 'lstm' || config.cell === 'banino' ? ['encoder1', 'encoder2'] : ['encoder'],
    encoder: dense(Dense.parse({ units, bias, ...shared })),
    input: layered ? dense(Dense.parse({ units })) : undefined,
    /** Whether cues go past M, into the cell. */
    beside,
    cues,
    mapped: beside ? movement : movement + cues,
    driven: layered ? units + (beside ? cues : 0) : movement + cues,
    cell: cellOf(config),
    activation,
    dense: middle ? dense(Dense.parse({ ...bottleneck, ...shared })) : undefined,
    silenced: config.dropout > 0 ? dropout(Dropout.parse({ rate: config.dropout })) : undefined,
    read: bottleneck.units,
    decoder: dense(Dense.parse({ units: code, bias, ...shared })),
    headingDecoder:
      config.cell === 'banino' && headings > 0
        ? dense(Dense.parse({ units: headings, ...shared }))
        : undefined,
  };
}
export type NetworkParts = ReturnType<typeof networkParts>;

function cellOf(config: PathIntegrationNetwork): Cell {
  const { units, activation } = config;
  switch (config.cell) {
    case 'ctrnn':
      return createCell(
        CellConfig.parse({
          kind: 'continuousRnn',
          units,
          activation,
          step: config.step,
          noise: config.noise,
        }),
      );
    case 'banino': {
      const start = { kind: 'varianceScaling' };
      return createCell(
        CellConfig.parse({
          kind: 'lstm',
          units,
          activation,
          kernelInitializer: start,
          recurrentInitializer: start,
        }),
      );
    }
    case 'srnn':
    case 'rnn':
      return createCell(CellConfig.parse({ kind: 'simpleRnn', units, activation, bias: false }));
    default:
      return createCell(CellConfig.parse({ kind: config.cell, units, activation }));
  }
}

/** The hidden state that the code of the start stands for; of a leaky cell it is the potential. */
export function startingHidden(
  { cell, activation }: NetworkParts,
  [first, second]: readonly Tensor2D[],
): Hidden {
  if (second !== undefined) return { rates: first!, cell: second };
  if ((cell.config as CellConfig).kind !== 'continuousRnn') return { rates: first! };
  return { potential: first!, rates: activations[activation](first!) };
}

/** What drives the cell, [B, T, driven]: velocity and cues on their ways. */
export function cellDrive(
  { beside, cues: expected }: NetworkParts,
  { velocity, cues }: Pick<PathIntegrationInput, 'velocity' | 'cues'>,
  map: (x: Tensor3D) => Tensor3D,
): Tensor3D {
  const [told, numbers] = [cues?.shape[2] ?? 0, expected];
  if (told !== numbers) {
    throw new ShapeError(
      `pathIntegrationNetwork: cues must be [batch, timesteps, ${numbers}], got ${
        cues === undefined ? 'none' : `[${cues.shape}]`
      }`,
    );
  }
  if (cues === undefined) return map(velocity);
  return beside ? tf.concat([map(velocity), cues], 2) : map(tf.concat([velocity, cues], 2));
}
