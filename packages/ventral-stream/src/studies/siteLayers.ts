import { ConfigError } from '@goal-driven/core';
import type { Area } from '../benchmarks/NeuralRecording';
import type { ConvRnn } from '../network/convRnn';

/** Nodes with a cell, or all that give maps where there is none; from low to high. */
export const recurrentLayers = ({ compiled }: ConvRnn): string[] => {
  const withCell = compiled.nodes.filter(({ cell }) => cell !== undefined);
  const maps = compiled.nodes.filter(({ shapes }) => shapes.output.length === 3);
  return (withCell.length > 0 ? withCell : maps).map(({ name }) => name);
};

/**
 * The layer that synthetic sites of each area hear: of layers from low to high the first for V4, the middle one for
 * pIT, the last for cIT and aIT, as the published networks have it (conv3, conv4 and conv5 of the shallow ones).
 *
 * @throws ConfigError for fewer than three layers
 */
export function siteLayers(layers: readonly string[]): { readonly [area in Area]: string } {
  if (layers.length < 3)
    throw new ConfigError(
      `siteLayers: layers must be 3 or more, for V4, pIT and cIT with aIT, got ${layers.length}`,
    );
  const last = layers.at(-1)!;
  return { V4: layers[0]!, pIT: layers[Math.floor(layers.length / 2)]!, cIT: last, aIT: last };
}
