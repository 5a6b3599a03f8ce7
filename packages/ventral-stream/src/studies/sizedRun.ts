import { basename, resolve } from 'node:path';
import { DataError, readRun } from '@goal-driven/core';
import { openImageData } from '@goal-driven/stimuli';
import type { SizedModel } from '../benchmarks/publishedZoo';
import { networkSize } from '../network/networkSize';
import { CategorisationConfig } from './CategorisationConfig';
import { createNetwork, type NetworkChoice } from './NetworkChoice';

export type SizedRun = {
  /** Accuracy on the held-out images of the run; parameters and units of its network. */
  readonly model: SizedModel;
  /** What its accuracy is of. */
  readonly test: CategorisationConfig['data']['test'];
};

/**
 * A finished run of `ventral-stream/categorisation` as a row of the trade-off: any network, recurrent or feed-forward. No
 * parameter is made.
 *
 * @param directory of the run
 * @param label what the model is called; its published name and width, or the run's folder, where left out
 * @param behaviour folder of a finished run of `ventral-stream/behaviour` that asked this run's network for its times
 * @throws DataError for a folder that is no finished run of these studies, or a behaviour of another network
 */
export function sizedRun(
  directory: string,
  { label, behaviour }: { readonly label?: string | undefined; readonly behaviour?: string | undefined } = {},
): SizedRun {
  const { config, scores } = finishedRun(directory, 'ventral-stream/categorisation');
  const { network: choice, data } = CategorisationConfig.parse(config);
  const { classes } = openImageData(data.test);
  const network = createNetwork(choice, { size: data.size, classes: classes.length });
  const { parameters, units, depth, timesteps } = networkSize(network);
  const accuracy = scores.find(({ metric }) => metric === 'accuracy');
  if (accuracy === undefined) throw new DataError(`${directory}: must hold an accuracy, got none`);
  const model = {
    name: label ?? nameOf(choice) ?? basename(resolve(directory)),
    ...{ top1: 100 * accuracy.value, parameters, units, depth, timesteps },
    ...(behaviour !== undefined && { consistency: consistencyOf(behaviour, network.name) }),
  };
  return { model, test: data.test };
}

/** Of a network that has one; others are called by the folder of their run. */
const nameOf = (choice: NetworkChoice): string | undefined => {
  if (choice.kind !== 'published' && choice.kind !== 'baseline') return undefined;
  return choice.width === 1 ? choice.name : `${choice.name} x ${choice.width}`;
};

function finishedRun(directory: string, study: string) {
  const run = readRun(directory);
  if (run.manifest.study !== study || !run.complete)
    throw new DataError(
      `${directory}: must be a finished run of ${study}, got ${run.complete ? 'one' : 'an unfinished one'} of ${run.manifest.study}`,
    );
  return run;
}

/** Of a recurrent network that of its layers together; of a feed-forward one the better of both schedules. */
function consistencyOf(directory: string, network: string): NonNullable<SizedModel['consistency']> {
  const { scores } = finishedRun(directory, 'ventral-stream/behaviour');
  const rows = scores.filter(
    ({ metric, labels }) =>
      metric === 'solutionTimeConsistency' &&
      ['together', 'uniform', 'graded'].includes(String(labels['features'])),
  );
  const other = rows.find(({ labels }) => labels['model'] !== network);
  if (rows.length === 0 || other !== undefined)
    throw new DataError(
      `${directory}: must have asked ${network} for its solution times, got ${other?.labels['model'] ?? 'none'}`,
    );
  const known = rows.map(({ value }) => value).filter((value) => !Number.isNaN(value));
  return {
    value: known.length > 0 ? Math.max(...known) : NaN,
    observer: String(rows[0]!.labels['observer']),
  };
}
