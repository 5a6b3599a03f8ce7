import { Interrupted, plainScore, type Session, type StudyEvent } from '@goal-driven/core';
import { describeArena } from '../arena';
import {
  betweenAnimals,
  correctedBetweenAnimals,
  medianOf,
  stacked,
  type CorrectedCells,
} from '../neural/betweenAnimals';
import { correctedFit, type Reliability } from '../neural/correctedFit';
import { mapName, splitsName } from '../neural/fitNames';
import { mapClasses, type MapClasses } from '../neural/mapClasses';
import type { ArenaRecordings } from '../neural/MecDataset';
import { neuralFit, type NeuralFit } from '../neural/neuralFit';
import { fitFigures, type SourceFit } from './fitFigures';
import { correctedScore, fitScores, mapScores, type Labels } from './fitScores';
import type { FitSource } from './fitSources';
import { animalsLabel, arenaOf } from './heldAgainst';
import type { NeuralFitsConfig } from './NeuralFitsConfig';

/** The cells of an arena and the sources mapped there. */
export type Held = { readonly recordings: ArenaRecordings; readonly sources: readonly FitSource[] };

type Options = { readonly config: NeuralFitsConfig; readonly session: Session };

/** How sources and animals predict the cells of one arena, with figures of the first fit. */
export async function* fitsInArena(
  { recordings, sources }: Held,
  { config, session }: Options,
): AsyncGenerator<StudyEvent> {
  const { fits, reliability, cellScores } = config;
  const base: Labels = { arena: recordings.arena, animals: animalsLabel(recordings) };
  const cellMaps = stacked(recordings.animals.map(({ maps }) => maps));
  const cells = mapClasses(cellMaps);
  yield* mapScores(cellMaps, cells, { labels: { ...base, source: 'cells' } });
  const shown: SourceFit[] = [];
  const classes = new Map<FitSource, MapClasses>();
  for (const source of sources) {
    classes.set(source, mapClasses(source.maps));
    yield* mapScores(source.maps, classes.get(source)!, { labels: labelsOf(source, base), cells });
  }
  for (const [index, fit] of fits.entries()) {
    const how = { ...base, map: mapName(fit.map), splits: splitsName(fit.splits) };
    for (const { name, layer, maps, values, corrected } of predictors(
      { recordings, sources },
      fit,
      reliability,
    )) {
      session.progress('fits', index, fits.length, name);
      if (session.signal.aborted) throw new Interrupted(`mec/neural-fits: interrupted at ${name}`, 0);
      const labels = labelsOf({ name, layer }, how);
      yield* fitScores(values, cells, labels);
      if (corrected !== undefined) yield correctedScore(corrected, labels);
      if (index > 0) continue;
      shown.push({
        name,
        layer,
        maps,
        values,
        median: medianOf(values.filter((value) => !Number.isNaN(value))),
      });
      if (cellScores) yield* eachCell(values, recordings, labels);
    }
  }
  const arena = describeArena(arenaOf(recordings.bounds, recordings.shape));
  yield* fitFigures(shown, { recordings, cells, classes, fit: fits[0]!, arena });
}

type Predictor = Omit<SourceFit, 'median'> & { readonly corrected: CorrectedCells | undefined };

/** Sources and, where there are several, animals, with what each cell of all animals is predicted. */
function* predictors(
  { recordings, sources }: Held,
  fit: NeuralFit,
  reliability: Reliability | undefined,
): Generator<Predictor> {
  const { animals } = recordings;
  const options = reliability && { ...fit, ...reliability };
  if (animals.length > 1) {
    for (const [kind, name] of [
      ['others', 'other animals'],
      ['pairs', 'single animals'],
    ] as const) {
      const values = betweenAnimals(recordings, kind, fit).cells.map(({ value }) => value);
      yield { name, values, corrected: options && correctedBetweenAnimals(recordings, kind, options) };
    }
  }
  for (const { name, layer, maps } of sources) {
    const values = animals.flatMap((animal) => [...neuralFit(maps, animal.maps, fit).values.values]);
    const corrected = options && animals.map(({ trials }) => correctedFit([maps], trials, options));
    const all = (term: 'raw' | 'ceiling' | 'ceiled') => corrected!.flatMap((own) => [...own[term].sites]);
    yield {
      ...{ name, maps, values },
      ...(layer && { layer }),
      corrected: corrected && { raw: all('raw'), ceiling: all('ceiling'), ceiled: all('ceiled') },
    };
  }
}

export const labelsOf = (
  { name, layer }: { readonly name: string; readonly layer?: string | undefined },
  labels: Labels,
): Labels => ({ ...labels, source: name, ...(layer && { layer }) });

function* eachCell(
  values: readonly number[],
  { animals }: ArenaRecordings,
  labels: Labels,
): Generator<StudyEvent> {
  const cells = animals.flatMap(({ animal, cells: own }) => own.map(({ id }) => ({ animal, cell: id })));
  for (const [index, cell] of cells.entries()) {
    yield plainScore({
      metric: 'cellFit',
      labels: { ...labels, ...cell },
      value: values[index]!,
      n: 1,
      unit: '1',
    });
  }
}
