/**
 * The published training loop as the study runs it: walks, place code, forward pass, cross-entropy with decay of the
 * recurrent weights, backward pass, Adam. `publishedLoop.py` is its twin in PyTorch.
 */
import { backpropagation, createRng, quietSession, train } from '../packages/core/dist/index.js';
import {
  createPlaceCells,
  PathIntegrationConfig,
  pathIntegrationNetwork,
  pathIntegrationStream,
  pathIntegrationTask,
} from '../packages/mec/dist/index.js';

/** An update for each call of `step`, which gives its loss; `stop` ends the training. */
export function publishedLoop(units) {
  const { arena, motion, timesteps, batchSize, placeCells, network, task, training } =
    PathIntegrationConfig.parse({
      network: { units },
      training: { prefetch: 0, logEvery: 1 },
    });
  const rng = createRng(0);
  const cells = createPlaceCells(placeCells, arena, { rng });
  const paths = { arena, motion, timesteps, batchSize, code: cells };
  const stream = pathIntegrationStream(paths, rng.child('paths'));
  const turn = turnstile();
  const told = turnstile();
  const ended = train({
    architecture: pathIntegrationNetwork({
      ...network,
      code: cells.count,
      movement: 2,
      cues: 0,
      headings: 0,
    }),
    task: pathIntegrationTask(task, cells),
    stream: { ...stream, read: (cursor) => turn.wait().then(() => stream.read(cursor)) },
    rule: backpropagation,
    config: training,
    rng: rng.child('train'),
    session: { ...quietSession(), log: (_, { loss }) => told.pass(loss) },
  });
  ended.catch((error) => told.fail(error)); // a step that waits hears of it
  return {
    step: () => {
      const loss = told.wait();
      turn.pass();
      return loss;
    },
    stop: () => turn.fail(new Error('publishedLoop: stopped')),
  };
}

/** Whoever waits goes on when somebody passes something, before or after. */
function turnstile() {
  const passed = [];
  const waiting = [];
  let broken;
  return {
    wait: () =>
      new Promise((resolve, reject) => {
        if (broken) reject(broken);
        else if (passed.length > 0) resolve(passed.shift());
        else waiting.push({ resolve, reject });
      }),
    pass: (value) => {
      const next = waiting.shift();
      if (next) next.resolve(value);
      else passed.push(value);
    },
    fail: (error) => {
      broken = error;
      waiting.forEach(({ reject }) => reject(error));
    },
  };
}
