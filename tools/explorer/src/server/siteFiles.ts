import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file of the page as it is answered. */
export type SiteFile = {
  readonly type: string;
  readonly etag: string;
  readonly body: Buffer;
  /** Compressed, where that makes it smaller. */
  readonly gzip: () => Buffer | undefined;
};

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
};

/** Images are compressed already. */
const packed = ['.png', '.jpg'];

/**
 * The files of the built page by their addresses, `/` and `/assets/x.js`. What is asked for is looked up among these, so
 * that no address can name another file. They are read and compressed when they are first asked for.
 */
export function siteFiles(folder: string): ReadonlyMap<string, () => SiteFile> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name).slice(folder.length)] : [],
  );
  const files = names.map((name): [string, () => SiteFile] => {
    const address = `/${name.split(sep).filter(Boolean).join('/')}`;
    return [address === '/index.html' ? '/' : address, once(() => read(join(folder, name)))];
  });
  return new Map(files);
}

function read(path: string): SiteFile {
  const body = readFileSync(path);
  const type = types[extname(path)] ?? 'application/octet-stream';
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  const gzip = once(() => {
    const small = packed.includes(extname(path)) ? body : gzipSync(body);
    return small.length < body.length ? small : undefined;
  });
  return { type, etag, body, gzip };
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
