import { Interrupted, plainScore, type StudyEvent } from '@goal-driven/core';
import { cellsInBoth, fitAcrossArenas, takeMaps } from '../neural/fitAcrossArenas';
import { medianOf, stacked } from '../neural/betweenAnimals';
import { mapName } from '../neural/fitNames';
import type { FitMap } from '../neural/FitMap';
import type { AnimalRecordings } from '../neural/MecDataset';
import { labelsOf, type Held } from './fitsInArena';
import { animalsLabel } from './heldAgainst';
import type { NeuralFitsConfig } from './NeuralFitsConfig';
import type { Session } from '@goal-driven/core';

/** An animal in two arenas, its maps of the cells that were recorded in both. */
type InBoth = {
  readonly name: string;
  readonly first: AnimalRecordings['maps'];
  readonly second: AnimalRecordings['maps'];
};

/** Maps fitted to the cells of one arena and tried in another, for all pairs of arenas, either way. */
export async function* fitsAcrossArenas(
  held: readonly Held[],
  { config, session }: { readonly config: NeuralFitsConfig; readonly session: Session },
): AsyncGenerator<StudyEvent> {
  const maps = new Map<string, FitMap>(config.fits.map(({ map }) => [mapName(map), map]));
  for (const fitted of held) {
    for (const tried of held) {
      const animals = fitted === tried ? [] : animalsInBoth(fitted, tried);
      if (animals.length === 0) continue;
      for (const [name, map] of maps) {
        if (session.signal.aborted) throw new Interrupted('mec/neural-fits: interrupted across arenas', 0);
        const labels = {
          ...{ arena: tried.recordings.arena, fittedIn: fitted.recordings.arena, map: name },
          animals: animalsLabel(tried.recordings),
        };
        for (const source of predictorsInBoth([fitted, tried], animals, map)) {
          const known = source.values.filter((value) => !Number.isNaN(value));
          yield plainScore({
            ...{ metric: 'fitAcrossArenas', labels: labelsOf(source, labels), unit: '1' },
            ...{ value: medianOf(known), n: known.length },
          });
        }
      }
    }
  }
}

function animalsInBoth(fitted: Held, tried: Held): InBoth[] {
  return fitted.recordings.animals.flatMap((first) => {
    const second = tried.recordings.animals.find(({ animal }) => animal === first.animal);
    const cells = second === undefined ? [] : cellsInBoth(first, second);
    if (second === undefined || cells.length === 0) return [];
    return [
      {
        name: first.animal,
        first: takeMaps(
          first.maps,
          cells.map(([index]) => index),
        ),
        second: takeMaps(
          second.maps,
          cells.map(([, index]) => index),
        ),
      },
    ];
  });
}

/** Other animals and the sources, with what they predict of each cell in the second arena. */
function* predictorsInBoth([fitted, tried]: readonly [Held, Held], animals: readonly InBoth[], map: FitMap) {
  const valuesOf = (sourcesOf: (target: InBoth) => Pick<InBoth, 'first' | 'second'>): number[] =>
    animals.flatMap((target) => {
      const { first, second } = sourcesOf(target);
      return [
        ...fitAcrossArenas(
          { source: first, target: target.first },
          { source: second, target: target.second },
          map,
        ),
      ];
    });
  if (animals.length > 1) {
    const values = valuesOf((target) => {
      const others = animals.filter((other) => other !== target);
      return {
        first: stacked(others.map(({ first }) => first)),
        second: stacked(others.map(({ second }) => second)),
      };
    });
    yield { name: 'other animals', layer: undefined, values };
  }
  for (const [index, { name, layer, maps }] of fitted.sources.entries()) {
    const second = tried.sources[index]!.maps;
    yield { name, layer, values: valuesOf(() => ({ first: maps, second })) };
  }
}
