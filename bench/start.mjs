/** `pnpm bench` times training steps, `pnpm bench metrics` the metrics; both take options, see either's `run.mjs`. */
const metrics = process.argv[2] === 'metrics';
if (metrics) process.argv.splice(2, 1);
await import(metrics ? './metrics/run.mjs' : './run.mjs');
