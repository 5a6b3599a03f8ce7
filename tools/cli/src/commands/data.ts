import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseData, dataEntries, type ChosenData, type DataEntry } from '@goal-driven/formats';
import { dataFolder, fetchData, verifyData, type FileState } from '@goal-driven/formats/files';
import { exitCodes } from '../exitCodes';
import { formatTable } from '../formatTable';
import type { Io } from '../Io';
import { lookUp } from '../nearest';
import { progressLine } from '../progressLine';
import { UsageError } from '../UsageError';

type Json = { readonly json?: boolean };

/** Lists data sets and published weights, or tells all of one. */
export async function dataLs(
  name: string | undefined,
  { study, kind, json = false }: Json & { readonly study?: string; readonly kind?: string },
  { stdout }: Io,
): Promise<void> {
  if (name !== undefined) return dataOf(chosen(name), json, stdout);
  const entries = Object.values(dataEntries).filter(
    (entry) =>
      (study === undefined || entry.studies.some((each) => each === study)) &&
      (kind ?? entry.kind) === entry.kind,
  );
  if (json) return void stdout.write(`${JSON.stringify(entries, undefined, 2)}\n`);
  const here = await Promise.all(entries.map(async (entry) => standing(await statesOf(entry))));
  const rows = entries.map((entry, index) => [
    entry.name,
    entry.kind,
    entry.access,
    sizeOf(entry),
    here[index]!,
    entry.title,
  ]);
  stdout.write(formatTable([['name', 'kind', 'access', 'size', 'here', 'what it is'], ...rows]));
}

async function dataOf({ entry, files }: ChosenData, json: boolean, stdout: Io['stdout']): Promise<void> {
  const states = await verifyData({ entry, files }, { hash: false });
  const folder = join(dataFolder(), entry.name);
  if (json) return void stdout.write(`${JSON.stringify({ ...entry, folder, states }, undefined, 2)}\n`);
  const { title, kind, studies, license, citation, access, page, base, format, loader, after, notes } = entry;
  const facts = [
    ['what it is', title],
    ['kind', `${kind}, for ${studies.join(', ')}`],
    ['size', sizeOf(entry)],
    ['license', license],
    ['cite', citation.doi === undefined ? citation.text : `${citation.text}, doi:${citation.doi}`],
    ['access', access],
    ['page', page],
    ...(base === undefined ? [] : [['from', base]]),
    ['format', format],
    ['read by', loader],
    ...(after === undefined ? [] : [['then', after]]),
    ...notes.map((note) => ['note', note]),
    ['folder', folder],
  ];
  const rows = files.map(({ path, bytes, sha256, sha1 }, index) => [
    path,
    bytes === undefined ? '' : bytesText(bytes),
    states[index]!.state,
    sha256 === undefined ? (sha1 ?? '') : sha256.slice(0, 16),
  ]);
  stdout.write(`${formatTable(facts)}\n${formatTable([['file', 'size', 'here', 'hash'], ...rows])}`);
}

/** Downloads what is not there; gives the exit code. */
export async function dataFetch(
  names: readonly string[],
  { offline, json = false }: Json & { readonly offline?: boolean },
  { stdout, stderr }: Io,
): Promise<number> {
  const all = names.map(chosen);
  const { abortOnSignals } = await import('@goal-driven/core');
  const { signal, release } = abortOnSignals();
  const line = progressLine(stderr, () => performance.now());
  const onProgress = (label: string, done: number, total: number | undefined) =>
    line.show({
      label: `${label}, MB`,
      done: Math.floor(done / 1e6),
      total: Math.ceil((total ?? done + 1e6) / 1e6),
      note: total === undefined ? 'size unknown' : '',
    });
  try {
    const results = [];
    for (const data of all)
      results.push(await fetchData(data, { ...(offline === true && { offline }), signal, onProgress }));
    line.end();
    if (json) stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
    else for (const { folder } of results) stdout.write(`${folder}\n`);
    return exitCodes.done;
  } catch (error) {
    line.end();
    if (!signal.aborted) throw error;
    stderr.write(`error: ${(error as Error).message}\n`);
    return exitCodes.interrupted;
  } finally {
    release();
  }
}

/** Holds files against their hashes; gives the exit code: failed where one is wrong, or of those named absent. */
export async function dataVerify(
  names: readonly string[],
  { json = false }: Json,
  { stdout }: Io,
): Promise<number> {
  const all = names.length > 0 ? names.map(chosen) : Object.keys(dataEntries).map((name) => chooseData(name));
  const found: (FileState & { readonly entry: string })[] = [];
  for (const data of all)
    found.push(...(await verifyData(data)).map((state) => ({ entry: data.entry.name, ...state })));
  const shown = names.length > 0 ? found : found.filter(({ state }) => state !== 'absent');
  if (json) stdout.write(`${JSON.stringify(shown, undefined, 2)}\n`);
  else if (shown.length === 0) stdout.write(`nothing in ${dataFolder()}\n`);
  else
    stdout.write(formatTable(shown.map(({ entry, path, state, note }) => [`${entry}/${path}`, state, note])));
  const bad = shown.some(({ state }) => state === 'wrong' || state === 'partial' || state === 'absent');
  return bad ? exitCodes.failed : exitCodes.done;
}

/** Prints where an entry is, or its stand-in. */
export function dataPath(
  name: string,
  { synthetic = false }: { readonly synthetic?: boolean },
  { stdout }: Io,
): void {
  const { entry } = chosen(name);
  const folder = synthetic ? syntheticFolder(entry) : join(dataFolder(), entry.name);
  if (!existsSync(folder))
    throw new UsageError(
      `data path: ${folder} must be there, got none. To have it: goal-driven data ${synthetic ? 'make' : 'fetch'} ${entry.name}`,
    );
  stdout.write(`${folder}\n`);
}

/** Makes a synthetic stand-in of the layout of an entry. */
export async function dataMake(
  name: string,
  { seed, count, json = false }: Json & { readonly seed: number; readonly count?: number },
  { stdout }: Io,
): Promise<void> {
  const { entry } = chosen(name);
  const { makers } = await import('../data/makers');
  const maker = makers[entry.name]!; // data.spec.ts holds that every entry has one
  const { createRng } = await import('@goal-driven/core');
  const folder = syntheticFolder(entry);
  const making = `${folder}.${process.pid}.part`;
  try {
    await mkdir(making, { recursive: true });
    const what = await maker({ folder: making, rng: createRng(seed), seed, count });
    const about = { synthetic: true, entry: entry.name, what, seed };
    await writeFile(join(making, 'SYNTHETIC.json'), `${JSON.stringify(about, undefined, 2)}\n`);
    await rm(folder, { recursive: true, force: true });
    await rename(making, folder);
    stdout.write(json ? `${JSON.stringify({ folder, ...about }, undefined, 2)}\n` : `${folder}: ${what}\n`);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

const syntheticFolder = (entry: DataEntry): string => join(dataFolder(), 'synthetic', entry.name);

/** What a name chooses; near names where it is none. */
function chosen(name: string): ChosenData {
  lookUp('data', name.split('/')[0]!, dataEntries);
  return chooseData(name);
}

const statesOf = (entry: DataEntry): Promise<FileState[]> =>
  verifyData({ entry, files: entry.files }, { hash: false });

/** `all`, `2 of 40`, or nothing. */
function standing(states: readonly FileState[]): string {
  const present = states.filter(({ state }) => state !== 'absent' && state !== 'partial').length;
  if (present === 0) return '';
  return present === states.length ? 'all' : `${present} of ${states.length}`;
}

/** The sum, where all are known. */
function sizeOf({ files }: DataEntry): string {
  const sizes = files.map(({ bytes }) => bytes);
  if (sizes.some((bytes) => bytes === undefined)) return '';
  return bytesText(sizes.reduce<number>((sum, bytes) => sum + bytes!, 0));
}

/** `170 MB`; decimal prefixes. */
function bytesText(bytes: number): string {
  const power = Math.min(4, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const value = bytes / 1000 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`;
}
