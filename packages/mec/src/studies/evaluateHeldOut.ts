import { Interrupted, type Score, type Session, type StudyEvent } from '@goal-driven/core';
import { boundsOf, describeArena } from '../arena';
import { evaluatePaths, type Network, type PathIntegrationReport, type Traced } from '../evaluatePaths';
import { errorOverTimeFigure, pathsFigure, trainingCurveFigure, type CurvePoint } from '../figures';
import { outputLosses, type OutputLossName } from '../outputLosses';
import { outputLossName } from '../pathIntegrationTask';
import { createRateMaps, unitMapEvents } from '../rateMapScores';
import type { createParts } from './createParts';
import type { PathIntegrationConfig } from './PathIntegrationConfig';
import { reportScores } from './reportScores';

export type HeldOutSetting = {
  readonly network: Network;
  readonly parts: ReturnType<typeof createParts>;
  readonly session: Session;
  /** Before the names of the figures. */
  readonly prefix: string;
  /** Beside those of paths, arena and layer. */
  readonly labels?: Score['labels'];
  /** The loss over training; no figure of it where left out or empty. */
  readonly curve?: readonly CurvePoint[];
};

/** Scores and figures of a network on held-out paths as long as those of training, and the maps of its units. */
export async function* evaluateHeldOut(
  config: PathIntegrationConfig,
  { network, parts, session, prefix, labels: others = {}, curve = [] }: HeldOutSetting,
): AsyncGenerator<StudyEvent> {
  const { evaluation, arena, motion } = config;
  const maps = createRateMaps(boundsOf(arena), evaluation.binWidth);
  const loss = outputLossName(config.task);
  let first: Pick<Traced, 'batch' | 'decoded'> | undefined;
  const report = await evaluatePaths(network, heldOutBatches(parts, evaluation.batches, session), {
    readout: parts.readout,
    loss,
    layer: evaluation.layer,
    visit: (traced) => {
      first ??= { batch: traced.batch, decoded: traced.decoded };
      maps.add(traced);
    },
  });
  const labels = { ...others, paths: 'held-out', arena: describeArena(arena), layer: evaluation.layer };
  yield* reportScores(report, { labels, loss });
  if (curve.length > 0) {
    yield { kind: 'figure', figure: trainingCurveFigure(curve, lossAnchors(loss, report)) };
  }
  yield { kind: 'figure', figure: errorOverTimeFigure(`${prefix}error-along-path`, report, motion) };
  const options = { bounds: boundsOf(arena), panels: evaluation.shownPaths };
  yield { kind: 'figure', figure: pathsFigure(`${prefix}paths`, first!, options) };
  yield* unitMapEvents(maps, { labels, shown: evaluation.shownMaps, prefix, session });
}

/** The first batches of held-out paths. */
export async function* heldOutBatches(
  { heldOut }: Pick<HeldOutSetting['parts'], 'heldOut'>,
  count: number,
  session: Session,
) {
  for (let batch = 0; batch < count; batch++) {
    if (session.signal.aborted) throw new Interrupted('heldOutBatches: interrupted while evaluating', 0);
    session.progress('held-out paths', batch, count);
    yield (await heldOut.read({ batch })).batch;
  }
}

function lossAnchors(loss: OutputLossName, report: PathIntegrationReport) {
  if (loss === 'position') return { unit: 'm²', anchors: [{ label: 'perfect', y: 0 }] };
  const [uniform, perfect] =
    loss === 'placeCells'
      ? ['uniform output, ln N', 'entropy of the targets']
      : ['uniform output, 1 / N', 'perfect'];
  return {
    unit: outputLosses[loss].unit,
    anchors: [
      { label: uniform, y: report.lossUniform },
      { label: perfect, y: report.lossFloor },
    ],
  };
}
