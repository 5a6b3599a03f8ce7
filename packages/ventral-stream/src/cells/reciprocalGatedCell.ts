import { activations, tf, type Pass, type Tensor4D } from '@goal-driven/core';
import { checkMaps } from './_checkMaps';
import type { ConvolutionOpParams } from './_convolutionOp';
import { gatedState } from './_gatedState';
import { mapNorm, type MapNormParams } from './_mapNorm';
import { cellChannelsOf, hasCell, reciprocalOps, type OpName } from './_reciprocalOps';
import type { CellSite, ConvCell, Drive } from './ConvCell';
import type { ReciprocalGated } from './ReciprocalGated';
import { resizeAligned } from './resizeAligned';

/** A convolution for each arrow that the config has, and the normalisations of cell and output, [C] each. */
export type ReciprocalGatedParams = { readonly [name in OpName]?: ConvolutionOpParams } & {
  readonly cellNorm?: MapNormParams;
  readonly outNorm?: MapNormParams;
};
export type ReciprocalGatedHidden = {
  readonly rates: Tensor4D /* [B, height, width, I] */;
  readonly cell?: Tensor4D /* [B, height, width, d] */;
};

/**
 * Two states that gate each other: the cell c, and the output h that the next layers see. With u the input
 * after its nonlinearity, and r what entered the node before its convolution,
 *
 *     c' = φ( N( (o + k f(τ of c)) c + (o + k f(gate of h)) (A u) ) )
 *     h' = φ( N( (o + k f(τ of h)) h + (o + k f(gate of c)) u ) )
 *
 * and by the switches of the config u, r and the feedback enter at more places. All of it reads the old c and
 * h. The output has the channels of the input.
 *
 * Of what the publications leave open: r is resized (bilinear, corners aligned) wherever its map differs, not
 * for the residual of the output alone; without a cell the sum in the output's gate of intake is empty, 0.
 */
export function reciprocalGatedCell(
  config: ReciprocalGated,
  site: CellSite,
): ConvCell<ReciprocalGatedParams, ReciprocalGatedHidden> {
  const { size, inputs, skips, feedback: feedbackChannels } = site;
  const circuit = circuitOf(config, site);
  const { ops, states, late } = circuit;
  const names = Object.keys(ops) as OpName[]; // an object's own keys
  const fed = feedbackChannels > 0 && { feedback: feedbackChannels };
  return {
    config,
    site,
    channels: inputs,
    states: states as ConvCell<ReciprocalGatedParams, ReciprocalGatedHidden>['states'],
    penalties: Object.fromEntries(
      names
        .filter((name) => name !== 'outResidual')
        .flatMap((name) => ops[name]!.kernels.map((kernel) => [`${name}/${kernel}`, config.l2])),
    ),

    init: (rng) => ({
      ...Object.fromEntries(names.map((name) => [name, ops[name]!.init(rng.child(name))])),
      ...(config.layerNorm && hasCell(config) && { cellNorm: mapNorm.init(states.cell!, rng) }),
      ...(config.layerNorm && { outNorm: mapNorm.init(inputs, rng) }),
    }),

    project: (params, { input, skip }, pass) =>
      tf.tidy(() => {
        checkMaps('reciprocalGated', { input }, { size, channels: { input: inputs } });
        const fitted = skip.rank === 4 ? resizeAligned(skip, size) : skip;
        checkMaps('reciprocalGated', { skip: fitted }, { size, channels: { skip: skips } });
        const sources = { input, skip: fitted };
        return late ? sources : driven(circuit, applied(circuit, params, pass), sources);
      }),

    step: (params, hidden, { drive, feedback, observe = false }, pass) =>
      tf.tidy(() => {
        const maps = { ...hidden, ...(feedback && { feedback }) };
        checkMaps('reciprocalGated', maps, { size, channels: { ...states, ...fed } });
        const apply = applied(circuit, params, pass);
        const raw = apply('feedback', feedback);
        const entering = raw && activations[config.feedbackActivation](raw);
        const { gates, ...next } = stepped(circuit, apply, { params, hidden, drive, entering });
        return { ...next, ...(observe && { gates }) };
      }),
  };
}

function circuitOf(config: ReciprocalGated, site: CellSite) {
  return {
    config,
    ops: reciprocalOps(config, site),
    states: { ...(hasCell(config) && { cell: cellChannelsOf(config, site) }), rates: site.inputs },
    // Feedback that enters at the input comes before everything else, so nothing can be computed without it.
    late: config.feedbackEntry === 'input' && site.feedback > 0,
    next: gatedState(config),
  };
}
type Circuit = ReturnType<typeof circuitOf>;

/** A convolution of x; none where there is no x, or no such convolution. */
type Apply = (name: OpName, x: Tensor4D | undefined) => Tensor4D | undefined;

const applied =
  ({ ops }: Circuit, params: ReciprocalGatedParams, pass: Pass): Apply =>
  (name, x) =>
    x === undefined ? undefined : ops[name]?.apply(params[name]!, x, pass.at(name));

type Sources = { readonly input: Tensor4D; readonly skip: Tensor4D };

/** All that u and r drive, by the state and gate that it enters. */
function driven({ config }: Circuit, apply: Apply, { input, skip }: Sources): Drive {
  const u = activations[config.inputActivation](input);
  const residual = config.outResidual ? (apply('outResidual', skip) ?? skip) : undefined;
  return present({
    cellInput: sum(apply('cellInput', u), apply('cellResidual', skip)),
    cellTau: sum(apply('cellTauInput', u), apply('cellTauResidual', skip)),
    cellGate: sum(apply('cellGateInput', u), apply('cellGateResidual', skip)),
    outInput: sum(apply('outInput', u) ?? u, residual),
    outTau: sum(apply('outTauInput', u), apply('outTauResidual', skip)),
    outGate: sum(apply('outGateInput', u), apply('outGateResidual', skip)),
  });
}

type Step = {
  readonly params: ReciprocalGatedParams;
  readonly hidden: ReciprocalGatedHidden;
  readonly drive: Drive;
  /** The feedback after its convolution and nonlinearity. */
  readonly entering: Tensor4D | undefined;
};

/** Both states at the next step, and their gates. */
function stepped(circuit: Circuit, apply: Apply, { params, hidden: { cell, rates }, drive, entering }: Step) {
  const { config, late, next } = circuit;
  const at = (entry: ReciprocalGated['feedbackEntry']) =>
    entry === config.feedbackEntry ? entering : undefined;
  const driving = late
    ? driven(circuit, apply, { input: sum(drive['input'], at('input'))!, skip: drive['skip']! })
    : drive;
  const out = next(rates, {
    tau: sum(apply('outTau', rates), driving['outTau']),
    gate: sum(apply('outGate', cell), driving['outGate']),
    intake: sum(driving['outInput'], apply('outCell', cell), at('out'))!,
    norm: params.outNorm,
    activation: config.outActivation,
  });
  const ofOut = { output: out.state, gates: { outTau: out.tau, outGate: out.gate } };
  if (cell === undefined) return { ...ofOut, hidden: { rates: out.state } };
  const inner = next(cell, {
    tau: sum(apply('cellTau', cell), driving['cellTau']),
    gate: sum(apply('cellGate', rates), driving['cellGate']),
    intake: sum(driving['cellInput'], at('cell'))!,
    norm: params.cellNorm,
    activation: config.cellActivation,
  });
  return {
    ...ofOut,
    hidden: { cell: inner.state, rates: out.state },
    gates: { cellTau: inner.tau, cellGate: inner.gate, ...ofOut.gates },
  };
}

/** The sum of those that are there; none where none is. */
function sum(...terms: readonly (Tensor4D | undefined)[]): Tensor4D | undefined {
  return terms.reduce((total, term) => {
    if (total === undefined || term === undefined) return total ?? term;
    return tf.add<Tensor4D>(total, term);
  }, undefined);
}

const present = (drive: { readonly [name: string]: Tensor4D | undefined }): Drive =>
  Object.fromEntries(
    Object.entries(drive).filter((entry): entry is [string, Tensor4D] => entry[1] !== undefined),
  );
