import type { PathIntegrationNetwork } from './NetworkChoice';

/** Numbers that a network learns, by arithmetic on its sizes. */
export function parameterCount(config: PathIntegrationNetwork): number {
  const { cell, units, code, headings, movement, cues } = config;
  const bias = cell === 'rnn' ? 0 : 1;
  const layered = cell === 'ugrnn' || cell === 'gru' || cell === 'lstm' || cell === 'srnn';
  const beside = layered && config.cueInput === 'beside';
  const read = cell === 'banino' ? config.bottleneck : units;
  const encoders = cell === 'lstm' || cell === 'banino' ? 2 : 1;
  const mapped = beside ? movement : movement + cues;
  const driven = layered ? units + (beside ? cues : 0) : movement + cues;
  const { gates, biases } = CELLS[cell];
  return (
    encoders * (code + headings + bias) * units +
    (layered ? (mapped + 1) * units : 0) +
    (driven + units) * gates * units +
    biases * units +
    (layered ? (units + 1) * units : cell === 'banino' ? units * read : 0) +
    (read + bias) * code +
    (cell === 'banino' ? (read + 1) * headings : 0)
  );
}

/** Of each cell: blocks of its kernels, and of its biases. */
const CELLS = {
  srnn: { gates: 1, biases: 0 },
  rnn: { gates: 1, biases: 0 },
  ctrnn: { gates: 1, biases: 1 },
  ugrnn: { gates: 2, biases: 2 },
  gru: { gates: 3, biases: 6 },
  lstm: { gates: 4, biases: 4 },
  banino: { gates: 4, biases: 4 },
} as const;
