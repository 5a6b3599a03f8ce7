import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exampleRun } from './_exampleRun';
import { writeReport } from './writeReport';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'report-'))));
afterAll(() => rm(folder, { recursive: true }));

it('writes the page and a table per figure, and leaves no drafts', async () => {
  const run = exampleRun(3);
  await writeReport([run], join(folder, 'report.html'), [join(folder, 'figures')]);
  expect(await readdir(folder)).toEqual(['figures', 'report.html']);
  expect((await readdir(join(folder, 'figures'))).sort()).toEqual(
    run.figures.map(({ name }) => `${name}.csv`).sort(),
  );
  expect(await readFile(join(folder, 'report.html'), 'utf8')).toMatch(/^<!doctype html>[^]*<\/html>$/);
});

it('refuses a figure whose name leaves the folder', async () => {
  const run = exampleRun(1);
  const figures = [{ ...run.figures[0]!, name: '../../outside' }];
  await expect(writeReport([{ ...run, figures }], join(folder, 'r.html'), [folder])).rejects.toThrow(
    /name must be letters/,
  );
});
