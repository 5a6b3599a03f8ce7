import { BYPASSES, CHAINS, FEEDBACKS, hasBoth, type Connection } from './connections';
import { Genome } from './Genome';

const FOUND = new Set(['conv8-conv5', 'conv9-conv6', 'conv10-conv7', 'conv7-conv6', 'conv10-conv9']);

const chosen = (connections: readonly Connection[], names: ReadonlySet<string>) =>
  Object.fromEntries(
    connections
      .filter((connection) => hasBoth('reciprocal', connection))
      .map(({ name }) => [name, names.has(name)]),
  );

/**
 * What the published search found, the median of its best, as its configuration was released. The published loader
 * overrides the four settings of the feedback, which here are those found: 8 x 8, separable, elu, entering at the
 * input; and it does without the fixed biases of the gates, which here act.
 *
 * Its training was not released: learning rate and clipping are those stored with `lstm_shallow`, the start and penalty
 * of the base those of the published loader (uncertain).
 */
export const medianGenome: Genome = Genome.parse({
  base: { chain: 'reciprocal', kernelScale: 1, decay: 1e-4 },
  cells: Object.fromEntries(CHAINS.reciprocal.map((layer) => [layer, true])),
  cell: {
    kind: 'reciprocalGated',
    kernelScale: 0.6393378386273998,
    decay: 2.033999204146308e-4,
    layerNorm: false,
    tauKernelSize: 7,
    gateKernelSize: 7,
    outInputKernelSize: 3,
    feedbackKernelSize: 8,
    separableTau: true,
    separableGate: true,
    separableOutInput: false,
    separableFeedback: true,
    tauActivation: 'sigmoid',
    gateActivation: 'tanh',
    inputActivation: 'elu',
    outActivation: 'elu',
    feedbackActivation: 'elu',
    tauOffset: 0.9219348064291611,
    gateOffset: 0.7006566684988862,
    tauBias: 4.147336708899556,
    gateBias: 2.776542926439013,
    inputToOut: true,
    outResidual: true,
    inputToTau: false,
    residualToOutTau: false,
    cellChannels: 64,
    intake: 'input',
    cellInputKernelSize: 2,
    separableCellInput: false,
    cellActivation: 'elu',
    cellToOut: false,
    inputToGate: false,
    residualToCellTau: false,
    residualToCellGate: false,
    residualToOutGate: false,
    feedbackEntry: 'input',
  },
  feedback: chosen(FEEDBACKS, FOUND),
  bypass: chosen(BYPASSES, new Set()),
  training: { learningRate: 0.007587217634546547, clip: 0.32374580586841245 },
});
