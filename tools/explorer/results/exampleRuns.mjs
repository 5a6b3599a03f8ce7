// What the example set of the Results panel is made of: studies and claims at their smallest size, which shows how the
// panel works and decides nothing.

const seeds = [1, 2, 3];
const small = ['--preset', 'smoke', '--backend', 'wasm'];

/** @returns {[string, string[]][]} the name of a run's folder, and what follows `goal-driven` to make it */
const cells = () =>
  ['ugrnn', 'gru', 'lstm'].flatMap((cell) =>
    seeds.map((seed) => [
      `path-integration-${cell}-${seed}`,
      ['run', 'mec/path-integration', ...small, '--set', `network.cell=${cell}`, '--seed', `${seed}`],
    ]),
  );

const claims = () =>
  [
    'mec/grid-and-heterogeneous',
    'mec/place-cells-generalise',
    'mec/gating-generalises',
    'mec/saturation-does-not-generalise',
    'mec/integration-needed',
    'mec/factorised-too-grid-like',
    'mec/position-too-little-grid-like',
    'learning-rules/depth-limits-feedback-alignment',
    'learning-rules/mirrors-are-brittle',
    'learning-rules/kolen-pollack-survives-noise',
    'ventral-stream/recurrence-helps',
    'ventral-stream/gating-helps',
    'ventral-stream/feedback-helps',
  ].map((name) => [name.replace('/', '-'), ['claims', 'run', name, ...small, '--seed', '1']]);

const rules = () =>
  ['backpropagation', 'feedbackAlignment', 'kolenPollack'].flatMap((rule) =>
    seeds.map((seed) => [
      `position-${rule}-${seed}`,
      [
        ...['run', 'mec/path-integration', ...small, '--seed', `${seed}`],
        ...['--set', 'task.loss=position', '--set', `learningRule.kind=${rule}`],
      ],
    ]),
  );

const others = () =>
  ['learning-rules/credit', 'ventral-stream/categorisation', 'mouse-visual/neural-fits', 'mec/cells'].map(
    (study) => [study.replace('/', '-'), ['run', study, ...small, '--seed', '1']],
  );

/** @type {[string, string[]][]} */
export const exampleRuns = /** @type {any} */ ([...cells(), ...claims(), ...rules(), ...others()]);
