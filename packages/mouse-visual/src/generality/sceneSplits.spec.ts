import { ConfigError } from '@goal-driven/core';
import { objectSet, type ObjectLatents } from '@goal-driven/stimuli';
import { describe, expect, it } from 'vitest';
import { SceneProbes } from './SceneProbes';
import { sceneSplits, sceneTests } from './sceneSplits';

const config = (fields: object = {}) =>
  SceneProbes.parse({
    scenes: {
      kind: 'objects',
      images: 600,
      objects: 4,
      categories: ['Cars', 'Faces'],
      pixels: 8,
      variation: ['high'],
    },
    splits: 3,
    ...fields,
  });
const latentsOf = ({ scenes }: SceneProbes) => {
  const set = objectSet(scenes);
  return Array.from({ length: set.count }, (_, index) => set.latents(index));
};
const isNew = {
  backgrounds: ({ background }: ObjectLatents) => background.kind === 'noise',
  objects: ({ object }: ObjectLatents) => object >= 2,
  poses: ({ rotation }: ObjectLatents) => Math.abs(rotation.yaw) > 60,
};

describe('sceneSplits', () => {
  const latents = latentsOf(config());
  const splits = sceneSplits(latents, config());

  it('holds out one thing in each test out of distribution, and nothing in the others', () => {
    for (const split of splits)
      for (const part of ['fit', ...sceneTests] as const)
        for (const row of split[part])
          expect(
            Object.entries(isNew)
              .filter(([, held]) => held(latents[row]!))
              .map(([name]) => name),
          ).toEqual(part in isNew ? [part] : []);
  });

  it('has each familiar scene once, a quarter of them in the test, categories balanced, drawn anew each time', () => {
    const familiar = latents.filter((scene) => Object.values(isNew).every((held) => !held(scene))).length;
    for (const { fit, same } of splits) {
      expect(new Set([...fit, ...same]).size).toBe(familiar);
      expect(same.length).toBe(Math.ceil(familiar / 4));
      const cars = same.filter((row) => latents[row]!.category === 'Cars').length;
      const all = [...fit, ...same].filter((row) => latents[row]!.category === 'Cars').length;
      expect(Math.abs(cars - (all * same.length) / familiar)).toBeLessThanOrEqual(1);
    }
    expect([...splits[0]!.same].sort()).not.toEqual([...splits[1]!.same].sort());
    expect(splits[0]!.poses).toEqual(splits[2]!.poses);
  });

  it('refuses what leaves a test or the fit empty', () => {
    expect(() => sceneSplits(latents, config({ heldOut: { objects: 4 } }))).toThrow(ConfigError);
    expect(() => sceneSplits(latents, config({ heldOut: { backgrounds: ['gray'] } }))).toThrow(
      /new backgrounds/,
    );
  });
});
