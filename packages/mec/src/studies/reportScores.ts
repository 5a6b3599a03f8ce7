import { plainScore, type Score, type StudyEvent } from '@goal-driven/core';
import type { PathIntegrationReport } from '../evaluatePaths';
import { outputLosses, type OutputLoss, type OutputLossName } from '../outputLosses';

type Options = {
  readonly labels: Score['labels'];
  readonly loss: OutputLossName;
};

/**
 * The scores of a report, errors in cm. A loss stands between its floor and that of a uniform output; how far it came
 * from the one to the other is `Learnt`: 0 says nothing, 1 all there is to say.
 */
export function* reportScores(
  report: PathIntegrationReport,
  { labels, loss }: Options,
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
  const { metric: name, unit, uniform } = outputLosses[loss] as OutputLoss;
  const losses =
    uniform === undefined
      ? { [name]: report.loss }
      : { [name]: report.loss, [`${name}Floor`]: report.lossFloor, [`${name}Uniform`]: report.lossUniform };
  for (const [metric, value] of Object.entries(losses)) {
    yield plainScore({ metric, labels, value, n: report.samples, unit });
  }
  if (uniform !== undefined) {
    const learnt = (report.lossUniform - report.loss) / (report.lossUniform - report.lossFloor);
    yield plainScore({ metric: `${name}Learnt`, labels, value: learnt, n: report.samples, unit: '1' });
  }
}
