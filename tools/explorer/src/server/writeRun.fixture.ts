import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Written = {
  readonly scores: readonly {
    readonly metric: string;
    readonly value: number;
    readonly labels?: { readonly [label: string]: string | number };
  }[];
  readonly config?: unknown;
  readonly study?: string;
  readonly report?: string;
};

/** A finished run as its folder holds it, for specs. */
export function writeRun(
  folder: string,
  { scores, config = { network: { cell: 'lstm' } }, study = 'mec/path-integration', report = '' }: Written,
): void {
  mkdirSync(folder, { recursive: true });
  const versions = { node: '20' };
  const common = { study, seed: 1, backend: 'cpu', versions };
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  write('manifest.json', {
    ...common,
    ...{ platform: 'linux x64', inputs: {}, git: null, command: ['goal-driven'], resumed: [] },
    started: '2026-11-30T00:00:00.000Z',
  });
  write('config.json', config);
  write('status.json', { state: 'finished', step: 3, updated: '2026-11-30T00:00:01.000Z', pid: 1 });
  const rest = { version: 1, ceiling: null, ceiled: null, n: 1, unit: '1' };
  write('results.json', {
    ...common,
    ...{ config: {}, complete: true, figures: [] },
    scores: scores.map((score) => ({ labels: {}, ...rest, ...score })),
  });
  writeFileSync(join(folder, 'report.html'), report);
}
