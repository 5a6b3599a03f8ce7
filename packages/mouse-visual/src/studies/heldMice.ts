import { Interrupted, type Session } from '@goal-driven/core';
import { ConfigError, DataError, type Rng } from '@goal-driven/core/arrays';
import { fitOverTime, type TimedFit } from '../neural/fitOverTime';
import type { ModelLayers } from '../neural/fitLayers';
import type { MouseRecordings } from '../neural/MouseRecordings';
import { readMouseRecordings } from '../neural/mouseRecordingsFile';
import { mouseResponses, type AreaResponses } from '../neural/mouseResponses';
import { mouseAreas } from '../neural/mouseAreas';
import { selectUnits, type SelectedUnits } from '../neural/selectUnits';
import { syntheticMice } from '../neural/syntheticMice';
import { temporalHierarchy, type AreaCourse } from '../neural/temporalHierarchy';
import { withReliability } from '../neural/withReliability';
import type { LayerFeatures } from '../neural/LayerFeatures';
import type { NeuralFitsConfig } from './NeuralFitsConfig';

/** What is kept of recordings: the selected units, averaged over time. */
export type HeldMice = {
  /** `recorded`, or `synthetic` where no animal was. */
  readonly animals: 'recorded' | 'synthetic';
  readonly kind: MouseRecordings['header']['kind'];
  /** In the order of the hierarchy. */
  readonly areas: readonly AreaResponses[];
  readonly stages: SelectedUnits['stages'];
  /** Of areas recorded in more than one bin of time. */
  readonly courses: readonly (AreaCourse & { readonly times: Float64Array })[];
  readonly timed: readonly TimedFit[];
};

/** What stays of a file when its traces of time have gone. */
type About = Pick<MouseRecordings, 'header' | 'images'>;

type Given = {
  readonly config: NeuralFitsConfig;
  readonly model: ModelLayers | undefined;
  readonly features: LayerFeatures | undefined;
  readonly rng: Rng;
  readonly session: Session;
};

/**
 * Reads the recordings one file after another, or makes synthetic ones, and keeps what is compared.
 *
 * @throws DataError for files of other images or kinds than the first, or an area in two files; ConfigError where no
 *   animal is left; and what reading throws
 */
export async function heldMice(given: Given): Promise<HeldMice> {
  const { config, session } = given;
  const parts: Omit<HeldMice, 'animals' | 'kind'>[] = [];
  let first: About | undefined;
  for await (const recordings of recordingsOf(given)) {
    if (session.signal.aborted)
      throw new Interrupted('mouse-visual/neural-fits: interrupted at recordings', 0);
    first ??= { header: recordings.header, images: recordings.images };
    requireSame(first, recordings);
    const known =
      recordings.reliability === undefined
        ? withReliability(recordings, { halves: config.reliabilityHalves })
        : recordings;
    const { animals, stages } = selectUnits(known, config.selection);
    const { times } = recordings;
    const courses = times.length < 2 ? [] : temporalHierarchy(known).map((course) => ({ ...course, times }));
    const timed = animals.length === 0 ? [] : await timedFits(known, animals, given);
    parts.push({ areas: animals.length === 0 ? [] : mouseResponses(known, animals), stages, courses, timed });
  }
  const all = <Part>(of: (part: (typeof parts)[number]) => readonly Part[]) =>
    parts.flatMap((part) => [...of(part)]);
  const areas = all((part) => part.areas);
  if (areas.length === 0)
    throw new ConfigError('mouse-visual/neural-fits: selection must leave animals, got none');
  const stages = parts.flatMap((part) => Object.entries(part.stages));
  const twice = stages.find(([area], at) => stages.findIndex(([other]) => other === area) < at);
  if (twice)
    throw new DataError(`mouse-visual/neural-fits: each area must be in one file, got ${twice[0]} in two`);
  return {
    animals: first!.header.synthetic ? 'synthetic' : 'recorded',
    kind: first!.header.kind,
    areas: mouseAreas.flatMap((area) => areas.filter((own) => own.area === area)),
    stages: Object.fromEntries(stages),
    courses: all((part) => part.courses),
    timed: all((part) => part.timed),
  };
}

async function* recordingsOf({ config, features, rng }: Given): AsyncGenerator<MouseRecordings> {
  if (config.recordings === undefined) yield syntheticMice(config.mice, features!, rng.child('mice'));
  for (const path of config.recordings ?? []) yield await readMouseRecordings(path);
}

async function timedFits(
  recordings: MouseRecordings,
  selected: SelectedUnits['animals'],
  { config, model, session }: Given,
): Promise<TimedFit[]> {
  const { timeWindow, fit } = config;
  if (timeWindow === undefined || model === undefined) return [];
  const width = Math.max(1, Math.round(timeWindow / recordings.header.binWidth));
  const windows = Array.from({ length: Math.floor(recordings.times.length / width) }, (_, window) => ({
    start: window * width,
    end: (window + 1) * width,
  }));
  return fitOverTime(model, { recordings, selected, windows }, fit, {
    signal: session.signal,
    onProgress: (done, total, layer) => session.progress('over time', done, total, layer),
  });
}

function requireSame(first: About, other: About): void {
  const key = ({ header, images }: About) => `${header.kind} ${header.synthetic} ${images.join(' ')}`;
  if (key(first) === key(other)) return;
  throw new DataError(
    `${other.header.name}: images and kind must be those of ${first.header.name}, got ${other.header.kind}, ${other.images.length} images`,
  );
}
