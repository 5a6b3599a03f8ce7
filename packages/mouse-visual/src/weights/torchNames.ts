import type { FeedForwardNode } from '@goal-driven/core';
import type { MouseModel } from '../models/MouseModel';
import { MOUSENET_ARROWS } from '../models/mouseNetTable';

type Node = Pick<FeedForwardNode, 'name' | 'from'>;

/**
 * What the public code's modules call an operation of a network: `features.0`, `model_layers.input_VISp.0`,
 * `Convs.VISp4_VISp2/3`.
 *
 * @source Nayebi, Kong et al. 2023, the public code; torchvision
 */
export function torchModule({ kind }: MouseModel, { name, from }: Node, operation: string): string {
  switch (kind) {
    case 'alexNet':
    case 'truncatedAlexNet':
    case 'rotNetAlexNet':
    case 'vgg16':
      return `${name}.${operation}`;
    case 'dictionaryAlexNet':
      return `model_layers.${from[0]}_${name}.${operation}`;
    case 'resNet':
      if (name === 'stem' || name === 'fc') return operation;
      return `${name.replace(/\.branch$/, '')}.${operation}`;
    case 'streamNet':
    case 'hourglass':
      if (name === 'classifier') return `${name}.${operation}`;
      if (operation.endsWith('_fc')) return operation;
      if (name.startsWith('decoder.')) return `${name.replace('decoder.', 'decoder_layers.')}.${operation}`;
      return `model_layers.${name}.${operation}`;
    case 'mouseNet': {
      const published = name.replaceAll('2_3', '2/3').replace('.unused', '');
      if (operation === 'conv') return `Convs.${published}`;
      if (operation === 'norm') return `BNs.${published}`;
      return `${name}.${operation}`;
    }
  }
}

/** MouseNet lists its convolutions first, then its norms, each in the order of the table of its arrows. */
const MOUSENET_MODULES = [
  ...MOUSENET_ARROWS.map(([source, target]) => `Convs.${source}_${target}`),
  ...new Set(MOUSENET_ARROWS.map(([, target]) => `BNs.${target}`)),
];

/**
 * Modules in the order of the published state_dict, given in that of the network's nodes. All networks are made in the
 * order of their nodes, save MouseNet.
 */
export function inTorchOrder<T extends { readonly module: string }>({ kind }: MouseModel, modules: T[]): T[] {
  if (kind !== 'mouseNet') return modules;
  const place = ({ module }: T) => MOUSENET_MODULES.indexOf(module) + 1 || Infinity;
  return modules.toSorted((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
}
