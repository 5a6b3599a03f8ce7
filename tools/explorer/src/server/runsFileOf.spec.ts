import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { parseRunsFile } from '../runs/parseRunsFile';
import type { RunsFile } from '../runs/RunsFile';
import { readRunsFile } from './readRunsFile';
import { writeRun } from './writeRun.fixture';

let file: RunsFile;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'explorer-'));
  const run = (name: string, study: string, config: unknown) =>
    writeRun(join(folder, name), { scores: [{ metric: 'accuracy', value: 1 }], study, config });
  run('a', 'one', { rate: 0.1, steps: 10, kind: 'adam', beta: 0.9 });
  run('b', 'one', { rate: 0.1, steps: 10, kind: 'sgd' });
  run('c', 'other', { rate: 0.2, steps: 10, only: 1 });
  file = parseRunsFile(await readRunsFile([folder], ''));
  rmSync(folder, { recursive: true });
});

it('has a column for each setting in which two runs differ', () => {
  const settings = file.texts.filter(({ about }) => about === 'setting');
  const named = settings.map(({ name, values, at }) => [name, at.map((place) => values[place])] as const);
  expect(Object.fromEntries(named)).toEqual({
    rate: ['0.1', '0.1', '0.2'], // constant within each study
    kind: ['adam', 'sgd', undefined],
    beta: ['0.9', undefined, undefined], // which the other run of its study has not
  });
});
