import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Json } from '../DataStream';
import { ConfigError, DataError } from '../errors';
import { differences } from '../run/differences';
import { diskError } from '../run/diskErrors';
import { toJson } from '../run/jsonNumbers';
import { versions } from '../run/versions';
import { makeFolder, writeFileAtomic } from '../run/writeFileAtomic';
import { readSafetensors, writeSafetensors } from '../safetensors';
import { tf } from '../tf';
import type { Tree } from '../tree';
import { checkpointName, checkpointSteps, Sidecar, type Identity } from './Checkpoint';
import { arraysToTree, treeToArrays } from './checkpointTensors';
import type { HistoryPoint } from './Trained';

const SIDECAR_LIMIT = 256 * 1024 * 1024; // bytes; a sidecar's history is far below

export type Saved = {
  readonly tree: Tree;
  readonly step: number;
  readonly cursor: Json;
  readonly history: readonly HistoryPoint[];
};

/** A whole checkpoint as it lies on the disk. */
export type WholeCheckpoint = {
  readonly sidecar: Sidecar;
  readonly bytes: Uint8Array;
  readonly path: string;
};

export type CheckpointOptions = {
  readonly folder: string;
  readonly identity: Identity;
  readonly rng: string;
  readonly keepLast: number;
  /** Name of the value by which the best is kept, lower is better. */
  readonly keepBest: string | undefined;
};

/**
 * Writes a checkpoint so that it is whole or absent: the tensors, then the sidecar with their hash; then
 * removes those that are neither among the newest `keepLast` nor the best. Returns the sidecar's path.
 *
 * @throws NumericalError where a tensor holds NaN or an infinity; nothing is written then
 * @throws EnvironmentError where the disk is full or the folder cannot be written
 */
export async function saveCheckpoint(options: CheckpointOptions, saved: Saved): Promise<string> {
  const { folder, identity, rng } = options;
  const name = checkpointName(saved.step);
  const { arrays, dtypes } = await treeToArrays(saved.tree, saved.step);
  const bytes = writeSafetensors(arrays, { format: 'goal-driven-checkpoint', step: String(saved.step) });
  const sidecar: z.input<typeof Sidecar> = {
    format: 'goal-driven-checkpoint',
    version: 1,
    step: saved.step,
    cursor: saved.cursor,
    rng,
    best: measured(saved, options.keepBest),
    history: saved.history.map(({ step, values }) => ({ step, values: { ...values } })),
    identity,
    configHash: sha256(JSON.stringify(identity)),
    versions: versions(),
    backend: tf.getBackend(),
    dtypes,
    tensors: { file: `${name}.safetensors`, bytes: bytes.length, sha256: sha256(bytes) },
  };
  makeFolder(folder);
  writeFileAtomic(join(folder, `${name}.safetensors`), bytes);
  const path = join(folder, `${name}.json`);
  writeFileAtomic(path, `${toJson(sidecar, 1)}\n`);
  prune(options);
  return path;
}

/**
 * The newest whole checkpoint of a folder, or the best one. Damaged ones are named to `say` and passed
 * over; undefined where there is none.
 *
 * @throws ConfigError naming what differs, where the checkpoint belongs to another training
 */
export function findCheckpoint(
  folder: string,
  { identity, which, say }: { identity: Identity; which: 'last' | 'best'; say: (message: string) => void },
): WholeCheckpoint | undefined {
  const wholes: Sidecar[] = [];
  for (const step of checkpointSteps(filesOf(folder))) {
    const path = join(folder, `${checkpointName(step)}.json`);
    try {
      const sidecar = readSidecar(path);
      if (which === 'last') return wholeCheckpoint(folder, sidecar, identity);
      wholes.push(sidecar);
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      say(`checkpoint ${path} is damaged and passed over: ${(error as Error).message}`);
    }
  }
  const ranked = wholes
    .filter(({ best }) => best !== null)
    .sort((a, b) => a.best! - b.best! || a.step - b.step);
  const best = ranked[0] ?? wholes[0];
  return best === undefined ? undefined : wholeCheckpoint(folder, best, identity);
}

/** The leaves of `structure` with the values of a checkpoint; throws ConfigError naming one that differs. */
export const restoreTree = <T extends Tree>(
  { sidecar, bytes, path }: WholeCheckpoint,
  structure: T,
  prefix = '',
): T =>
  arraysToTree(structure, { arrays: readSafetensors(bytes).arrays, dtypes: sidecar.dtypes, path, prefix });

/** Throws ConfigError where a folder already holds checkpoints: a new training must not mix with an old one. */
export function requireNoCheckpoints(folder: string): void {
  const [newest] = checkpointSteps(filesOf(folder));
  if (newest !== undefined) {
    throw new ConfigError(
      `train: the checkpoint folder of a new training must be empty, got one with step ${newest} (${folder}). ` +
        'Resume it, or choose another folder',
    );
  }
}

function readSidecar(path: string): Sidecar {
  const { size } = statSync(path);
  if (size > SIDECAR_LIMIT)
    throw new DataError(`the sidecar must be at most ${SIDECAR_LIMIT} bytes, got ${size}`);
  return Sidecar.parse(JSON.parse(readFileSync(path, 'utf8')));
}

function wholeCheckpoint(folder: string, sidecar: Sidecar, identity: Identity): WholeCheckpoint {
  const path = join(folder, `${checkpointName(sidecar.step)}.safetensors`);
  const bytes = new Uint8Array(readFileSync(path));
  if (sha256(bytes) !== sidecar.tensors.sha256) {
    throw new DataError(`${path} must hold the ${sidecar.tensors.bytes} bytes that were written, got others`);
  }
  const known = Object.fromEntries(Object.keys(identity).map((part) => [part, sidecar.identity[part]]));
  const changes = differences(identity, known);
  if (changes.length > 0) {
    throw new ConfigError(
      `checkpoint ${path}: must belong to this training, got another one (here is what was asked for, ` +
        `there is the checkpoint): ${changes.join('; ')}`,
    );
  }
  return { sidecar, bytes, path };
}

/** The value by which checkpoints are ranked, where it was measured after this very update. */
function measured({ history, step }: Saved, name: string | undefined): number | null {
  if (name === undefined) return null;
  const points = history.filter((point) => point.step === step && point.values[name] !== undefined);
  return points.at(-1)?.values[name] ?? null;
}

function prune({ folder, keepLast, keepBest }: CheckpointOptions): void {
  const files = filesOf(folder);
  const steps = checkpointSteps(files);
  const kept = new Set(steps.slice(0, keepLast));
  if (keepBest !== undefined) {
    const best = bestStep(folder, steps);
    if (best !== undefined) kept.add(best);
  }
  const leaving = steps.filter((step) => !kept.has(step)).map(checkpointName);
  const torn = files.filter((file) => /^\.step-\d+\.\w+\.\d+\.tmp$/.test(file));
  for (const name of leaving) {
    rmSync(join(folder, `${name}.json`), { force: true }); // first, so that none lacks its tensors
    rmSync(join(folder, `${name}.safetensors`), { force: true });
  }
  for (const file of torn) rmSync(join(folder, file), { force: true });
}

function bestStep(folder: string, steps: readonly number[]): number | undefined {
  let found: { step: number; best: number } | undefined;
  for (const step of [...steps].reverse()) {
    try {
      const { best } = readSidecar(join(folder, `${checkpointName(step)}.json`));
      if (best !== null && (found === undefined || best < found.best)) found = { step, best };
    } catch {
      continue; // a damaged one cannot be the best; resuming names it
    }
  }
  return found?.step;
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw diskError('checkpoints', folder, error);
  }
}

const sha256 = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex');
