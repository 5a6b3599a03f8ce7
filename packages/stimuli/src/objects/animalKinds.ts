import type { Colour } from './Mesh';

type Coat = 'plain' | 'stripes' | 'spots' | 'patches';

/** Proportions of a four-legged animal, in lengths of a trunk of about 1.2. */
export type AnimalKind = {
  readonly body: readonly [length: number, height: number, width: number];
  readonly legs: readonly [length: number, radius: number];
  readonly neck: readonly [length: number, rise: number, radius: number];
  readonly head: number;
  readonly snout: number;
  readonly ears: 'round' | 'pointed' | 'hanging' | 'long' | 'huge';
  readonly tail: readonly [length: number, rise: number, radius: number];
  readonly coat: Coat;
  readonly colours: readonly [Colour, Colour];
  readonly extra?: 'trunk' | 'horns' | 'mane' | 'ossicones';
};

export const animalKinds: readonly AnimalKind[] = [
  // dog, elephant, zebra, bear, cow, giraffe, cat, rabbit
  {
    body: [1.2, 0.26, 0.22],
    legs: [0.55, 0.07],
    neck: [0.25, 0.9, 0.14],
    head: 0.2,
    snout: 0.26,
    ears: 'hanging',
    tail: [0.5, 0.7, 0.05],
    coat: 'plain',
    colours: [
      [0.62, 0.42, 0.22],
      [0.25, 0.16, 0.1],
    ],
  },
  {
    body: [1.35, 0.5, 0.44],
    legs: [0.6, 0.16],
    neck: [0.12, 0.4, 0.32],
    head: 0.34,
    snout: 0.1,
    ears: 'huge',
    tail: [0.45, -1.2, 0.03],
    coat: 'plain',
    colours: [
      [0.5, 0.49, 0.5],
      [0.4, 0.38, 0.4],
    ],
    extra: 'trunk',
  },
  {
    body: [1.25, 0.3, 0.25],
    legs: [0.7, 0.065],
    neck: [0.5, 1, 0.15],
    head: 0.17,
    snout: 0.34,
    ears: 'pointed',
    tail: [0.5, -1.2, 0.04],
    coat: 'stripes',
    colours: [
      [0.95, 0.95, 0.92],
      [0.08, 0.08, 0.08],
    ],
    extra: 'mane',
  },
  {
    body: [1.25, 0.42, 0.38],
    legs: [0.42, 0.14],
    neck: [0.12, 0.4, 0.28],
    head: 0.29,
    snout: 0.2,
    ears: 'round',
    tail: [0.1, 0, 0.07],
    coat: 'plain',
    colours: [
      [0.3, 0.19, 0.11],
      [0.5, 0.36, 0.24],
    ],
  },
  {
    body: [1.35, 0.37, 0.32],
    legs: [0.55, 0.08],
    neck: [0.25, 0.5, 0.19],
    head: 0.21,
    snout: 0.3,
    ears: 'hanging',
    tail: [0.6, -1.3, 0.03],
    coat: 'patches',
    colours: [
      [0.95, 0.94, 0.9],
      [0.12, 0.1, 0.1],
    ],
    extra: 'horns',
  },
  {
    body: [1, 0.3, 0.24],
    legs: [1, 0.065],
    neck: [1.2, 1.35, 0.12],
    head: 0.16,
    snout: 0.26,
    ears: 'pointed',
    tail: [0.5, -1.3, 0.03],
    coat: 'spots',
    colours: [
      [0.93, 0.78, 0.45],
      [0.5, 0.28, 0.1],
    ],
    extra: 'ossicones',
  },
  {
    body: [1, 0.2, 0.17],
    legs: [0.4, 0.055],
    neck: [0.12, 0.9, 0.12],
    head: 0.2,
    snout: 0.07,
    ears: 'pointed',
    tail: [0.8, 0.9, 0.045],
    coat: 'stripes',
    colours: [
      [0.85, 0.52, 0.22],
      [0.5, 0.25, 0.08],
    ],
  },
  {
    body: [0.75, 0.3, 0.27],
    legs: [0.2, 0.08],
    neck: [0.08, 0.9, 0.14],
    head: 0.21,
    snout: 0.09,
    ears: 'long',
    tail: [0.08, 0.5, 0.1],
    coat: 'plain',
    colours: [
      [0.72, 0.66, 0.6],
      [0.95, 0.93, 0.9],
    ],
  },
];
