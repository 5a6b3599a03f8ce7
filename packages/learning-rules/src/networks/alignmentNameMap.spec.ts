import { feedForward, weightShapes, type Architecture } from '@goal-driven/core';
import { matchWeights, type StoredArray } from '@goal-driven/formats';
import { describe, expect, it } from 'vitest';
import { alignmentNameMap } from './alignmentNameMap';
import { NetworkConfig, networkOf } from './NetworkConfig';

const shapesOf = (depth: 18 | 50, version: 1 | 2) =>
  weightShapes(
    feedForward(
      networkOf(NetworkConfig.parse({ kind: 'resNet', depth, version }), { image: [32, 32, 3], classes: 10 }),
    ) as unknown as Architecture,
  );
const zeros = (shape: readonly number[]): StoredArray => ({
  values: new Float32Array(shape.reduce((product, axis) => product * axis, 1)),
  shape,
  dtype: 'F32',
});

/** The blocks of each group, widths, and whether a convolution is the last of its block, by hand from the notes. */
function checkpoint(depth: 18 | 50, version: 1 | 2): { [name: string]: StoredArray } {
  const arrays: { [name: string]: StoredArray } = { global_step: zeros([]) };
  const kernel = (scope: string, shape: number[]) => {
    arrays[`${scope}/forward_kernel`] = zeros(shape);
    arrays[`${scope}/backward_kernel`] = zeros(scope.endsWith('dense') ? [...shape].reverse() : shape);
    arrays[`${scope}/forward_kernel/Momentum`] = zeros(shape);
  };
  const normal = (scope: string, channels: number) => {
    for (const name of ['gamma', 'beta', 'moving_mean', 'moving_variance'])
      arrays[`${scope}/batch_normalization/${name}`] = zeros([channels]);
  };
  const wide = depth === 18 ? 1 : 4;
  kernel('model/conv0', [7, 7, 3, 64]);
  if (version === 1) normal('model/conv0', 64);
  let before = 64;
  (depth === 18 ? [2, 2, 2, 2] : [3, 4, 6, 3]).forEach((blocks, group) => {
    const width = 64 * 2 ** group;
    for (let index = 0; index < blocks; index++) {
      const scope = `model/block_${version === 1 ? 'group' : 'layer'}${group + 1}_${index}`;
      if (version === 2) normal(`${scope}/bn0`, before);
      if (index === 0) kernel(`${scope}/conv0`, [1, 1, before, wide * width]);
      if (index === 0 && version === 1) normal(`${scope}/conv0`, wide * width);
      const shapes =
        depth === 18
          ? [
              [3, 3, before, width],
              [3, 3, width, width],
            ]
          : [
              [1, 1, before, width],
              [3, 3, width, width],
              [1, 1, width, 4 * width],
            ];
      shapes.forEach((shape, at) => {
        kernel(`${scope}/conv${at + 1}`, shape);
        if (version === 1 || at < shapes.length - 1) normal(`${scope}/conv${at + 1}`, shape[3]!);
      });
      before = wide * width;
    }
  });
  if (version === 2) normal('model/bnl4', before);
  kernel('model/dense', [before, 10]);
  arrays['model/dense/bias'] = zeros([10]);
  return arrays;
}

describe('alignmentNameMap', () => {
  it.each([
    [18, 1],
    [18, 2],
    [50, 1],
    [50, 2],
  ] as const)('accounts for all of a checkpoint of ResNet-%i, version %i', (depth, version) => {
    const match = matchWeights(
      checkpoint(depth, version),
      alignmentNameMap(version),
      shapesOf(depth, version),
    );
    expect(match.rows.filter(({ status }) => status !== 'matched' && status !== 'ignored')).toEqual([]);
    expect([match.missing, match.complete]).toEqual([[], true]);
    const target = (source: string) => match.rows.find((row) => row.source === source)?.targets;
    const [group, norm] = version === 1 ? ['group', 'main/1'] : ['layer', 'active/0'];
    expect(target(`model/block_${group}2_1/conv2/forward_kernel`)).toEqual(['group2_1.main/conv2/kernel']);
    expect(
      target(`model/block_${group}2_1/${version === 1 ? 'conv1' : 'bn0'}/batch_normalization/moving_mean`),
    ).toEqual([`group2_1.${norm}/mean`]);
    expect(target('model/conv0/forward_kernel')).toEqual(['conv0/conv/kernel']);
  });

  it('leaves over what it does not know, and misses what is not there', () => {
    const { 'model/dense/bias': _, ...rest } = checkpoint(18, 1);
    const match = matchWeights(
      { ...rest, 'model/conv9/forward_kernel': zeros([1]) },
      alignmentNameMap(1),
      shapesOf(18, 1),
    );
    expect([match.missing, match.complete]).toEqual([['dense/dense/bias'], false]);
    expect(match.rows.filter(({ status }) => status === 'left over').map(({ source }) => source)).toEqual([
      'model/conv9/forward_kernel',
    ]);
  });
});
