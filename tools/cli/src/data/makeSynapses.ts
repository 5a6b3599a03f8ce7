import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ndArray, writeNpy } from '@goal-driven/core';
import { publishedSynapses, simulateKesten, type SynapseKind } from '@goal-driven/learning-rules';
import type { Making } from './makers';

const names = { pyramidal: 'pyr', parvalbumin: 'pv' } as const satisfies { [kind in SynapseKind]: string };
const PER_DENDRITE = 40;

/**
 * The matrices of synaptic sizes [synapses, sessions] and the dendrite of each synapse, under their published names
 * (NPY, though called `.npz`). Sizes follow the published Kesten processes, in which no synapse is born.
 */
export async function makeSynapses({ folder, rng, count }: Making): Promise<string> {
  const into = join(folder, 'weight_matrices');
  await mkdir(into);
  for (const kind of Object.keys(names) as SynapseKind[]) {
    const { synapses: published, sessions, logMean, logStandardDeviation } = publishedSynapses[kind];
    const synapses = count ?? published;
    const own = rng.child(kind);
    const start = own
      .child('start')
      .normal(synapses)
      .map((x) => Math.exp(logMean + logStandardDeviation * x));
    const { values } = simulateKesten(publishedSynapses[kind], { start, sessions }, own.child('steps'));
    const dendrites = Float64Array.from({ length: synapses }, (_, at) => Math.floor(at / PER_DENDRITE));
    await writeFile(
      join(into, `quantile_4060_${names[kind]}.npz`),
      writeNpy(ndArray(values, [synapses, sessions])),
    );
    await writeFile(join(into, `${names[kind]}_map.npz`), writeNpy(ndArray(dendrites, [synapses])));
  }
  return 'sizes of synapses that follow the published Kesten processes';
}
