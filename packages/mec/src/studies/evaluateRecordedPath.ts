import {
  Interrupted,
  plainScore,
  readNpzFile,
  type Score,
  type Session,
  type StudyEvent,
} from '@goal-driven/core';
import type { Bounds } from '../arena';
import { evaluatePaths, type Network, type Traced } from '../evaluatePaths';
import { errorOverTimeFigure, pathsFigure } from '../figures';
import { encodePaths } from '../pathIntegrationStream';
import { outputLossName } from '../pathIntegrationTask';
import { createRateMaps, unitMapEvents } from '../rateMapScores';
import { pathSegments, recordedSamples, trackedPath } from '../recordedPath';
import type { PathSamples } from '../trajectories';
import type { PathIntegrationConfig, RecordedPathFile } from './PathIntegrationConfig';
import type { createParts } from './createParts';
import { reportScores } from './reportScores';

const SEQUENCES_PER_BATCH = 100;

type Options = {
  /** The configuration that the network was trained with. */
  readonly study: PathIntegrationConfig;
  readonly recorded: RecordedPathFile;
  readonly network: Network;
  readonly parts: ReturnType<typeof createParts>;
  readonly session: Session;
};

/**
 * Scores and figures of a network on a path recorded from an animal, resampled to the network's step.
 *
 * @throws DataError when the file does not hold a path, EnvironmentError when it cannot be read
 */
export async function* evaluateRecordedPath(options: Options): AsyncGenerator<StudyEvent> {
  const { study, recorded, network, parts, session } = options;
  const { evaluation, motion } = study;
  session.progress('recorded path', 0, 1, 'reading');
  const tracked = trackedPath(await readNpzFile(recorded.path));
  const { segments, gaps, jumps } = pathSegments(tracked, recorded, motion.dt);
  const samples = recordedSamples(segments, recorded.timesteps);
  const bounds = centredBounds(recorded);
  const maps = createRateMaps(bounds, evaluation.binWidth);
  let first: Pick<Traced, 'batch' | 'decoded'> | undefined;
  const loss = outputLossName(study.task);
  const report = await evaluatePaths(network, recordedBatches(samples, parts, session), {
    readout: parts.readout,
    loss,
    layer: evaluation.layer,
    visit: (traced) => {
      first ??= { batch: traced.batch, decoded: traced.decoded };
      maps.add(traced);
    },
  });
  const labels = { paths: 'recorded', timesteps: recorded.timesteps, layer: evaluation.layer };
  yield* reportScores(report, { labels, loss });
  yield* pathStatistics(samples, {
    labels,
    dt: motion.dt,
    counts: { gaps, jumps, segments: segments.length },
  });
  yield { kind: 'figure', figure: errorOverTimeFigure('recorded-error-along-path', report, motion) };
  yield {
    kind: 'figure',
    figure: pathsFigure('recorded-paths', first!, { bounds, panels: evaluation.shownPaths }),
  };
  yield* unitMapEvents(maps, { labels, shown: evaluation.shownMaps, prefix: 'recorded-', session });
}

const centredBounds = ({ box }: RecordedPathFile): Bounds => {
  const [width, height] = [box.maxX - box.minX, box.maxY - box.minY];
  return { minX: -width / 2, maxX: width / 2, minY: -height / 2, maxY: height / 2 };
};

/** The sequences in batches, coded as the network wants them. */
async function* recordedBatches(samples: PathSamples, { encoding }: Options['parts'], session: Session) {
  const { episodes, timesteps } = samples;
  for (let from = 0; from < episodes; from += SEQUENCES_PER_BATCH) {
    const to = Math.min(episodes, from + SEQUENCES_PER_BATCH);
    session.progress('recorded path', from, episodes);
    if (session.signal.aborted) throw new Interrupted('recordedPath: interrupted while evaluating', 0);
    yield encodePaths(
      {
        episodes: to - from,
        timesteps,
        start: samples.start.subarray(2 * from, 2 * to),
        velocity: samples.velocity.subarray(2 * from * timesteps, 2 * to * timesteps),
        position: samples.position.subarray(2 * from * timesteps, 2 * to * timesteps),
        heading: samples.heading.subarray(from * timesteps, to * timesteps),
        startHeading: samples.startHeading.subarray(from, to),
      },
      encoding,
    );
  }
}

type Statistics = {
  readonly labels: Score['labels'];
  readonly dt: number;
  readonly counts: { readonly gaps: number; readonly jumps: number; readonly segments: number };
};

/** What the path itself is like: its speed, and how it was cut. */
function* pathStatistics(samples: PathSamples, { labels, dt, counts }: Statistics): Generator<StudyEvent> {
  const steps = samples.velocity.length / 2;
  let travelled = 0;
  for (let index = 0; index < samples.velocity.length; index += 2) {
    travelled += Math.hypot(samples.velocity[index]!, samples.velocity[index + 1]!);
  }
  yield plainScore({
    metric: 'meanSpeed',
    labels,
    value: (100 * travelled) / (steps * dt),
    n: steps,
    unit: 'cm/s',
  });
  yield plainScore({ metric: 'sequences', labels, value: samples.episodes, n: samples.episodes, unit: '1' });
  for (const [metric, value] of Object.entries(counts)) {
    yield plainScore({ metric, labels, value, n: steps, unit: '1' });
  }
}
