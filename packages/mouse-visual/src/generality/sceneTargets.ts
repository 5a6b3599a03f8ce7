import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import type { CategoryName, ObjectLatents } from '@goal-driven/stimuli';

/** What there is to be said of scenes, by task. */
export type SceneTargets = {
  /** [images], index among the categories. */
  readonly category: Int32Array;
  /** [images, 2], of the object's centre to the right and up, deg. */
  readonly position: NdArray<Float64Array>;
  /** [images, 1], over the middle size. */
  readonly size: NdArray<Float64Array>;
  /** [images, 3], yaw, pitch and roll from the canonical view, deg. */
  readonly pose: NdArray<Float64Array>;
};

/**
 * Targets of the tasks on scenes.
 *
 * @param set the categories in the order of their indices, and the middle size, deg
 * @differs of the two statements of pose, three rotations (the published code) and two (the text), this is the code's
 */
export function sceneTargets(
  latents: readonly ObjectLatents[],
  { categories, size }: { readonly categories: readonly CategoryName[]; readonly size: number },
): SceneTargets {
  const table = (width: number, of: (scene: ObjectLatents) => readonly number[]) =>
    ndArray(Float64Array.from(latents.flatMap(of)), [latents.length, width]);
  return {
    category: Int32Array.from(latents, ({ category }) => categories.indexOf(category)),
    position: table(2, ({ position }) => position),
    size: table(1, (scene) => [scene.size / size]),
    pose: table(3, ({ rotation: { yaw, pitch, roll } }) => [yaw, pitch, roll]),
  };
}
