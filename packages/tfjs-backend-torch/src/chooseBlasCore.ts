import { readFileSync } from 'node:fs';

/**
 * Names the processor to OpenBLAS, before it is loaded: releases older than a processor do not know its model and
 * take the kernels of 2004 for it, a fifth as fast. A name that the user has set stays, and processors without
 * AVX-512, whose models have been known for long, are left to OpenBLAS.
 *
 * @param flags what the processor can do, as Linux tells it
 */
export function chooseBlasCore(environment: NodeJS.ProcessEnv, flags: ReadonlySet<string>): void {
  if (needed.every((flag) => flags.has(flag))) environment['OPENBLAS_CORETYPE'] ??= 'SKYLAKEX';
}

/** What OpenBLAS's kernels for Skylake-X use. */
const needed = ['fma', 'avx512f', 'avx512cd', 'avx512bw', 'avx512dq', 'avx512vl'];

/** The processor's flags; none where the system does not tell them. */
export function processorFlags(): ReadonlySet<string> {
  try {
    const line = /^flags\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'));
    return new Set(line?.[1]?.split(' ') ?? []);
  } catch {
    return new Set(); // not Linux
  }
}
