import { ConfigError, RandomState } from '@goal-driven/core/arrays';
import { stratifiedShuffleSplit } from '@goal-driven/metrics';
import type { ObjectLatents } from '@goal-driven/stimuli';
import type { SceneProbes } from './SceneProbes';

/** The first is in distribution; each of the others differs from the fit in one thing. */
export const sceneTests = ['same', 'backgrounds', 'objects', 'poses'] as const;
export type SceneTest = (typeof sceneTests)[number];

/** Numbers of images. */
export type SceneSplit = { readonly fit: Int32Array } & { readonly [test in SceneTest]: Int32Array };

/**
 * Which scenes probes are fitted to and tested on. Scenes in which nothing is held out are split at random, categories
 * balanced; a scene in which just one thing is held out is of the test of that thing, in every split; others are left out.
 *
 * @throws ConfigError where a test or the fit has no scene
 * @differs the published splits are in a file that is not public, and all are in distribution
 */
export function sceneSplits(
  latents: readonly ObjectLatents[],
  { heldOut, scenes, testFraction, splits }: SceneProbes,
): SceneSplit[] {
  const firstNew = scenes.objects - heldOut.objects;
  if (firstNew < 1)
    throw new ConfigError(
      `sceneSplits: heldOut.objects must be below the ${scenes.objects} of a category, got ${heldOut.objects}`,
    );
  const newThings = latents.map(({ background, object, rotation }): SceneTest[] => [
    ...(heldOut.backgrounds.includes(background.kind) ? (['backgrounds'] as const) : []),
    ...(object >= firstNew ? (['objects'] as const) : []),
    ...(Math.abs(rotation.yaw) > heldOut.turn ? (['poses'] as const) : []),
  ]);
  const rows = (accept: (things: readonly SceneTest[]) => boolean) =>
    Int32Array.from(newThings.flatMap((things, index) => (accept(things) ? [index] : [])));
  const familiar = rows((things) => things.length === 0);
  const only = (test: SceneTest) => {
    const found = rows((things) => things.length === 1 && things[0] === test);
    if (found.length === 0)
      throw new ConfigError(
        `sceneSplits: there must be scenes with new ${test}, got none of ${latents.length}`,
      );
    return found;
  };
  const others = { backgrounds: only('backgrounds'), objects: only('objects'), poses: only('poses') };
  const categories = Int32Array.from(familiar, (index) =>
    scenes.categories.indexOf(latents[index]!.category),
  );
  const drawn = stratifiedShuffleSplit(categories, new RandomState(0), { splits, testFraction });
  const named = (positions: ArrayLike<number>) =>
    Int32Array.from(positions, (position) => familiar[position]!);
  return drawn.map(({ train, test }) => ({ fit: named(train), same: named(test), ...others }));
}
