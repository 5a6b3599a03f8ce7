/** What each sample belongs to: an object, an animal, a scene. Numbers or words. */
export type Labels = ArrayLike<number> | ArrayLike<string>;
