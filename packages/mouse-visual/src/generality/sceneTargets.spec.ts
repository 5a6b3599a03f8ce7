import { objectLatents, RenderedObjects } from '@goal-driven/stimuli';
import { expect, it } from 'vitest';
import { sceneTargets } from './sceneTargets';

it('sceneTargets are what the renderer was told', () => {
  const set = RenderedObjects.parse({
    ...{
      kind: 'objects',
      images: 4,
      objects: 1,
      categories: ['Faces', 'Cars'],
      variation: ['high'],
      size: 4,
    },
  });
  const latents = [0, 1, 2, 3].map((index) => objectLatents(set, index));
  const { category, position, size, pose } = sceneTargets(latents, set);
  expect([...category]).toEqual([0, 1, 0, 1]);
  const { yaw, pitch, roll } = latents[2]!.rotation;
  expect([...pose.values.subarray(6, 9)]).toEqual([yaw, pitch, roll]);
  expect([...position.values.subarray(4, 6)]).toEqual(latents[2]!.position);
  expect(size.values[2]).toBe(latents[2]!.size / 4);
  expect(size.values.every((scale) => scale >= 1 / 1.6 && scale <= 1.6)).toBe(true);
});
