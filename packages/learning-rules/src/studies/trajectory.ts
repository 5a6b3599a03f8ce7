import {
  defineStudy,
  NumericalError,
  plainScore,
  type LinesFigure,
  type StudyEvent,
} from '@goal-driven/core';
import { OBSERVABLES } from '../identification/observables';
import { CLEAR } from '../identification/RuleDataset';
import { trainTrajectory } from '../identification/trainTrajectory';
import { TrajectoryConfig } from '../identification/TrajectoryConfig';
import type { Trajectory } from '../identification/trajectoryOf';
import { nayebi2020 } from '../identification/nayebi2020';

/** What the figures show of each layer; the curves of the run have everything. */
const SHOWN = ['weightabs_median', 'weightraw_norm', 'actabs_mean', 'actraw_norm', 'gradavgraw_id'];

export default defineStudy({
  name: 'learning-rules/trajectory',
  question: 'What of a layer can be observed while a network learns by a rule?',
  sources: [nayebi2020],
  config: TrajectoryConfig,
  presets: {
    quick: {},
    smoke: {
      examples: { kind: 'templates', classes: 4, size: 6, train: 200, test: 100 },
      network: { kind: 'dense', widths: [8, 8] },
      epochs: 2,
      checkpoints: 5,
      probes: 20,
    },
    kNet: {
      network: { kind: 'kNet' },
      examples: { kind: 'templates', size: 16, train: 2000, test: 500 },
      output: 'own',
      epochs: 5,
      probes: 64,
    },
    contrastive: { task: 'views', objective: { kind: 'views' } },
    sounds: {
      task: 'words',
      network: { kind: 'convolution', channels: [8, 16] },
      examples: { kind: 'spokenWords', ear: { filters: 20, sampleFactor: 1 }, train: 1000, test: 300 },
    },
  },
  async *run({ config, rng, session }) {
    const labels = { rule: config.rule, task: config.task };
    const diverged = (value: 0 | 1) => plainScore({ metric: 'diverged', labels, value, n: 1 });
    let trajectory: Trajectory;
    try {
      trajectory = await trainTrajectory(config, { rng, session });
    } catch (error) {
      // A rule that diverges is a result, and a sample that the data set says it lacks.
      if (!(error instanceof NumericalError)) throw error;
      session.say?.(error.message);
      yield diverged(1);
      return;
    }
    yield diverged(0);
    for (const [name, values] of Object.entries(trajectory.heldOut)) {
      const unit = name === 'loss' ? 'nats' : '1';
      yield plainScore({ metric: name, labels, value: values.at(-1)!, n: config.examples.test, unit });
    }
    yield* figuresOf(trajectory);
  },
});

function* figuresOf({ steps, layers }: Trajectory): Generator<StudyEvent> {
  for (const name of SHOWN) {
    const column = OBSERVABLES.indexOf(name);
    const lines: LinesFigure['lines'] = layers.map(({ layer, views }) => {
      const table = views[CLEAR] ?? Object.values(views)[0]!;
      return {
        label: layer,
        x: steps,
        y: steps.map((_, time) => table.values[time * OBSERVABLES.length + column]!),
      };
    });
    yield {
      kind: 'figure',
      figure: {
        kind: 'lines',
        name: `trajectory-${name.replace('_', '-')}`,
        title: name,
        caption: 'Of each layer, at every checkpoint.',
        axes: { x: 'updates', y: name },
        lines,
      },
    };
  }
}
