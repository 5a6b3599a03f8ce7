import {
  feedForward,
  operationName,
  type FeedForwardNetwork,
  type FeedForwardNode,
  type Operation,
} from '@goal-driven/core';
import { torchConvolution, torchDense, torchDenseOf, type WeightStep } from '@goal-driven/formats';
import { mouseModelConfig, type MouseModel } from '../models/MouseModel';
import { inTorchOrder, torchModule } from './torchNames';

/** An entry of a published state_dict. */
export type TorchEntry = {
  /** Such as `features.0.weight`. */
  readonly name: string;
  /** As PyTorch has it. */
  readonly shape: readonly number[];
  /** Where it stands here; null for counters of batches, which are nowhere. */
  readonly to: { readonly tree: 'params' | 'state'; readonly path: string } | null;
  /** From its layout to ours. */
  readonly steps: readonly WeightStep[];
};

/**
 * The state_dict that PyTorch has for a model, entry by entry in its order: names, shapes, and what becomes of each here.
 * Every array that a model of ours holds is one of them.
 *
 * Layouts: kernels [O, I, height, width] become [height, width, I, O]; of transposed convolutions [I, O, ...], mirrored;
 * linear layers [O, I] become [I, O], with pixels before channels where a map was flattened before or is made after.
 */
export function torchEntries(model: MouseModel): TorchEntry[] {
  const network = feedForward(mouseModelConfig(model));
  const modules = network.config.nodes.flatMap((node) =>
    node.operations.map((operation, index) => {
      const own = operationName(operation, index);
      const module = torchModule(model, node, own);
      const arrays = arraysOf(operation, siteOf(network, node, index));
      return { module, entries: arrays.map((array) => entry(array, `${node.name}/${own}`, module)) };
    }),
  );
  return inTorchOrder(model, modules).flatMap(({ entries }) => entries);
}

/** An array of a module: its name there and here. */
type ModuleArray = {
  readonly theirs: string;
  readonly ours: string | null;
  readonly tree: 'params' | 'state';
  readonly shape: readonly number[];
  readonly steps: readonly WeightStep[];
};

const entry = (
  { theirs, ours, tree, shape, steps }: ModuleArray,
  place: string,
  module: string,
): TorchEntry => ({
  name: `${module}.${theirs}`,
  shape,
  to: ours === null ? null : { tree, path: `${place}/${ours}` },
  steps,
});

type Site = {
  readonly given: readonly number[];
  /** The map [height, width, channels] that was flattened just before, or is made just after. */
  readonly flattened: readonly number[] | undefined;
  readonly unfolded: readonly number[] | undefined;
};

function siteOf({ shapes, config }: FeedForwardNetwork, node: FeedForwardNode, index: number): Site {
  const layer = (at: number) => `${node.name}.${operationName(node.operations[at]!, at)}`;
  const enters = (at: number) => (at > 0 ? shapes[layer(at - 1)]! : joined(node));
  const joined = ({ from, join }: FeedForwardNode): readonly number[] => {
    const each = from.map((source) => (source === 'input' ? config.input : shapes[source]!));
    if (join === 'sum') return each[0]!;
    return [...each[0]!.slice(0, -1), each.reduce((sum, shape) => sum + shape.at(-1)!, 0)];
  };
  const next = node.operations[index + 1];
  return {
    given: enters(index),
    flattened: mapBefore(node, index),
    unfolded: next?.op === 'reshape' ? next.shape : undefined,
  };

  /** Goes back over what keeps a vector as it is, through nodes with one input, to what flattened it. */
  function mapBefore(at: FeedForwardNode, from: number): readonly number[] | undefined {
    for (let step = from - 1; step >= 0; step--) {
      const { op } = at.operations[step]!;
      if (op === 'flatten') return step > 0 ? shapes[`${at.name}.${operationName(at.operations[step - 1]!, step - 1)}`]! : joined(at); // prettier-ignore
      if (op !== 'dropout') return undefined;
    }
    const source = config.nodes.find(({ name }) => name === at.from[0]);
    return at.from.length === 1 && source !== undefined
      ? mapBefore(source, source.operations.length)
      : undefined;
  }
}

function arraysOf(operation: Operation, { given, flattened, unfolded }: Site): ModuleArray[] {
  const array = (theirs: string, ours: string, shape: readonly number[], steps: readonly WeightStep[] = []) =>
    ({ theirs, ours, tree: 'params', shape, steps }) as const;
  const channels = given.at(-1)!;
  switch (operation.op) {
    case 'conv':
    case 'maskedConv': {
      const { filters, groups, kernelSize, bias } = operation;
      const shape = [filters, channels / groups, ...kernelSize];
      return [
        array('weight', 'kernel', shape, torchConvolution),
        ...(bias ? [array('bias', 'bias', [filters])] : []),
        ...(operation.op === 'conv'
          ? []
          : [{ ...array('mask', 'mask', shape, torchConvolution), tree: 'state' as const }]),
      ];
    }
    case 'transposedConv': {
      const { filters, kernelSize, bias } = operation;
      const mirrored = kernelSize.map((length, axis) => ({
        blocks: Array.from({ length }, (_, index) => length - 1 - index),
        axis,
      }));
      return [
        array(
          'weight',
          'kernel',
          [channels, filters, ...kernelSize],
          [{ permute: [2, 3, 0, 1] }, ...mirrored],
        ),
        ...(bias ? [array('bias', 'bias', [filters])] : []),
      ];
    }
    case 'dense': {
      const { units, bias } = operation;
      return [
        array('weight', 'kernel', [units, channels], denseSteps({ flattened, unfolded })),
        ...(bias ? [array('bias', 'bias', [units], biasSteps(unfolded))] : []),
      ];
    }
    case 'batchNorm':
      return [
        array('weight', 'gamma', [channels]),
        array('bias', 'beta', [channels]),
        { ...array('running_mean', 'mean', [channels]), tree: 'state' },
        { ...array('running_var', 'variance', [channels]), tree: 'state' },
        { ...array('num_batches_tracked', '', []), ours: null },
      ];
    default:
      return [];
  }
}

function denseSteps({ flattened, unfolded }: Pick<Site, 'flattened' | 'unfolded'>): readonly WeightStep[] {
  if (unfolded !== undefined) {
    const [height, width, channels] = unfolded as [number, number, number];
    return [
      { reshape: [channels, height, width, -1] },
      { permute: [3, 1, 2, 0] },
      { reshape: [-1, height * width * channels] },
    ];
  }
  if (flattened?.length !== 3) return torchDense;
  const [height, width, channels] = flattened as [number, number, number];
  return torchDenseOf(channels, height, width);
}

function biasSteps(unfolded: readonly number[] | undefined): readonly WeightStep[] {
  if (unfolded === undefined) return [];
  const [height, width, channels] = unfolded as [number, number, number];
  return [{ reshape: [channels, height, width] }, { permute: [1, 2, 0] }, { reshape: [-1] }];
}
