import { createRng, disposeTree, feedForward, leafAt, type FeedForwardConfig } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { MouseModel, mouseModelConfig, type MouseModelInput } from './MouseModel';

const configOf = (model: MouseModelInput) => mouseModelConfig(MouseModel.parse(model));

/** All starts that a network's kernels and biases have. */
function starts({ nodes }: FeedForwardConfig, of: 'convolutions' | 'dense'): string[] {
  const found = nodes.flatMap(({ operations }) =>
    operations.flatMap((operation) => {
      const dense = operation.op === 'dense';
      if (!('kernelInitializer' in operation) || dense !== (of === 'dense')) return [];
      const { kernelInitializer: kernel, biasInitializer: bias } = operation;
      return [operation.bias ? `${kernel.kind}, ${bias.kind}` : kernel.kind];
    }),
  );
  return [...new Set(found)];
}

describe('networks start as published', () => {
  it.each<MouseModelInput>([
    { kind: 'alexNet', classes: 10 },
    { kind: 'streamNet', streams: 'six', classes: 10 },
    { kind: 'hourglass', streams: 'single', bottleneck: 128 },
    { kind: 'mouseNet', classes: 10 },
  ])("$kind, by PyTorch's default", (model) => {
    expect(starts(configOf(model), 'convolutions')).toEqual(['torchDefault, torchDefault']);
    expect(starts(configOf(model), 'dense')).toEqual(['torchDefault, torchDefault']);
  });

  it('VGG16 and ResNets by He et al. over the outgoing fan', () => {
    expect(starts(configOf({ kind: 'vgg16', classes: 10 }), 'convolutions')).toEqual([
      'kaimingNormal, zeros',
    ]);
    expect(starts(configOf({ kind: 'vgg16', classes: 10 }), 'dense')).toEqual(['randomNormal, zeros']);
    expect(starts(configOf({ kind: 'resNet', classes: 10 }), 'convolutions')).toEqual(['kaimingNormal']);
    expect(starts(configOf({ kind: 'resNet', classes: 10 }), 'dense')).toEqual([
      'torchDefault, torchDefault',
    ]);
  });

  it('with the spreads that follow', () => {
    const { nodes, ...rest } = configOf({ kind: 'truncatedAlexNet', stages: 1 });
    const first = feedForward({ ...rest, nodes, record: [] }).init(createRng(1));
    const kernel = [...leafAt(first.params, 'features/0/kernel')!.dataSync()];
    const bound = 1 / Math.sqrt(3 * 11 * 11);
    expect(Math.max(...kernel.map(Math.abs))).toBeLessThanOrEqual(Math.fround(bound));
    expect(Math.max(...kernel)).toBeGreaterThan(0.999 * bound);
    expect(Math.max(...leafAt(first.params, 'features/0/bias')!.dataSync())).toBeGreaterThan(0.9 * bound);
    disposeTree(first);
    const stem = configOf({ kind: 'resNet' });
    const residual = feedForward({ ...stem, nodes: stem.nodes.slice(0, 1), record: [] }).init(createRng(1));
    const values = [...leafAt(residual.params, 'stem/conv1/kernel')!.dataSync()];
    const spread = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
    // sqrt(2 / (64 * 49)); 9408 draws: the standard error of a spread is 0.7 %.
    expect(Math.abs(spread / Math.sqrt(2 / 3136) - 1)).toBeLessThan(0.03);
    expect(new Set(leafAt(residual.params, 'stem/bn1/gamma')!.dataSync())).toEqual(new Set([1]));
    disposeTree(residual);
  });
});
