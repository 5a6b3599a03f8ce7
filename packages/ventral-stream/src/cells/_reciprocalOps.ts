import { convolutionOp, type ConvolutionOp } from './_convolutionOp';
import type { CellSite } from './ConvCell';
import type { ReciprocalGated } from './ReciprocalGated';

export type OpName =
  | 'feedback'
  | 'cellInput'
  | 'cellResidual'
  | 'cellTau'
  | 'cellTauInput'
  | 'cellTauResidual'
  | 'cellGate'
  | 'cellGateInput'
  | 'cellGateResidual'
  | 'outInput'
  | 'outCell'
  | 'outResidual'
  | 'outTau'
  | 'outTauInput'
  | 'outTauResidual'
  | 'outGate'
  | 'outGateInput'
  | 'outGateResidual';

type Ops = { readonly [name in OpName]?: ReturnType<typeof convolutionOp> };

type Shape = Pick<ConvolutionOp, 'inputs' | 'outputs' | 'kernelSize' | 'separable' | 'bias' | 'offset'>;

/**
 * The learned convolutions of a reciprocal gated cell, those that its switches ask for.
 *
 * As in the published code, what a gate sees besides a state has no bias of its own, and is dense even where
 * the gate is separable, except what entered the node on its way to the output's gate of intake.
 */
export function reciprocalOps(config: ReciprocalGated, site: CellSite): Ops {
  const shapes = { ...feedbackShape(config, site), ...cellShapes(config, site), ...outShapes(config, site) };
  const { kernelInitializer, cutKernels } = config;
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      convolutionOp({
        ...shape,
        size: site.size,
        cut: shape.separable || cutKernels === 'all',
        kernelInitializer: name === 'outResidual' ? { kind: 'glorotUniform' } : kernelInitializer,
      }),
    ]),
  );
}

type Shapes = { readonly [name in OpName]?: Shape };

export const hasCell = ({ gateKernelSize }: ReciprocalGated): boolean => gateKernelSize > 0;

export const cellChannelsOf = ({ cellChannels }: ReciprocalGated, { inputs }: CellSite): number =>
  cellChannels ?? inputs;

function feedbackShape(config: ReciprocalGated, site: CellSite): Shapes {
  if (site.feedback === 0) return {};
  const outputs = config.feedbackEntry === 'cell' ? cellChannelsOf(config, site) : site.inputs;
  const { feedbackKernelSize: kernelSize, separableFeedback: separable, bias } = config;
  return { feedback: { inputs: site.feedback, outputs, kernelSize, separable, bias } };
}

function cellShapes(config: ReciprocalGated, site: CellSite): Shapes {
  if (!hasCell(config)) return {};
  const { inputs, skips } = site;
  const outputs = cellChannelsOf(config, site);
  const { bias } = config;
  const tau = { outputs, kernelSize: config.cellTauKernelSize ?? config.tauKernelSize };
  const gate = { outputs, kernelSize: config.gateKernelSize };
  const into = {
    outputs,
    kernelSize: config.cellInputKernelSize,
    separable: config.separableCellInput,
    bias,
  };
  const beside = { separable: false, bias: false };
  return {
    ...(config.inputToCell && { cellInput: { ...into, inputs } }),
    ...(config.cellResidual && { cellResidual: { ...into, inputs: skips } }),
    cellTau: { ...tau, inputs: outputs, bias, ...tauStyle(config) },
    ...(config.inputToTau && { cellTauInput: { ...tau, ...beside, inputs } }),
    ...(config.residualToCellTau && { cellTauResidual: { ...tau, ...beside, inputs: skips } }),
    cellGate: { ...gate, inputs, bias, ...gateStyle(config) },
    ...(config.inputToGate && { cellGateInput: { ...gate, ...beside, inputs } }),
    ...(config.residualToCellGate && { cellGateResidual: { ...gate, ...beside, inputs: skips } }),
  };
}

function outShapes(config: ReciprocalGated, site: CellSite): Shapes {
  const { inputs, skips } = site;
  const cell = cellChannelsOf(config, site);
  const { bias } = config;
  const tau = { outputs: inputs, kernelSize: config.tauKernelSize };
  const gate = { outputs: inputs, kernelSize: config.gateKernelSize };
  const beside = { separable: false, bias: false };
  const fromCell = { ...gate, inputs: cell, bias, ...gateStyle(config) };
  return {
    ...(config.inputToOut && {
      outInput: {
        inputs,
        outputs: inputs,
        kernelSize: config.outInputKernelSize,
        separable: config.separableOutInput,
        bias,
      },
    }),
    ...(hasCell(config) && { [config.cellToOut ? 'outCell' : 'outGate']: fromCell }),
    ...(config.outResidual &&
      skips !== inputs && { outResidual: { ...beside, inputs: skips, outputs: inputs, kernelSize: 1 } }),
    outTau: { ...tau, inputs, bias, ...tauStyle(config) },
    ...(config.inputToTau && { outTauInput: { ...tau, ...beside, inputs } }),
    ...(config.residualToOutTau && { outTauResidual: { ...tau, ...beside, inputs: skips } }),
    ...(config.inputToGate && { outGateInput: { ...gate, ...beside, inputs } }),
    ...(config.residualToOutGate && {
      outGateResidual: { ...gate, inputs: skips, bias: false, separable: config.separableGate },
    }),
  };
}

const tauStyle = ({ separableTau: separable, tauBias, fixedBiases }: ReciprocalGated) => ({
  separable,
  offset: separable && fixedBiases === 'dense' ? 0 : tauBias,
});

const gateStyle = ({ separableGate: separable, gateBias, fixedBiases }: ReciprocalGated) => ({
  separable,
  offset: separable && fixedBiases === 'dense' ? 0 : gateBias,
});
