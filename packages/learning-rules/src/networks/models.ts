import { feedForward, type FeedForwardConfig, type FeedForwardNetwork } from '@goal-driven/core';
import type { NameMap } from '@goal-driven/formats';
import { alignmentNameMap } from './alignmentNameMap';
import { NetworkConfig, networkOf } from './NetworkConfig';

/** A network whose weights were published; it is made when it is asked for, since its shapes take a while. */
export type NamedModel = {
  readonly package: '@goal-driven/learning-rules';
  /** What goes in, with axes and units. */
  readonly input: string;
  readonly sources: readonly string[];
  readonly config: () => FeedForwardConfig;
  readonly architecture: () => FeedForwardNetwork;
  /** How published checkpoints name its parameters. */
  readonly nameMaps: () => readonly NameMap[];
};

function residual(depth: 18 | 50, version: 1 | 2, side: number): NamedModel {
  const config = () =>
    networkOf(NetworkConfig.parse({ kind: 'resNet', depth, version }), {
      image: [side, side, 3],
      classes: 1000,
    });
  return {
    package: '@goal-driven/learning-rules',
    input: `images [batch, ${side} ${side} 3], pixel after pixel`,
    sources: ['Kunin et al. 2020, arXiv:2003.01513'],
    config,
    architecture: () => feedForward(config()),
    nameMaps: () => [alignmentNameMap(version)],
  };
}

/** The residual networks of the comparison of alignment rules, for ImageNet, by their names there. */
export const models: { readonly [name: string]: NamedModel } = {
  'learning-rules/resnet18': residual(18, 1, 224),
  'learning-rules/resnet50': residual(50, 1, 224),
  'learning-rules/resnet50v2': residual(50, 2, 299),
};
