import { DataError, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { percentile, reliableSites, reliableWindow } from '@goal-driven/metrics';
import { z } from 'zod';
import { mouseAreas, type MouseArea } from './mouseAreas';
import { areasOf, type MouseRecordings } from './MouseRecordings';
import type { BinWindow } from './responsesIn';

const reliability = (description: string) => z.number().min(-1).max(1).meta({ description, unit: '1' });

export const UnitSelection = z
  .strictObject({
    unitReliability: reliability('Least reliability of a unit in its best bin of time').default(0.5),
    runningP: z.number().min(0).lt(1).nullable().default(0.05).meta({
      description: 'Units whose P value of running is at most this are left out; null keeps them',
      unit: '1',
    }),
    imageSelectivity: z.number().nullable().default(null).meta({
      description: 'Least image selectivity of a unit; null, as published, asks for none',
      unit: '1',
    }),
    windowReliability: reliability(
      'Least median reliability of the units of an animal in a bin of its window of time; an animal without such a bin is left out. null takes all bins',
    )
      .nullable()
      .default(0.3),
    unitPercentile: z.number().min(0).max(100).nullable().default(75).meta({
      description:
        'Animals with fewer units than this percentile of the counts of an area, rounded up, are left out; null keeps them',
    }),
  })
  .meta({ title: 'Which units and animals are kept', source: 'Nayebi et al. 2023' });
export type UnitSelection = z.output<typeof UnitSelection>;

/** Partial selections with which the published packages are read. */
export const publishedSelections = {
  neuropixels: {},
  calcium: { unitReliability: 0.3, windowReliability: null },
} as const;

/** An animal in one area with the units that were kept, and the bins over which its responses are averaged. */
export type SelectedAnimal = {
  readonly area: MouseArea;
  readonly specimen: number;
  /** Indices among the recorded units, ascending. */
  readonly units: Int32Array;
  readonly window: BinWindow;
};

/** Units and animals of an area after each step of the selection. */
export type SelectionStage = { readonly units: number; readonly specimens: number };

export type SelectedUnits = {
  /** Areas in the order of the hierarchy, in each its animals by ascending specimen. */
  readonly animals: readonly SelectedAnimal[];
  /** What was recorded, passed as unit, lies in a reliable animal, and lies in one with enough units. */
  readonly stages: {
    readonly [area in MouseArea]?: Readonly<
      Record<'recorded' | 'passing' | 'reliable' | 'kept', SelectionStage>
    >;
  };
};

/**
 * The units worth a comparison, by area and animal: reliable units that running does not move, of animals whose median
 * unit is reliable for some time, and that have many such units beside the other animals of the area.
 *
 * @throws DataError for recordings without reliability (`withReliability` computes it)
 * @source Nayebi et al. 2023: Table 1 has the counts; the filter of units is that of the code
 * @differs a window of one bin is kept here, the published code fails on it; NaN of reliability in some bins is passed
 *   over, as is an area without animals
 */
export function selectUnits(recordings: MouseRecordings, selection: UnitSelection): SelectedUnits {
  const { header, units } = recordings;
  if (recordings.reliability === undefined) {
    throw new DataError(`selectUnits: ${header.name} must have the reliability of its units, got none`);
  }
  const { mean } = recordings.reliability;
  const [animals, stages]: [SelectedAnimal[], Record<string, Record<string, SelectionStage>>] = [[], {}];
  const reliable = new Set(reliableSites(mean, { threshold: selection.unitReliability }).sites);
  for (const area of areasOf(recordings)) {
    const recorded = units.flatMap((unit, index) => (unit.area === area ? [index] : []));
    const passing = recorded.filter((index) => reliable.has(index) && passes(recordings, index, selection));
    const candidates = bySpecimen(recordings, passing).flatMap(({ specimen, own }): SelectedAnimal[] => {
      const window = windowOf(mean, own, selection.windowReliability);
      return window.end > window.start ? [{ area, specimen, units: Int32Array.from(own), window }] : [];
    });
    const kept = withManyUnits(candidates, selection.unitPercentile);
    animals.push(...kept);
    stages[area] = {
      recorded: stageOf(bySpecimen(recordings, recorded).map(({ own }) => own)),
      passing: stageOf(bySpecimen(recordings, passing).map(({ own }) => own)),
      reliable: stageOf(candidates.map((animal) => animal.units)),
      kept: stageOf(kept.map((animal) => animal.units)),
    };
  }
  return { animals, stages: stages as SelectedUnits['stages'] };
}

function passes({ units }: MouseRecordings, index: number, selection: UnitSelection): boolean {
  const { runningP, imageSelectivity } = units[index]!;
  const still = selection.runningP === null || !(runningP <= selection.runningP);
  return still && (selection.imageSelectivity === null || imageSelectivity >= selection.imageSelectivity);
}

function bySpecimen(
  { units }: MouseRecordings,
  indices: readonly number[],
): { readonly specimen: number; readonly own: number[] }[] {
  const specimens = [...new Set(indices.map((index) => units[index]!.specimen))].sort((a, b) => a - b);
  return specimens.map((specimen) => ({
    specimen,
    own: indices.filter((index) => units[index]!.specimen === specimen),
  }));
}

/** The longest run of bins in which the median unit is reliable; empty where there is none. */
function windowOf(mean: NdArray, own: readonly number[], threshold: number | null): BinWindow {
  const [bins, count] = mean.shape as readonly [number, number];
  if (threshold === null) return { start: 0, end: bins };
  const traces = Float64Array.from({ length: bins * own.length }, (_, at) => {
    const bin = Math.floor(at / own.length);
    return mean.values[bin * count + own[at % own.length]!]!;
  });
  const { start, end } = reliableWindow(ndArray(traces, [bins, own.length]), { threshold });
  return { start, end };
}

function withManyUnits(animals: readonly SelectedAnimal[], share: number | null): readonly SelectedAnimal[] {
  if (share === null || animals.length === 0) return animals;
  const counts = Float64Array.from(animals, ({ units }) => units.length);
  const least = Math.ceil(percentile(counts, share));
  return animals.filter(({ units }) => units.length >= least);
}

const stageOf = (groups: readonly ArrayLike<number>[]): SelectionStage => ({
  units: groups.reduce((sum, { length }) => sum + length, 0),
  specimens: groups.length,
});

/** Units and animals of each area of a selection, and of all: the rows of Table 1. */
export function selectionCounts({ animals }: Pick<SelectedUnits, 'animals'>): {
  readonly areas: { readonly [area in MouseArea]?: SelectionStage };
  readonly total: SelectionStage;
} {
  const of = (own: readonly SelectedAnimal[]) => stageOf(own.map(({ units }) => units));
  const found = mouseAreas.flatMap((area) => {
    const own = animals.filter((animal) => animal.area === area);
    return own.length === 0 ? [] : [[area, of(own)] as const];
  });
  return { areas: Object.fromEntries(found), total: of(animals) };
}
