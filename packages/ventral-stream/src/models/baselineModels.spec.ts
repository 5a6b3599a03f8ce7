import { describe, expect, it } from 'vitest';
import { compileGraph } from '../network/compileGraph';
import { baselineModels, baselineNames, type BaselineName } from './baselineModels';
import { graphParameters } from './graphParameters';
import { publishedModels } from './publishedModels';

const published = { size: 224, classes: 1000, width: 1 };

/** torchvision's, and those of the published base networks (time decay less its scalars, 5.2 of our notes). */
const counts: [BaselineName, number][] = [
  ['base_shallow', 4_197_736],
  ['base_intermediate', 16_403_432],
  ['base_reciprocal', 6_054_376],
  ['alexnet', 61_100_840],
  ['vgg11', 132_863_336],
  ['vgg13', 133_047_848],
  ['vgg16', 138_357_544],
  ['vgg19', 143_667_240],
  ['resnet18', 11_689_512],
  ['resnet34', 21_797_672],
  ['resnet50', 25_557_032],
];

describe('baselineModels', () => {
  it.each(counts)('has %s with as many parameters as published, %i', (name, count) => {
    expect(graphParameters(baselineModels[name](published))).toBe(count);
  });

  it.each(['wide_shallow', 'deep_shallow'] as const)('has %s with those of rgc_shallow, nearly', (name) => {
    for (const scale of [published, { size: 64, classes: 10, width: 0.25 }]) {
      const target = graphParameters(publishedModels.rgc_shallow.graph(scale));
      const own = graphParameters(baselineModels[name](scale));
      expect(Math.abs(own / target - 1)).toBeLessThan(0.01);
    }
  });

  it('has maps of the published sizes', () => {
    const sizes = compileGraph(baselineModels.resnet50(published)).nodes.map(({ shapes }) => shapes.output);
    expect(sizes[0]).toEqual([56, 56, 64]);
    expect(sizes.slice(-2)).toEqual([[7, 7, 2048], [1000]]);
    expect(compileGraph(baselineModels.alexnet(published)).nodes[4]!.shapes).toMatchObject({
      map: [13, 13, 256],
      output: [6, 6, 256],
    });
  });

  it.each(baselineNames)('makes %s at other scales', (name) => {
    const graph = baselineModels[name]({ size: 64, classes: 7, width: 0.125 });
    expect(compileGraph(graph).nodes.at(-1)!.shapes.output).toEqual([7]);
  });

  it('says which map a window does not fit', () => {
    const tiny = () => compileGraph(baselineModels.alexnet({ size: 16, classes: 2, width: 1 }));
    expect(tiny).toThrow(/conv\d: (conv|maxPool): a window of \[\d+,\d+\] must fit a map of/);
  });
});
