import { ConfigError, createRng } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { imageAt } from '../imageAt';
import { paintTexture, TEXELS, textureNames } from '../maze/textures';
import { textureImage } from './textureImage';
import { TextureImages } from './TextureImages';
import { textureSource } from './textureSource';

const config = (fields: object = {}) =>
  TextureImages.parse({ kind: 'textures', images: 16, pixels: 16, ...fields });

describe('textureImage', () => {
  it('has the mean colour of its texture where it shows it whole, whatever the turn', () => {
    // A whole period in 32 samples along each side: every other texel; its grain is of 0.04 of the range at most.
    const whole = config({ tiles: [1, 1], pixels: 64, first: 4 }); // planks
    const texture = paintTexture(textureNames[4]!, createRng(0).child('texture').child(4));
    const mean = (values: Uint8Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(texture.length).toBe(TEXELS * TEXELS * 3);
    expect(Math.abs(mean(textureImage(whole, 0).values) - mean(texture))).toBeLessThan(12);
  });

  it('is a function of the seed and the number', () => {
    expect(textureImage(config({ first: 3 }), 2)).toEqual(textureImage(config(), 5));
    expect(textureImage(config({ seed: 1 }), 5)).not.toEqual(textureImage(config(), 5));
    expect(textureImage(config(), 5)).not.toEqual(textureImage(config(), 13)); // the same texture, another patch
  });

  it('is a source with a label for each texture', () => {
    const source = textureSource(config());
    expect([...source.labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7]);
    expect(source.classes).toEqual(textureNames);
    expect(imageAt(source.pixels, 9).values).toEqual(textureImage(config(), 9).values);
  });

  it('refuses images that are none, and a range that is none', () => {
    expect(() => textureImage(config(), 16)).toThrow(ConfigError);
    expect(() => config({ tiles: [2, 1] })).toThrow(/least, most/);
  });
});
