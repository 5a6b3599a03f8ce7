/**
 * `pnpm bench` times training steps, `pnpm bench metrics` the metrics, `pnpm bench maps` rate maps of many units,
 * `pnpm bench sweep` large sweeps; all take options, see the head of each file.
 */
const files = { metrics: './metrics/run.mjs', maps: './rateMaps.mjs', sweep: './sweep/run.mjs' };
const what = Object.keys(files).find((name) => name === process.argv[2]);
if (what !== undefined) process.argv.splice(2, 1);
await import(what === undefined ? './run.mjs' : files[what]);
