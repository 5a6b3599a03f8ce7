import type { Score, StudyEvent } from '@goal-driven/core';
import type { PathIntegrationReport } from '../evaluation';

type Options = {
  readonly labels: Score['labels'];
  /** Outputs of the network: place cells, or 2. */ readonly code: number;
};

/** The scores of a report, errors in cm. */
export function* reportScores(
  report: PathIntegrationReport,
  { labels, code }: Options,
): Generator<StudyEvent> {
  const centimetres = {
    decodingError: report.decodingError,
    noMotionError: report.noMotionError,
    stayError: report.stayError,
    decoderFloor: report.decoderFloor,
  };
  for (const [metric, metres] of Object.entries(centimetres)) {
    yield plainScore({ metric, labels, value: 100 * metres, n: report.samples, unit: 'cm' });
  }
  const ratios = {
    decodingErrorOverNoMotion: report.decodingError / report.noMotionError,
    decodingErrorOverStay: report.decodingError / report.stayError,
  };
  for (const [metric, value] of Object.entries(ratios)) {
    yield plainScore({ metric, labels, value, n: report.samples, unit: '1' });
  }
  const losses =
    code === 2
      ? { positionLoss: report.loss }
      : {
          placeCellLoss: report.loss,
          placeCellLossFloor: report.lossFloor,
          placeCellLossUniform: Math.log(code),
        };
  for (const [metric, value] of Object.entries(losses)) {
    yield plainScore({ metric, labels, value, n: report.samples, unit: code === 2 ? 'm^2' : 'nats' });
  }
}

/** A score without a ceiling. */
export const plainScore = (row: Omit<Score, 'version' | 'ceiling' | 'ceiled'>): StudyEvent => ({
  kind: 'score',
  score: { version: 1, ceiling: NaN, ceiled: NaN, ...row },
});
