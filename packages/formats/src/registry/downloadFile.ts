import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DataError, EnvironmentError } from '@goal-driven/core/arrays';
import { fetch, type Dispatcher, type Response } from 'undici';
import { hashFile } from './hashFile';

/** A file to come: from where, to where, and what is known of it. */
export type Download = {
  readonly url: string;
  /** Where the file shall be. */
  readonly path: string;
  /** More bytes are not taken. */
  readonly maxBytes: number;
  /** Size, where it is known. */
  readonly bytes?: number | undefined;
  readonly sha256?: string | undefined;
  readonly sha1?: string | undefined;
};

/** How it comes. */
export type DownloadOptions = {
  readonly dispatcher: Dispatcher;
  /** Aborted, it leaves a part that the next download goes on with. */
  readonly signal?: AbortSignal | undefined;
  /** Told of bytes that are there, and of all where the server says. */
  readonly onProgress?: ((done: number, total: number | undefined) => void) | undefined;
};

/** What the server said of a file of which a part is here. */
type PartNote = { readonly url: string; readonly validator: string; readonly total: number };

/**
 * Downloads a file beside its place, as `PATH.part`, verifies it, flushes it and renames it: under its own name there is
 * never less than the whole. A part that is there is gone on with where the server says that it is still of the same file
 * (Range with If-Range, by a strong ETag or the date); else it begins anew.
 *
 * @returns the hash of what came
 * @throws EnvironmentError where the server cannot be reached, refuses, sends less than it said or leads away from https
 * @throws DataError for a file of another size or hash, or beyond the bound; the part is removed
 */
export async function downloadFile(what: Download, options: DownloadOptions): Promise<{ sha256: string }> {
  const part = `${what.path}.part`;
  await mkdir(dirname(what.path), { recursive: true });
  const total = await fillPart(what, options);
  const { size } = await stat(part);
  if (total !== undefined && size < total)
    throw new EnvironmentError(
      `downloadFile: ${what.url} must be ${total} bytes, got ${size} before the connection ended. ` +
        'The part is kept: run it again to go on',
    );
  const { sha256 } = await verified(what, part);
  const file = await open(part, 'r');
  await file.sync();
  await file.close();
  await rename(part, what.path);
  await rm(`${part}.json`, { force: true });
  return { sha256 };
}

async function verified(what: Download, part: string): Promise<{ sha256: string }> {
  const refuse = async (must: string, got: string | number): Promise<never> => {
    await forget(what.path);
    throw new DataError(`downloadFile: ${what.url} must ${must}, got ${got}`);
  };
  const { size } = await stat(part);
  if (what.bytes !== undefined && size !== what.bytes) return refuse(`have ${what.bytes} bytes`, size);
  const sha256 = await hashFile(part);
  if (what.sha256 !== undefined && sha256 !== what.sha256)
    return refuse(`have the sha256 ${what.sha256}`, sha256);
  if (what.sha256 === undefined && what.sha1 !== undefined) {
    const sha1 = await hashFile(part, 'sha1');
    if (sha1 !== what.sha1) return refuse(`have the sha1 ${what.sha1}`, sha1);
  }
  return { sha256 };
}

const forget = async (path: string): Promise<void> => {
  await rm(`${path}.part`, { force: true });
  await rm(`${path}.part.json`, { force: true });
};

/** Appends to the part, or begins it; what the server says that the whole has, in bytes. */
async function fillPart(what: Download, options: DownloadOptions): Promise<number | undefined> {
  const begun = await partOf(what);
  const response = await ask(what, begun, options);
  if (response.status === 416 && begun !== undefined) {
    await response.body?.cancel();
    if (begun.size === begun.note.total) return begun.note.total; // all had come before it could be renamed
    await forget(what.path);
    return fillPart(what, options);
  }
  if (response.status !== 200 && response.status !== 206) {
    await response.body?.cancel();
    throw new EnvironmentError(`downloadFile: ${what.url} must be there, got status ${response.status}`);
  }
  const start = response.status === 206 ? begun!.size : 0;
  const total = totalOf(response, start);
  if (response.status === 206 && (total === undefined || total !== begun!.note.total)) {
    await response.body?.cancel();
    await forget(what.path);
    throw new EnvironmentError(
      `downloadFile: ${what.url} must go on at byte ${start} of ${begun!.note.total}, got ${response.headers.get('content-range')}. Run it again to begin anew`,
    );
  }
  const most = Math.min(what.maxBytes, what.bytes ?? Infinity, total ?? Infinity);
  if (total !== undefined && (total > most || (what.bytes !== undefined && total !== what.bytes))) {
    await response.body?.cancel();
    await forget(what.path);
    throw new DataError(
      `downloadFile: ${what.url} must have ${what.bytes ?? `at most ${what.maxBytes}`} bytes, got ${total}`,
    );
  }
  await note(what, response, total);
  await pour(what, response, { start, most, total, options });
  return total;
}

/** The part that is here, if the server may be asked whether its file is still the same. */
async function partOf({ path, url }: Download): Promise<{ size: number; note: PartNote } | undefined> {
  const status = await stat(`${path}.part`).catch(() => undefined);
  if (status === undefined || status.size === 0) return undefined;
  try {
    const said = JSON.parse(await readFile(`${path}.part.json`, 'utf8')) as Partial<PartNote>;
    if (said.url !== url || typeof said.validator !== 'string' || typeof said.total !== 'number')
      return undefined;
    return { size: status.size, note: { url, validator: said.validator, total: said.total } };
  } catch {
    return undefined; // without a note the part begins anew
  }
}

async function ask(
  { url }: Download,
  begun: { readonly size: number; readonly note: PartNote } | undefined,
  { dispatcher, signal }: DownloadOptions,
): Promise<Response> {
  const range = begun && { range: `bytes=${begun.size}-`, 'if-range': begun.note.validator };
  const response = await fetch(url, {
    dispatcher,
    headers: { 'accept-encoding': 'identity', ...range },
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    throw unreachable(url, error, signal);
  });
  if (url.startsWith('https:') && !response.url.startsWith('https:')) {
    await response.body?.cancel();
    throw new EnvironmentError(`downloadFile: ${url} must stay with https, got ${response.url}`);
  }
  return response;
}

/** Size of the whole, where the server says; of a part, only where it begins at the right place. */
function totalOf({ status, headers }: Response, start: number): number | undefined {
  if (status === 206) {
    const [, first, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? [];
    return Number(first) === start ? Number(total) : undefined;
  }
  const length = headers.get('content-length');
  return length !== null && /^\d+$/.test(length) && !headers.has('content-encoding')
    ? Number(length)
    : undefined;
}

async function note(
  { path, url }: Download,
  { headers }: Response,
  total: number | undefined,
): Promise<void> {
  const etag = headers.get('etag');
  const validator = etag !== null && !etag.startsWith('W/') ? etag : headers.get('last-modified');
  if (validator === null || total === undefined) return rm(`${path}.part.json`, { force: true });
  await writeFile(`${path}.part.json`, JSON.stringify({ url, validator, total } satisfies PartNote));
}

async function pour(
  { url, path }: Download,
  response: Response,
  {
    start,
    most,
    total,
    options: { signal, onProgress },
  }: {
    readonly start: number;
    readonly most: number;
    readonly total: number | undefined;
    readonly options: DownloadOptions;
  },
): Promise<void> {
  let done = start;
  // No pipeline: when the connection breaks, it would drop what waits to be written.
  const file = await open(`${path}.part`, start > 0 ? 'a' : 'w');
  try {
    try {
      for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
        signal?.throwIfAborted();
        done += chunk.length;
        if (done > most)
          throw new DataError(`downloadFile: ${url} must have at most ${most} bytes, got more`);
        await file.writeFile(chunk);
        onProgress?.(done, total);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!(error instanceof DataError)) throw unreachable(url, error, signal);
    await forget(path);
    throw error;
  }
}

/** Whatever goes wrong between the server and the disk. */
function unreachable(url: string, error: unknown, signal: AbortSignal | undefined): EnvironmentError {
  const { message, cause } = error as Error;
  const why = cause instanceof Error ? `${message}: ${cause.message}` : message;
  const must = signal?.aborted ? 'must come whole, got an interruption' : `must be reachable, got ${why}`;
  return new EnvironmentError(`downloadFile: ${url} ${must}. What has come is kept: run it again to go on`, {
    cause: error,
  });
}
