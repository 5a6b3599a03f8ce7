// In place of fast-check where properties are fuzzed: every one tries a hundred times as many examples, of another
// seed, until its time is over. The true one goes by its folder, since its name leads here.
import fc, * as all from '../node_modules/fast-check/lib/fast-check.js';

const [seed = 0, interruptAfterTimeLimit = 0] = (process.env.GOAL_DRIVEN_PROPERTIES ?? '')
  .split(',')
  .map(Number);

/**
 * @param {any} property
 * @param {fc.Parameters<any>} [parameters]
 */
export const assert = (property, parameters = {}) =>
  fc.assert(property, {
    ...parameters,
    seed,
    numRuns: 100 * (parameters.numRuns ?? 100),
    interruptAfterTimeLimit,
    markInterruptAsFailure: false,
  });

// eslint-disable-next-line no-restricted-syntax -- all that fast-check exports, but for one
export * from '../node_modules/fast-check/lib/fast-check.js';
// eslint-disable-next-line no-restricted-syntax -- as fast-check has it
export default { ...all, assert };
