import { describe, expect, it } from 'vitest';
import type { ObjectView } from './ObjectView';
import { renderDepth } from './renderDepth';
import { renderObject } from './renderObject';

const view: ObjectView = {
  seed: 0,
  category: 'Faces',
  object: 1,
  position: [0, 0],
  size: 5,
  rotation: { yaw: 0, pitch: 0, roll: 0 },
  lamp: { azimuth: -30, elevation: 40 },
  background: { kind: 'gray', id: 0 },
};

describe('renderDepth', () => {
  it('has the object before its wall, where the picture shows it', () => {
    const [depth, image] = [renderDepth(view, 32).values, renderObject(view, 32).values];
    const wall = image[0]!;
    for (let pixel = 0; pixel < 32 * 32; pixel++) {
      const shown = [0, 1, 2].some((channel) => Math.abs(image[3 * pixel + channel]! - wall) > 40);
      if (shown) expect(depth[pixel]).toBeLessThan(255);
      // The back of the sphere around the object is at 255 * 2 / 3, the wall at 255, nothing lies between.
      expect(depth[pixel] === 255 || depth[pixel]! <= 170).toBe(true);
    }
    expect(depth[0]).toBe(255);
    expect(depth[16 * 32 + 16]).toBeLessThan(85); // a face's front is before its centre
  });

  it('goes with the object and depends on neither its light nor its background', () => {
    const moved = renderDepth({ ...view, position: [1, 0] }, 32).values; // 1 deg is 4 pixels
    const still = renderDepth(view, 32).values;
    for (let row = 0; row < 32; row++)
      for (let column = 4; column < 32; column++)
        expect(moved[row * 32 + column]).toBe(still[row * 32 + column - 4]);
    const lit = {
      ...view,
      lamp: { azimuth: 10, elevation: 0 },
      background: { kind: 'noise', id: 3 },
    } as const;
    expect(renderDepth(lit, 32)).toEqual(renderDepth(view, 32));
    expect(renderDepth({ ...view, rotation: { yaw: 180, pitch: 0, roll: 0 } }, 32)).not.toEqual(
      renderDepth(view, 32),
    );
  });
});
