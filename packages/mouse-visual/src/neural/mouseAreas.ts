/**
 * Visual areas of the mouse by the names of the Allen atlas, in the order of its hierarchy: V1, LM, RL, AL, PM, AM.
 *
 * @source Nayebi et al. 2023 (order of display); close to the orders of Harris et al. 2019 and Siegle et al. 2021
 */
export const mouseAreas = ['VISp', 'VISl', 'VISrl', 'VISal', 'VISpm', 'VISam'] as const;
export type MouseArea = (typeof mouseAreas)[number];

/** What physiologists call each area. */
export const mouseAreaNames: { readonly [area in MouseArea]: string } = {
  VISp: 'V1',
  VISl: 'LM',
  VISrl: 'RL',
  VISal: 'AL',
  VISpm: 'PM',
  VISam: 'AM',
};

/** The areas in the order in which the published packages store them; their places are the codes in files. */
export const storedAreas: readonly MouseArea[] = ['VISp', 'VISl', 'VISal', 'VISpm', 'VISrl', 'VISam'];
