/** The two networks of a view. */
export const sides = ['shallow', 'deep'] as const;

/** Which of the two networks of a view. */
export type Side = (typeof sides)[number];
