import { useDoubleProducts, type NdArray } from '@goal-driven/core/arrays';
import type { Metric } from '@goal-driven/metrics';
import { describeSchema } from '../describeSchema';
import { formatTable } from '../formatTable';
import type { Io } from '../Io';
import { jsonSchemaOf } from '../JsonSchema';
import { metrics } from '../metrics';
import { resultJson, resultTable } from '../metricResult';
import { lookUp } from '../nearest';
import { progressLine } from '../progressLine';
import { readArray } from '../readArray';
import { parseScoreWords } from '../parseScoreWords';

/**
 * Computes a metric from arrays in files and prints the result, and nothing else, to standard output; on a terminal
 * standard error shows how far long work is.
 *
 * @param words what follows the metric's name: its arguments and options
 * @param options.backend where large products are computed
 */
export async function score(
  name: string | undefined,
  words: readonly string[],
  { backend }: { readonly backend: string },
  { stdout, stderr }: Io,
): Promise<void> {
  if (name === undefined) return void stdout.write(listOfMetrics());
  const metric = lookUp('metric', name, metrics);
  if (words.some((word) => word === '--help' || word === '-h')) return void stdout.write(usageOf(metric));
  const json = words.includes('--json');
  const { files, options } = parseScoreWords(
    metric,
    words.filter((word) => word !== '--json'),
  );
  const arrays: { [argument: string]: NdArray } = {};
  for (const [argument, typed] of Object.entries(files)) {
    arrays[argument] = await readArray(`--${argument}`, typed);
  }
  await chooseProducts(backend);
  const line = progressLine(stderr, () => performance.now());
  const onProgress = (done: number, total: number) =>
    line.show({ label: metric.name, done, total, note: '' });
  const result = metric.run(arrays, options, stderr.isTTY ? onProgress : undefined);
  line.end();
  const head = { metric: metric.name, version: metric.version };
  stdout.write(json ? resultJson(head, result) : resultTable({ ...head, ...result }));
}

/** Core, which brings tensors along, is loaded only by those who ask for another backend than the metrics' own. */
async function chooseProducts(backend: string): Promise<void> {
  if (backend === 'wasm') return useDoubleProducts(undefined);
  const [{ useProductsOf }, { lookUpBackend }] = await Promise.all([
    import('@goal-driven/core'),
    import('../lookUpBackend'),
  ]);
  await useProductsOf(lookUpBackend(backend));
}

const listOfMetrics = (): string =>
  formatTable(Object.values(metrics).map(({ name, description }) => [name, description])) +
  '\nWhat one takes: goal-driven score <metric> --help\n';

function usageOf({ name, description, arguments: taken, options, gives }: Metric): string {
  const argument = ([key, { axes, optional }]: [string, Metric['arguments'][string]]): string[] => [
    `--${key} file.npz:key`,
    `${axes}${optional ? ' (may be left out)' : ''}`,
  ];
  return [
    `${name}: ${description}\n`,
    `arguments\n${formatTable(Object.entries(taken).map(argument))}`,
    `options, each as --setting value\n${describeSchema(jsonSchemaOf(options))}`,
    `gives\n${formatTable(Object.entries(gives))}`,
  ].join('\n');
}
