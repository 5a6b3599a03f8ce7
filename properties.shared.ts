// In place of fast-check where properties are fuzzed: every one tries a hundred times as many examples, of a new
// seed, until its time is over (`GOAL_DRIVEN_PROPERTIES`, in milliseconds). The true one goes by its folder, since
// its name leads here.
import fc, * as all from './node_modules/fast-check';

const asserted = <Examples>(property: fc.IRawProperty<Examples>, parameters: fc.Parameters<Examples> = {}) =>
  fc.assert(property, {
    ...parameters,
    seed: Date.now() ^ (Math.random() * 2 ** 31),
    numRuns: 100 * (parameters.numRuns ?? 100),
    interruptAfterTimeLimit: Number(process.env['GOAL_DRIVEN_PROPERTIES']),
    markInterruptAsFailure: false,
  });

export * from './node_modules/fast-check';
export { asserted as assert };
export default { ...all, assert: asserted };
