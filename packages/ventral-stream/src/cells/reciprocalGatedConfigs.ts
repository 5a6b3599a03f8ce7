import { ReciprocalGated } from './ReciprocalGated';

/**
 * The cell of `rgc_shallow`: all convolutions dense, 3 x 3 and without biases, as many channels in the cell as
 * in the output. Its input is what the node's convolution gives after elu. On a smaller map its kernels are cut.
 */
export const rgcShallow: ReciprocalGated = ReciprocalGated.parse({
  inputActivation: 'linear',
  residualToOutGate: true,
  cutKernels: 'all',
  bias: false,
});

/**
 * The cell of `rgc_intermediate`, the median of those that the search found best, as the published loader
 * builds it: feedback enters at the output, through a dense 1 x 1 convolution and no nonlinearity. The two
 * fixed biases are part of the configuration found, and have no effect, since both kinds of gates are separable.
 */
export const rgcMedian: ReciprocalGated = ReciprocalGated.parse({
  cellChannels: 64,
  inputToOut: true,
  outResidual: true,
  tauKernelSize: 7,
  gateKernelSize: 7,
  cellInputKernelSize: 2,
  feedbackKernelSize: 1,
  separableTau: true,
  separableGate: true,
  gateActivation: 'tanh',
  tauOffset: 0.9219348064291611,
  tauMultiplier: -0.9219348064291611,
  gateOffset: 0.7006566684988862,
  gateMultiplier: -0.7006566684988862,
  tauBias: 4.147336708899556,
  gateBias: 2.776542926439013,
  kernelInitializer: { kind: 'varianceScaling', scale: 0.6393378386273998 },
  l2: 2.033999204146308e-4,
});
