import { DataError } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import type { AreaFit } from './neuralPredictivity';
import type { Area } from './NeuralRecording';
import { preferredLayers } from './preferredLayers';

const layers = ['a', 'b', 'c', 'd'];
const fits = (scores: { readonly [area in Area]?: readonly number[] }) => ({
  fits: Object.entries(scores).flatMap(([area, own]) =>
    own.map((ceiled, index) => {
      const fit = { bins: [{ ceiled }] };
      return { model: 'x', layer: layers[index]!, area, fit } as unknown as AreaFit; // only what is looked at
    }),
  ),
});

describe('preferredLayers', () => {
  it('are the best by the mean over areas, from low to high', () => {
    // Means: 0.2, 0.6, 0.4, 0.5.
    const found = fits({ cIT: [0.1, 0.9, 0.4, 0.2], aIT: [0.3, 0.3, 0.4, 0.8] });
    expect(preferredLayers(found, layers, 1)).toEqual(['b']);
    expect(preferredLayers(found, layers, 2)).toEqual(['b', 'd']);
    expect(preferredLayers(found, layers, 9)).toEqual(layers);
  });

  it('take the lower of equals, and leave out what predicts nothing', () => {
    expect(preferredLayers(fits({ aIT: [0.5, 0.5, 0.5, 0.1] }), layers, 2)).toEqual(['a', 'b']);
    expect(preferredLayers(fits({ aIT: [NaN, 0.1, NaN, NaN] }), layers, 2)).toEqual(['b']);
    expect(() => preferredLayers(fits({ aIT: [NaN, NaN, NaN, NaN] }), layers, 2)).toThrow(DataError);
  });
});
