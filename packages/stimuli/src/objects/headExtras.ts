import type { AnimalKind } from './animalKinds';
import type { Part, Point } from './Mesh';
import { tube } from './solids';

/** Places of a head and its half height, all in the plane z = 0. */
export type Face = { shoulder: Point; nape: Point; centre: Point; muzzle: Point; head: number };

/** What hangs from a head or stands on it: a trunk with tusks, horns, a mane, ossicones, or nothing. */
export function headExtras({ extra, colours }: AnimalKind, face: Face): Part[] {
  switch (extra) {
    case 'trunk':
      return trunkAndTusks(face, colours[0]);
    case 'horns':
      return horns(face);
    case 'mane':
      return [mane(face, colours[1])];
    case 'ossicones':
      return ossicones(face, colours[1]);
    default:
      return [];
  }
}

type Colour = AnimalKind['colours'][0];

function trunkAndTusks({ muzzle }: Face, paint: Colour): Part[] {
  const hang = (down: number, ahead: number): Point => [muzzle[0] + ahead, muzzle[1] - down, 0];
  const tusk = (side: number): Part =>
    tube(
      [
        [muzzle[0], muzzle[1] - 0.05, side * 0.15],
        [muzzle[0] + 0.24, muzzle[1] - 0.24, side * 0.2],
        [muzzle[0] + 0.46, muzzle[1] - 0.2, side * 0.2],
      ],
      [0.045, 0.035, 0.01],
      { paint: [0.95, 0.92, 0.8], gloss: 0.6 },
      6,
    );
  return [
    tube(
      [hang(-0.05, 0), hang(0.2, 0.16), hang(0.5, 0.2), hang(0.8, 0.16), hang(0.95, 0.26)],
      [0.16, 0.13, 0.1, 0.08, 0.06],
      { paint },
      10,
    ),
    ...[-1, 1].map(tusk),
  ];
}

function horns({ centre: [x, y], head }: Face): Part[] {
  return [-1, 1].map((side) =>
    tube(
      [
        [x - 0.02, y + head * 0.75, side * head * 0.5],
        [x, y + head * 1.1, side * head * 1.15],
        [x + 0.05, y + head * 1.6, side * head * 1.25],
      ],
      [0.045, 0.035, 0.006],
      { paint: [0.85, 0.8, 0.65] },
      6,
    ),
  );
}

function mane({ shoulder, nape, centre: [x, y], head }: Face, paint: Colour): Part {
  return tube(
    [
      [shoulder[0] - 0.12, shoulder[1] + 0.14, 0],
      [(shoulder[0] + nape[0]) / 2 - 0.16, (shoulder[1] + nape[1]) / 2 + 0.1, 0],
      [x - head * 0.4, y + head, 0],
    ],
    [0.05, 0.075, 0.06],
    { paint },
    8,
  );
}

function ossicones({ centre: [x, y], head }: Face, paint: Colour): Part[] {
  return [-1, 1].map((side) =>
    tube(
      [
        [x - head * 0.1, y + head * 0.7, side * head * 0.3],
        [x - head * 0.25, y + head * 1.5, side * head * 0.35],
      ],
      [0.03, 0.04],
      { paint },
      6,
    ),
  );
}
