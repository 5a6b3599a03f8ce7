import {
  backpropagation,
  defineStudy,
  plainScore,
  withTrained,
  type FeedForwardNetwork,
  type Figure,
  type HistoryPoint,
  type StudyEvent,
} from '@goal-driven/core';
import { judgeReadout } from '../readout/judgeReadout';
import { TOP, type Read } from '../readout/linearReadout';
import { nayebi2023 } from '../sources';
import { createReadout } from './createReadout';
import { LinearReadoutConfig } from './LinearReadoutConfig';
import { linearReadoutPresets } from './linearReadoutPresets';

export default defineStudy({
  name: 'mouse-visual/linear-readout',
  question:
    'What can a fully connected layer say of an image from what an encoder makes of it that stays as it is?',
  sources: [nayebi2023],
  config: LinearReadoutConfig,
  presets: linearReadoutPresets,
  async *run({ config, rng, session }) {
    const parts = await createReadout(config, rng);
    const { architecture, task, stream, heldOut, known, classes } = parts;
    const counts = classes.length > TOP ? [1, TOP] : [1];
    const training = { config: config.training, rng: rng.child('train'), session, rule: backpropagation };
    try {
      yield* withTrained<Read, FeedForwardNetwork, void>(
        { architecture, task, stream, heldOut, ...training },
        async function* ({ network, history }) {
          const sets = {
            train: { ...known, session, label: 'images to learn from' },
            test: { stream: heldOut, batches: parts.heldOutBatches, session, label: 'held-out images' },
          };
          const labels = {
            network: parts.frozen.encoder.architecture.name,
            encoder: encoderOf(config),
            layer: config.encoder.layer ?? 'output',
            readout: config.readout.kind,
          };
          for (const [images, set] of Object.entries(sets)) {
            const { shares, n } = await judgeReadout(network, counts, set);
            yield* shares.map((value, at): StudyEvent => {
              const metric = counts[at] === 1 ? 'accuracy' : 'top5Accuracy';
              return plainScore({ metric, labels: { ...labels, images }, value, n });
            });
          }
          yield { kind: 'figure', figure: accuracyFigure(history, classes.length) };
        },
      );
    } finally {
      await known.stream.close();
      parts.dispose();
    }
  },
});

const encoderOf = ({ encoder }: LinearReadoutConfig): string =>
  encoder.kind === 'run' && encoder.untrained ? 'untrained' : encoder.kind;

function accuracyFigure(history: readonly HistoryPoint[], classes: number): Figure {
  const line = (label: string, name: string) => {
    const points = history.filter(({ values }) => values[name] !== undefined);
    return { label, x: points.map(({ step }) => step), y: points.map(({ values }) => values[name]!) };
  };
  const lines = [
    line('training', 'accuracy'),
    line('held out', 'heldOut/accuracy'),
    line('training, among five', 'top5Accuracy'),
    line('held out, among five', 'heldOut/top5Accuracy'),
  ];
  return {
    name: 'accuracy',
    title: 'Readout of a frozen encoder',
    caption:
      `Share of ${classes} classes' images whose class is read out, and is among the five likeliest: of the images of ` +
      `each update, before it and as they are augmented, and of held-out ones, mean over the batches of a look.`,
    kind: 'lines',
    axes: { x: 'parameter updates', y: 'accuracy' },
    lines: lines.filter(({ x }) => x.length > 0),
  };
}
