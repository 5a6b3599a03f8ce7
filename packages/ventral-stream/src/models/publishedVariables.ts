import { parameterShapes, type Architecture } from '@goal-driven/core';
import type { ConvCellConfig } from '../cells/convCells';
import type { ConvRnn } from '../network/convRnn';
import type { CompiledNode } from '../network/compileGraph';
import { READOUT } from './baseGraphs';

/** A variable of a published checkpoint, and the parameters of ours that it holds. */
export type PublishedVariable = {
  /** Its name without the first part, `tnn_model/`. */
  readonly name: string;
  readonly shape: readonly number[];
  /**
   * Our parameters, such as `conv4/cell/kernel`. Where there are two, they are the variable cut along its last axis
   * but one: the input's channels, then the state's. None where ours has no such parameter: a time decay that is
   * fixed to 0.
   */
  readonly parts: readonly { readonly path: string; readonly shape: readonly number[] }[];
};

/**
 * The variables of a published convolutional recurrent network by their names in its checkpoint, without those of
 * decoders and optimizers, in the order of the nodes.
 *
 * Source: the names that the published graph builder makes (section 9 of our notes).
 */
export function publishedVariables(network: ConvRnn): PublishedVariable[] {
  // An architecture of any input: nothing is applied.
  const { params: shapes } = parameterShapes(network as unknown as Architecture);
  return network.compiled.nodes.flatMap((node) =>
    namesOf(node)
      .filter(({ paths }) => paths.every((path) => shapes[path] !== undefined))
      .map(({ name, paths }) => {
        const parts = paths.map((path) => ({ path, shape: shapes[path]! }));
        return {
          name,
          parts,
          shape: wholeShape(
            name,
            parts.map(({ shape }) => shape),
          ),
        };
      }),
  );
}

type Named = { readonly name: string; readonly paths: readonly string[] };

function wholeShape(name: string, [first, second]: readonly (readonly number[])[]): readonly number[] {
  if (first === undefined) return [1];
  // [height, width, channels, 1] there, the same numbers in the same order.
  if (name.endsWith('depthwise_weights')) return [first[0]!, first[1]!, first[3]!, first[2]!];
  if (second === undefined) return first;
  return [...first.slice(0, -2), first.at(-2)! + second.at(-2)!, first.at(-1)!];
}

const below =
  (variables: string, ours: string) =>
  (name: string, ...paths: string[]): Named => ({
    name: `${variables}/${name}`,
    paths: paths.map((path) => `${ours}/${path}`),
  });

/** All names that a node of this kind may have. */
function namesOf({ name, cell }: CompiledNode): Named[] {
  const at = below(name, name);
  const fixed: Named = { name: `${name}/memory_decay`, paths: [] };
  if (name === READOUT)
    return [
      at('pre_1/weights', 'conv/kernel'),
      at('pre_1/bias', 'conv/bias'),
      at('pre_3/weights', 'dense/kernel'),
      at('pre_3/bias', 'dense/bias'),
      fixed,
    ];
  return [
    at('pre_0/weights_basenet', 'conv/kernel'),
    at('pre_0/bias', 'conv/bias'),
    // The cell was made from a config that the schema parsed.
    ...(cell === undefined ? [fixed] : cellNames(name, cell.config as ConvCellConfig)),
    at('post_0/weights', 'conv2/kernel'),
    at('post_0/bias', 'conv2/bias'),
    at('post_1/residual_add_weights', 'residual/kernel'),
  ];
}

function cellNames(node: string, config: ConvCellConfig): Named[] {
  const at = (folder: string) => below(`${node}/${folder}`, `${node}/cell`);
  switch (config.kind) {
    case 'timeDecay':
      return [{ name: `${node}/memory_decay`, paths: [`${node}/cell/decay`] }];
    case 'simpleRnn':
      return simpleRnnNames(at('ConvNormBasicCell'));
    case 'gru':
      return ['gates', 'candidates'].flatMap((part) => {
        const ours = part === 'gates' ? 'gates' : 'candidate';
        return joint(below(`${node}/ConvGRUCell/${part}`, `${node}/cell/${ours}`));
      });
    case 'lstm':
      return lstmNames(at('ConvLSTMCell'));
    case 'ugrnn':
      return joint(at('ConvUGRNNCell'));
    case 'intersectionRnn':
      return joint(at('ConvIntersectionRNNCell'));
    case 'reciprocalGated':
      return config.separableTau
        ? medianNames(at('ReciprocalGateCell'))
        : shallowNames(at('ReciprocalGateCell'));
  }
}

type At = ReturnType<typeof below>;

const joint = (at: At): Named[] => [at('weights', 'kernel', 'recurrentKernel'), at('bias', 'bias')];

const simpleRnnNames = (at: At): Named[] => [
  at('s/weights', 'recurrentKernel'),
  at('s/bias', 'recurrentBias'),
  at('i/weights', 'kernel'),
  at('i/bias', 'bias'),
  at('layer_norm/gamma', 'norm/gamma'),
  at('layer_norm/beta', 'norm/beta'),
];

function lstmNames(at: At): Named[] {
  const norms = { input: 'input', transform: 'candidate', forget: 'forget', output: 'output', state: 'cell' };
  const peepholes = { f: 'forget', i: 'input', o: 'output' };
  return [
    ...joint(at),
    ...Object.entries(norms).flatMap(([theirs, ours]) =>
      ['gamma', 'beta'].map((part) => at(`${theirs}/${part}`, `norm/${ours}/${part}`)),
    ),
    ...Object.entries(peepholes).map(([theirs, ours]) =>
      at(`peepholes/w_${theirs}_diag`, `peepholes/${ours}`),
    ),
  ];
}

const shallowNames = (at: At): Named[] => [
  at('cell/input_to_cell/weights', 'cellInput/kernel'),
  at('cell/tau/weights', 'cellTau/kernel'),
  at('cell/gate/weights', 'cellGate/kernel'),
  at('out/tau/weights', 'outTau/kernel'),
  at('out/gate/weights', 'outGate/kernel'),
  at('out/residual_to_out_gate/weights', 'outGateResidual/kernel'),
];

function medianNames(at: At): Named[] {
  const separable = (theirs: string, ours: string) => [
    at(`${theirs}/depthwise_weights`, `${ours}/depthwise/kernel`),
    at(`${theirs}/pointwise_weights`, `${ours}/pointwise/kernel`),
    at(`${theirs}/bias`, `${ours}/pointwise/bias`),
  ];
  const dense = (theirs: string, ours: string) => [
    at(`${theirs}_weights`, `${ours}/kernel`),
    at(`${theirs}_bias`, `${ours}/bias`),
  ];
  return [
    ...dense('cell/input_to_cell', 'cellInput'),
    ...dense('out/input_to_out', 'outInput'),
    ...dense('out/feedback_to_out', 'feedback'),
    at('out/residual_add_weights', 'outResidual/kernel'),
    ...separable('cell/tau', 'cellTau'),
    ...separable('cell/out_to_cell', 'cellGate'),
    ...separable('out/tau', 'outTau'),
    ...separable('out/gate', 'outGate'),
  ];
}
