import type { Figure, HistoryPoint, Score, StudyEvent } from '@goal-driven/core';
import { balancedAccuracy, confusionMatrix } from '@goal-driven/metrics';
import { graphFigure } from '../network/graphFigure';
import type { ConvRnn } from '../network/convRnn';
import { STEP_DURATION } from '../network/Presentation';
import { shareRight } from '../task/answers';
import type { ImageReport } from './evaluateImages';

type Setting = {
  readonly architecture: ConvRnn;
  readonly classes: readonly string[];
  readonly history: readonly HistoryPoint[];
};

/** The scores and figures of a network's answers to held-out images; no confusions where an answer is missing. */
export function* reportImages(report: ImageReport, setting: Setting): Generator<StudyEvent> {
  const { labels, answers } = report;
  const { architecture } = setting;
  const name = { network: architecture.name, images: 'held-out' };
  const score = (metric: string, value: number, unit = '1', more: Score['labels'] = {}): StudyEvent => ({
    kind: 'score',
    score: {
      ...{ metric, version: 1, labels: { ...name, ...more }, value, unit, n: labels.length },
      ceiling: NaN,
      ceiled: NaN,
    },
  });
  yield score('accuracy', shareRight(labels, answers));
  yield score('balancedAccuracy', shareRight(labels, answers, balancedAccuracy));
  if (setting.classes.length > 5) yield score('topFiveAccuracy', report.topFive);
  yield score('crossEntropy', report.crossEntropy, 'nats');
  for (const [index, value] of report.accuracyOverTime.entries())
    yield score('accuracyAtStep', value, '1', { step: architecture.decodeFrom + index });
  for (const figure of [
    trainingFigure(setting),
    overTimeFigure(report, setting),
    ...(answers.some(Number.isNaN) ? [] : [confusionFigure(report, setting)]),
    graphFigure(architecture),
  ])
    yield { kind: 'figure', figure };
}

function trainingFigure({ history }: Setting): Figure {
  const line = (label: string, name: string) => {
    const points = history.filter(({ values }) => values[name] !== undefined);
    return { label, x: points.map(({ step }) => step), y: points.map(({ values }) => values[name]!) };
  };
  return {
    name: 'learning',
    title: 'Learning to tell objects apart',
    caption: 'Cross entropy of the answers on the images of each update, and on held-out ones.',
    kind: 'lines',
    axes: { x: 'parameter updates', y: 'cross entropy (nats)' },
    lines: [line('training', 'taskLoss'), line('held out', 'heldOut/taskLoss')],
  };
}

function overTimeFigure(report: ImageReport, { architecture, classes }: Setting): Figure {
  const { decodeFrom, movie, signalAt, compiled } = architecture;
  const arrival = signalAt[compiled.nodes.at(-1)!.name]!; // the schema wants a node
  return {
    name: 'accuracy-over-time',
    title: 'How soon the answer is there',
    caption:
      `Share of ${report.labels.length} held-out images whose class has the greatest logit, step by step. ` +
      `A step is ${STEP_DURATION} ms; the image reaches the readout ${arrival * STEP_DURATION} ms after it came on.`,
    kind: 'lines',
    axes: { x: 'time after the image came on (ms)', y: 'accuracy' },
    lines: [
      {
        label: architecture.name,
        x: report.accuracyOverTime.map((_, index) => (decodeFrom - movie.imageOn + index) * STEP_DURATION),
        y: report.accuracyOverTime,
      },
    ],
    references: [{ label: 'chance', y: 1 / classes.length }],
  };
}

/** Rows of a picture stand from the bottom up, so the first class is at the bottom. */
function confusionFigure({ labels, answers }: ImageReport, { classes }: Setting): Figure {
  const { classes: seen, counts } = confusionMatrix(labels, answers);
  const values = Array.from(seen, (_, row) => {
    const own = [...counts.values.subarray(row * seen.length, (row + 1) * seen.length)];
    const sum = own.reduce((total, count) => total + count, 0);
    return own.map((count) => count / sum);
  });
  const names = Array.from(seen, (label) => classes[label]!).join(', ');
  return {
    name: 'confusions',
    title: 'What is taken for what',
    caption: `Share of the images of a class (rows, from the bottom: ${names}) that got each answer (columns, from the left).`,
    kind: 'maps',
    maps: [{ label: 'confusions', values }],
    unit: 'share of the class',
  };
}
