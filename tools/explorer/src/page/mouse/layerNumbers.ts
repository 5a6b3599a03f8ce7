import type { NdArray } from '@goal-driven/core';
import type { LayerNumbers } from './MouseMessages';

/** Of one image, each layer in numbers. */
export const layerNumbers = (layers: { readonly [layer: string]: NdArray<Float32Array> }): LayerNumbers[] =>
  Object.entries(layers).map(([layer, { values, shape }]) => {
    let [sum, squares, above] = [0, 0, 0];
    for (const value of values) {
      sum += value;
      squares += value * value;
      above += value > 0 ? 1 : 0;
    }
    return {
      ...{ layer, shape: shape.slice(1) },
      mean: sum / values.length,
      size: Math.sqrt(squares / values.length),
      active: above / values.length,
    };
  });
