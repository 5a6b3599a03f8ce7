import { flag, logUniform, oneOf, oneOfNumbers, uniform, whole } from './_gene';

const size = (of: string) => whole([1, 8], `Size of the kernels ${of}`, 'pixels');
const activation = (of: string) => oneOf(['elu', 'relu', 'tanh', 'linear'], `Nonlinearity of ${of}`);
const gate = (of: string) =>
  oneOf(['sigmoid', 'tanh', 'relu', 'linear'], `Nonlinearity of the gates of ${of}`);

/** Genes that cells of several kinds have: strength of the start and of the penalty. */
export const startGenes = {
  kernelScale: logUniform([0.1, 3], 'Variance of kernels at the start, times their fan in'),
  decay: logUniform([1e-6, 1e-3], 'Factor λ of the penalty λ/2 Σ w² on kernels'),
};

/** The size of the kernels of the cells of one joint convolution over input and state. */
export const jointGenes = { kernelSize: whole([1, 4], 'Size of the kernels', 'pixels') };

export const normGenes = { layerNorm: flag('Whether drives are normalised over the map') };

/** Genes of every reciprocal gated cell; their names are those of its options. */
export const reciprocalGenes = {
  tauKernelSize: size('of the gates of memory'),
  gateKernelSize: whole([0, 8], 'Size of the kernels of the gates of intake; 0 leaves no cell', 'pixels'),
  outInputKernelSize: size('from the input to the output'),
  feedbackKernelSize: size('on further inputs, feedback and bypass'),
  separableTau: flag('Whether the gates of memory are depth-separable'),
  separableGate: flag('Whether the gates of intake are depth-separable'),
  separableOutInput: flag('Whether what enters the output is depth-separable'),
  separableFeedback: flag('Whether the convolution on further inputs is depth-separable'),
  tauActivation: gate('memory'),
  gateActivation: gate('intake'),
  inputActivation: activation('the input'),
  outActivation: activation('the output'),
  feedbackActivation: activation('further inputs'),
  tauOffset: uniform([0, 1.5], 'What is kept where the gate of memory is 0; its multiplier is the negative'),
  gateOffset: uniform(
    [0, 1.5],
    'What is taken in where the gate of intake is 0; its multiplier is the negative',
  ),
  tauBias: uniform([-5, 5], 'Fixed number in the drive of the gates of memory'),
  gateBias: uniform([-5, 5], 'Fixed number in the drive of the gates of intake'),
  inputToOut: flag('Whether the input passes a convolution before the output takes it in'),
  outResidual: flag('Whether the output takes in what entered the node'),
  inputToTau: flag('Whether the gates of memory see the input'),
  residualToOutTau: flag("Whether the output's gate of memory sees what entered the node"),
};

/** Genes of a reciprocal gated cell that has its inner state: where gateKernelSize is above 0. */
export const innerGenes = {
  cellChannels: oneOfNumbers([32, 64, 128, 256], 'Channels of the inner state, d, before scaling', '1'),
  intake: oneOf(
    ['input', 'residual', 'both'],
    'What the inner state takes in: the input, what entered the node before its convolution, or both',
  ),
  cellInputKernelSize: size('into the inner state'),
  separableCellInput: flag('Whether what enters the inner state is depth-separable'),
  cellActivation: activation('the inner state'),
  cellToOut: flag('Whether the output takes in the inner state, instead of being gated by it'),
  inputToGate: flag('Whether the gates of intake see the input'),
  residualToCellTau: flag("Whether the inner state's gate of memory sees what entered the node"),
  residualToCellGate: flag("Whether the inner state's gate of intake sees what entered the node"),
  residualToOutGate: flag("Whether the output's gate of intake sees what entered the node"),
  feedbackEntry: oneOf(['input', 'cell', 'out'], 'Where further inputs enter'),
};

/** Genes of the LSTM of one layer; the published search tuned each layer by itself. */
export const lstmGenes = {
  kernelSize: whole([1, 4], 'Size of the kernels', 'pixels'),
  channels: oneOfNumbers([64, 128, 256, 512], 'Channels of the state, before scaling', '1'),
  forgetBias: uniform([-2, 2], 'Added to the drive of the forget gate'),
  biasStart: uniform([-2, 2], 'Start of the learned bias'),
  kernelScale: logUniform([0.5, 2], 'Variance of kernels at the start, times their fan in'),
  decay: logUniform([1e-6, 1e-3], 'Factor λ of the penalty λ/2 Σ w² on the kernel and bias'),
  peepholes: flag('Whether the gates see the cell'),
  layerNorm: flag('Whether gates and cell are normalised over the map'),
};
