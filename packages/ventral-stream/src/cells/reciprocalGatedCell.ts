import { activations, tf, type ActivationName, type Pass, type Tensor4D } from '@goal-driven/core';
import { checkMaps } from './_checkMaps';
import type { ConvolutionOpParams } from './_convolutionOp';
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
  const { size, inputs, feedback: feedbackChannels } = site;
  const ops = reciprocalOps(config, site);
  const names = Object.keys(ops) as OpName[]; // an object's own keys
  const states = {
    ...(hasCell(config) && { cell: cellChannelsOf(config, site) }),
    rates: inputs,
  };
  // Feedback that enters at the input comes before everything else, so nothing can be computed without it.
  const late = config.feedbackEntry === 'input' && feedbackChannels > 0;

  const applied = (params: ReciprocalGatedParams, pass: Pass) => (name: OpName, x: Tensor4D | undefined) =>
    x === undefined ? undefined : ops[name]?.apply(params[name]!, x, pass.at(name));

  /** All that u and r drive, by the state and gate that it enters. */
  const driven = (params: ReciprocalGatedParams, { input, skip }: Sources, pass: Pass): Drive => {
    const apply = applied(params, pass);
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
  };

  const next = nextState(config);

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
        const at = { size, channels: { input: inputs } };
        checkMaps('reciprocalGated', { input }, at);
        const fitted = skip.rank === 4 ? resizeAligned(skip, size) : skip;
        checkMaps('reciprocalGated', { skip: fitted }, { size, channels: { skip: site.skips } });
        return late ? { input, skip: fitted } : driven(params, { input, skip: fitted }, pass);
      }),

    step: (params, { cell, rates }, { drive, feedback, observe = false }, pass) =>
      tf.tidy(() => {
        const maps = { rates, ...(cell && { cell }), ...(feedback && { feedback }) };
        const fed = feedbackChannels > 0 && { feedback: feedbackChannels };
        checkMaps('reciprocalGated', maps, { size, channels: { ...states, ...fed } });
        const apply = applied(params, pass);
        const raw = apply('feedback', feedback);
        const entering = raw && activations[config.feedbackActivation](raw);
        const at = (entry: ReciprocalGated['feedbackEntry']) =>
          entry === config.feedbackEntry ? entering : undefined;
        const driving = late
          ? driven(params, { input: sum(drive['input'], at('input'))!, skip: drive['skip']! }, pass)
          : drive;
        const out = next(rates, {
          tau: sum(apply('outTau', rates), driving['outTau']),
          gate: sum(apply('outGate', cell), driving['outGate']),
          intake: sum(driving['outInput'], apply('outCell', cell), at('out'))!,
          norm: params.outNorm,
          activation: config.outActivation,
        });
        const hidden = { rates: out.state };
        if (cell === undefined) {
          return {
            output: out.state,
            hidden,
            ...(observe && { gates: { outTau: out.tau, outGate: out.gate } }),
          };
        }
        const inner = next(cell, {
          tau: sum(apply('cellTau', cell), driving['cellTau']),
          gate: sum(apply('cellGate', rates), driving['cellGate']),
          intake: sum(driving['cellInput'], at('cell'))!,
          norm: params.cellNorm,
          activation: config.cellActivation,
        });
        const gates = { cellTau: inner.tau, cellGate: inner.gate, outTau: out.tau, outGate: out.gate };
        return { output: out.state, hidden: { cell: inner.state, ...hidden }, ...(observe && { gates }) };
      }),
  };
}

type Sources = { readonly input: Tensor4D; readonly skip: Tensor4D };

type Update = {
  readonly tau: Tensor4D | undefined;
  readonly gate: Tensor4D | undefined;
  readonly intake: Tensor4D;
  readonly norm: MapNormParams | undefined;
  readonly activation: ActivationName;
};

/** `φ( N( (o + k f(tau)) state + (o + k f(gate)) intake ) )`, and the two gates after their nonlinearity. */
function nextState(config: ReciprocalGated) {
  const { tauOffset, tauMultiplier, gateOffset, gateMultiplier } = config;
  return (state: Tensor4D, { tau, gate, intake, norm, activation }: Update) => {
    const memoryGate = activations[config.tauActivation](tau ?? tf.zerosLike(state));
    const intakeGate = activations[config.gateActivation](gate ?? tf.zerosLike(state));
    const kept = tf.mul(opening(memoryGate, tauOffset, tauMultiplier), state);
    const taken = tf.mul(opening(intakeGate, gateOffset, gateMultiplier), intake);
    const mixed: Tensor4D = tf.add(kept, taken);
    const normed = norm === undefined ? mixed : mapNorm.apply(norm, mixed);
    return { state: activations[activation](normed), tau: memoryGate, gate: intakeGate };
  };
}

const opening = (gate: Tensor4D, offset: number, multiplier: number): Tensor4D =>
  multiplier === -1 ? tf.sub(offset, gate) : tf.add(offset, tf.mul(gate, multiplier));

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
