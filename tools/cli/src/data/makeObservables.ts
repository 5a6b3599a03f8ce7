import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quietSession, writeNpz } from '@goal-driven/core';
import {
  convertedArrays,
  joinDatasets,
  RULES,
  samplesOf,
  TrajectoryConfig,
  trainTrajectory,
} from '@goal-driven/learning-rules';
import type { Making } from './makers';

/**
 * `dataset.npz` as the converter of the published data set writes it, of small dense networks that are trained under each
 * of the four rules: 45 observables at 21 moments. Their rules, tasks and networks have names of their own, not the
 * published ones.
 *
 * @param making `count` networks of each rule, which differ in their start
 */
export async function makeObservables({ folder, rng, count = 4 }: Making): Promise<string> {
  const sets = [];
  for (let start = 0; start < count; start++) {
    for (const rule of RULES) {
      const config = TrajectoryConfig.parse({
        rule,
        ...{ task: 'templates', network: { kind: 'dense', widths: [12, 12, 12] }, batchSize: 16 },
        examples: { kind: 'templates', classes: 4, size: 6, train: 160, test: 32 },
        ...{ epochs: 4, checkpoints: 21, probes: 32, modelSeed: start, dataSeed: start },
      });
      const name = `${rule}-${start}`;
      const trajectory = await trainTrajectory(config, { rng, session: quietSession(), name });
      sets.push(samplesOf(trajectory, config));
    }
  }
  const dataset = joinDatasets(sets);
  const arrays = convertedArrays(dataset, 'synthetic: trainings of goal-driven data make');
  await writeFile(join(folder, 'dataset.npz'), writeNpz(arrays, { compress: true }));
  return `${dataset.meta.length} layers of ${sets.length} small networks under ${RULES.length} rules; dataset.npz`;
}
