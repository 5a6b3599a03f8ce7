import type { FeedForwardInput } from '@goal-driven/core';
import { z } from 'zod';
import { ALEXNET_STAGES, alexNetStage } from './AlexNet';
import {
  BATCH_NORM,
  classes,
  DROPOUT,
  FLATTEN,
  numbered,
  RELU,
  size,
  torchAdaptivePool,
  torchLinear,
} from './torchParts';

export const RotNetAlexNet = z
  .strictObject({
    kind: z.literal('rotNetAlexNet'),
    transfer: z.boolean().default(false).meta({
      description: 'Whether the output is the map before the last pool, [13, 13, 256], for readouts',
    }),
  })
  .meta({ title: 'AlexNet of RotNet', source: 'Gidaris et al. 2018, arXiv:1803.07728' });
export type RotNetAlexNet = z.output<typeof RotNetAlexNet>;

/**
 * AlexNet with batch norm for images of 224 pixels, without adaptive pool and dropout; its hidden layers have no bias.
 * The output is the second of them, [4096], or the last map before its pool. Either way all parameters exist.
 *
 * @source the public code of Nayebi, Kong et al. 2023, alexnet_rotnet.py
 */
export function rotNetAlexNetGraph({ transfer }: RotNetAlexNet): FeedForwardInput {
  const hidden = [torchLinear(4096, { bias: false }), BATCH_NORM, RELU];
  const convolutions = ALEXNET_STAGES.flatMap((stage) => alexNetStage(stage, { batchNorm: true }));
  const [last, ...others] = numbered(convolutions).reverse() as [(typeof convolutions)[0]]; // it has 18
  return {
    input: [224, 224, 3],
    nodes: [
      { name: 'features', from: ['input'], operations: others.reverse() },
      { name: 'pool5', from: ['features'], operations: [last] },
      {
        name: 'classifier',
        from: ['pool5'],
        operations: [{ ...FLATTEN, name: 'flatten' }, ...numbered([...hidden, ...hidden])],
      },
    ],
    output: transfer ? 'features' : 'classifier',
    record: [3, 7, 10, 13]
      .map((index) => `features.${index}`)
      .concat('pool5', 'classifier.2', 'classifier.5'),
  };
}

export const DictionaryAlexNet = z
  .strictObject({ kind: z.literal('dictionaryAlexNet'), size, classes })
  .meta({ title: 'AlexNet by stages', source: 'Krizhevsky 2014, arXiv:1404.5997' });
export type DictionaryAlexNet = z.output<typeof DictionaryAlexNet>;

/**
 * AlexNet with a node for each stage, named by where it leads: the same function as AlexNet, its parameters under
 * other names.
 */
export function dictionaryAlexNetGraph({ size, classes }: DictionaryAlexNet): FeedForwardInput {
  const names = ['pool1', 'pool2', 'conv3', 'conv4', 'pool5'];
  const stages = names.map((name, index) => ({
    name,
    operations: alexNetStage(ALEXNET_STAGES[index]!, { batchNorm: false }),
  }));
  const hidden = [DROPOUT, torchLinear(4096), RELU];
  const all = [
    ...stages,
    { name: 'fc1', operations: [torchAdaptivePool(6), FLATTEN, ...hidden] },
    { name: 'fc2', operations: hidden },
    ...(classes === null ? [] : [{ name: 'fc3', operations: [torchLinear(classes)] }]),
  ];
  return {
    input: [...size, 3],
    nodes: all.map(({ name, operations }, index) => ({
      name,
      from: [all[index - 1]?.name ?? 'input'],
      operations: numbered(operations),
    })),
    record: [...names, 'fc1', 'fc2'],
  };
}
