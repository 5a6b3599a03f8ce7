import { ConfigError, type NdArray } from '@goal-driven/core/arrays';
import { mouseAreas, type MouseArea } from './mouseAreas';
import type { MouseRecordings, MouseUnit } from './MouseRecordings';
import { responsesIn, type BinWindow } from './responsesIn';
import type { SelectedAnimal } from './selectUnits';

/** What an animal is compared by: the units of one area, responses averaged over time. */
export type MouseAnimal = {
  readonly specimen: number;
  readonly units: readonly MouseUnit[];
  /** [trials, images, units]; NaN where a presentation is missing */
  readonly responses: NdArray;
};

/** The animals of an area, by ascending specimen. */
export type AreaResponses = { readonly area: MouseArea; readonly animals: readonly MouseAnimal[] };

/**
 * The responses of selected units, each animal's averaged over its own window or all over one, in the order of the
 * hierarchy.
 *
 * @param window of bins for all animals; each has its own where left out
 * @throws ConfigError for no animals; ShapeError for a window beyond the bins
 */
export function mouseResponses(
  recordings: MouseRecordings,
  selected: readonly SelectedAnimal[],
  window?: BinWindow,
): AreaResponses[] {
  if (selected.length === 0) {
    throw new ConfigError(`mouseResponses: ${recordings.header.name} must have animals left, got none`);
  }
  return mouseAreas.flatMap((area) => {
    const animals = selected
      .filter((animal) => animal.area === area)
      .map((animal): MouseAnimal => ({
        specimen: animal.specimen,
        units: Array.from(animal.units, (unit) => recordings.units[unit]!),
        responses: responsesIn(recordings, animal.units, window ?? animal.window),
      }));
    return animals.length === 0 ? [] : [{ area, animals }];
  });
}
