import type { Colour } from './Mesh';

/** What one chair is like: its parts by style, and half its width. */
export type ChairKind = {
  readonly back: 'slats' | 'panel' | 'rungs' | 'cushion' | 'round';
  readonly legs: 'straight' | 'splayed' | 'pedestal' | 'block';
  readonly arms: boolean;
  readonly colour: Colour;
  readonly seat: Colour;
  readonly width: number;
};

/** Eight chairs. */
export const chairKinds: readonly ChairKind[] = [
  {
    back: 'slats',
    legs: 'straight',
    arms: false,
    colour: [0.55, 0.34, 0.18],
    seat: [0.55, 0.34, 0.18],
    width: 0.42,
  },
  {
    back: 'cushion',
    legs: 'block',
    arms: true,
    colour: [0.6, 0.12, 0.14],
    seat: [0.66, 0.15, 0.16],
    width: 0.52,
  },
  {
    back: 'panel',
    legs: 'pedestal',
    arms: true,
    colour: [0.12, 0.12, 0.14],
    seat: [0.16, 0.17, 0.2],
    width: 0.46,
  },
  {
    back: 'rungs',
    legs: 'straight',
    arms: false,
    colour: [0.8, 0.62, 0.4],
    seat: [0.85, 0.75, 0.5],
    width: 0.4,
  },
  {
    back: 'round',
    legs: 'splayed',
    arms: false,
    colour: [0.85, 0.85, 0.85],
    seat: [0.15, 0.45, 0.6],
    width: 0.44,
  },
  {
    back: 'slats',
    legs: 'splayed',
    arms: true,
    colour: [0.3, 0.18, 0.1],
    seat: [0.3, 0.18, 0.1],
    width: 0.46,
  },
  {
    back: 'panel',
    legs: 'straight',
    arms: false,
    colour: [0.7, 0.7, 0.72],
    seat: [0.8, 0.35, 0.1],
    width: 0.42,
  },
  {
    back: 'cushion',
    legs: 'straight',
    arms: true,
    colour: [0.25, 0.4, 0.3],
    seat: [0.3, 0.5, 0.36],
    width: 0.5,
  },
];
