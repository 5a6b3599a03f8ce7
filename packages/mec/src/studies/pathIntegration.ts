import {
  backpropagation,
  defineStudy,
  disposeTree,
  Interrupted,
  train,
  type Session,
  type StudyEvent,
} from '@goal-driven/core';
import { boundsOf, describeArena } from '../arena';
import { evaluatePaths, type Network, type PathIntegrationReport, type Traced } from '../evaluation';
import { errorOverTimeFigure, pathsFigure, trainingCurveFigure, type CurvePoint } from '../figures';
import { outputLosses, type OutputLossName } from '../outputLosses';
import { outputLossName } from '../pathIntegrationTask';
import { createRateMaps, unitMapEvents } from '../rateMapScores';
import { banino2018, butler2019, campbell2018, cueva2018, nayebi2021, sorscher2019 } from '../sources';
import { createParts } from './createParts';
import { evaluateRecordedPath } from './evaluateRecordedPath';
import { PathIntegrationConfig } from './PathIntegrationConfig';
import { presets } from './presets';
import { reportScores } from './reportScores';

export default defineStudy({
  name: 'mec/path-integration',
  question:
    'Does a network that learns where its own movement takes it come to have the cells of medial entorhinal cortex?',
  sources: [nayebi2021, sorscher2019, banino2018, cueva2018, butler2019, campbell2018],
  config: PathIntegrationConfig,
  presets,
  async *run({ config, rng, session }) {
    const parts = createParts(config, rng);
    const trained = await train({
      architecture: parts.architecture,
      task: parts.task,
      stream: parts.stream,
      heldOut: parts.heldOut,
      rule: backpropagation,
      config: config.training,
      rng: rng.child('train'),
      session,
    });
    try {
      const network = {
        architecture: parts.architecture,
        params: trained.params.model,
        state: trained.state,
      };
      const curve = trained.history.flatMap(({ step, values }) =>
        values['taskLoss'] === undefined ? [] : [{ step, value: values['taskLoss'] }],
      );
      yield* evaluateHeldOut(config, { network, parts, curve, session, prefix: '' });
      for (const [index, arena] of config.evaluation.arenas.entries()) {
        const there = { ...config, arena };
        const setting = { network, parts: createParts(there, rng), curve: [], session };
        yield* evaluateHeldOut(there, { ...setting, prefix: `arena-${index + 1}-` });
      }
      if (config.recordedPath !== undefined) {
        yield* evaluateRecordedPath({
          study: config,
          recorded: config.recordedPath,
          network,
          parts,
          session,
        });
      }
    } finally {
      disposeTree({ params: trained.params, state: trained.state, taskState: trained.taskState });
    }
  },
});

type Setting = {
  readonly network: Network;
  readonly parts: ReturnType<typeof createParts>;
  readonly curve: readonly CurvePoint[];
  readonly session: Session;
  /** Before the names of the figures. */
  readonly prefix: string;
};

async function* evaluateHeldOut(
  config: PathIntegrationConfig,
  { network, parts, curve, session, prefix }: Setting,
): AsyncGenerator<StudyEvent> {
  const { evaluation, arena, motion } = config;
  const maps = createRateMaps(boundsOf(arena), evaluation.binWidth);
  const loss = outputLossName(config.task);
  let first: Pick<Traced, 'batch' | 'decoded'> | undefined;
  const batches = (async function* () {
    for (let batch = 0; batch < evaluation.batches; batch++) {
      if (session.signal.aborted)
        throw new Interrupted('mec/path-integration: interrupted while evaluating', 0);
      session.progress('held-out paths', batch, evaluation.batches);
      yield (await parts.heldOut.read({ batch })).batch;
    }
  })();
  const report = await evaluatePaths(network, batches, {
    readout: parts.readout,
    loss,
    layer: evaluation.layer,
    visit: (traced) => {
      first ??= { batch: traced.batch, decoded: traced.decoded };
      maps.add(traced);
    },
  });
  const labels = {
    paths: 'held-out',
    arena: describeArena(arena),
    layer: evaluation.layer,
  };
  yield* reportScores(report, { labels, loss });
  if (curve.length > 0) {
    yield { kind: 'figure', figure: trainingCurveFigure(curve, lossAnchors(loss, report)) };
  }
  yield { kind: 'figure', figure: errorOverTimeFigure(`${prefix}error-along-path`, report, motion.dt) };
  const options = { bounds: boundsOf(arena), panels: evaluation.shownPaths };
  yield { kind: 'figure', figure: pathsFigure(`${prefix}paths`, first!, options) };
  yield* unitMapEvents(maps, { labels, shown: evaluation.shownMaps, prefix, session });
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
