import { describeEnvironment, type Environment } from '@goal-driven/core';
import { formatTable } from '../formatTable';
import type { Io } from '../Io';

/** Says what is on this machine: backends, versions, threads, BLAS, GPU, memory, data folders. */
export async function doctor({ json = false }: { json?: boolean }, { stdout }: Io): Promise<void> {
  const environment = await describeEnvironment();
  stdout.write(json ? `${JSON.stringify(environment, undefined, 2)}\n` : describeForPeople(environment));
}

function describeForPeople({
  node,
  os,
  processor,
  memory,
  backends,
  wasm,
  gpus,
  blas,
  data,
}: Environment): string {
  const threads = `${wasm.threads} thread${wasm.threads === 1 ? '' : 's'}`;
  const wasmFeatures = [
    ...(wasm.simd ? ['SIMD'] : []),
    ...(wasm.fusedMultiplyAdd ? ['fused multiply-add'] : []),
    threads,
  ];
  const rows = [
    ['node', node],
    ['system', os],
    ['processor', `${processor.model}, ${processor.cores} cores, ${processor.features.join(' ')}`],
    ['memory', `${memory.free.toFixed(1)} of ${memory.total.toFixed(1)} GB free`],
    ['GPU', gpus.join('; ') || 'none'],
    ['BLAS', blas ?? 'not known; only native backends use it'],
    [
      'data',
      data.folder === undefined
        ? 'GOAL_DRIVEN_DATA is not set'
        : `${data.folder}${data.exists ? '' : ' (absent)'}`,
    ],
    ...backends.map(({ name, present, detail }) => [
      `backend ${name}`,
      present
        ? [detail, ...(name === 'wasm' ? wasmFeatures : [])].join(', ')
        : `absent; to bring it: ${detail}`,
    ]),
  ];
  return formatTable(rows);
}
