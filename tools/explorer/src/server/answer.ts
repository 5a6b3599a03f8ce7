import { realpathSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import type { RunIndex } from './createRunIndex';
import { commonHeaders, pagePolicy, reportPolicy } from './headers';
import { readFileOnce } from './readFileOnce';
import { hasToken, refusal } from './refusal';
import { runsFileOf } from './runsFileOf';
import type { SiteFile } from './siteFiles';

/** What a server answers from. */
export type Answering = {
  readonly site: ReadonlyMap<string, () => SiteFile>;
  readonly index: RunIndex;
  readonly token: string;
  readonly port: number;
  /** What the runs are, for the reader. */
  readonly note: string;
};

/** Longest that a list of runs is waited for before what is known of it is answered, ms; and largest report, bytes. */
const [PATIENCE, LARGEST_REPORT] = [1500, 32 * 1024 * 1024];

/** Answers one request. Nothing is written, and no address names a file: pages and runs are looked up. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  given: Answering,
): Promise<void> {
  for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value);
  const refused = refusal(request, given.port);
  if (refused !== undefined) {
    if (refused.status === 405) response.setHeader('allow', 'GET, HEAD');
    return say(response, refused.status, refused.text);
  }
  if (!URL.canParse(request.url ?? '', 'http://here')) return say(response, 400, 'must be an address');
  const { pathname, searchParams } = new URL(request.url!, 'http://here');
  if (!pathname.startsWith('/runs/')) return page(request, response, given.site.get(pathname)?.());
  if (!hasToken(request, searchParams, given.token))
    return say(response, 403, 'must have the token of the address that was printed');
  response.setHeader('cache-control', 'no-store');
  if (pathname === '/runs/index.json') return list(request, response, given);
  const id = /^\/runs\/([\w-]{1,64})\/report$/.exec(pathname)?.[1];
  return report(request, response, id === undefined ? undefined : given.index.byId(id)?.folder);
}

function page(request: IncomingMessage, response: ServerResponse, file: SiteFile | undefined): void {
  if (file === undefined) return say(response, 404, 'nothing here');
  response.setHeader('content-security-policy', pagePolicy);
  response.setHeader('content-type', file.type);
  response.setHeader('cache-control', 'no-cache'); // asked for again, and not sent again
  response.setHeader('vary', 'accept-encoding');
  response.setHeader('etag', file.etag);
  if (request.headers['if-none-match'] === file.etag) return void response.writeHead(304).end();
  const small = takesGzip(request) ? file.gzip() : undefined;
  if (small !== undefined) response.setHeader('content-encoding', 'gzip');
  send(request, response, small ?? file.body);
}

async function list(request: IncomingMessage, response: ServerResponse, given: Answering): Promise<void> {
  const { index, note } = given;
  await index.refresh(PATIENCE);
  const etag = `"${index.edition()}-${index.complete()}"`;
  response.setHeader('content-type', 'application/json');
  response.setHeader('cache-control', 'private, no-cache');
  response.setHeader('etag', etag);
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
  if (request.method === 'HEAD') return void response.end();
  const told = [note, ...index.notes()].join(' ');
  const pieces = Readable.from(runsFileOf(index.runs(), { note: told, complete: index.complete() }));
  if (!takesGzip(request)) return pipeline(pieces, response);
  response.setHeader('content-encoding', 'gzip');
  return pipeline(pieces, createGzip({ level: 1 }), response);
}

function report(request: IncomingMessage, response: ServerResponse, folder: string | undefined): void {
  if (folder === undefined) return say(response, 404, 'no such run');
  let body: Buffer;
  try {
    // A folder on the way may have become a link since it was found.
    if (realpathSync(folder) !== folder) return say(response, 404, 'no such run');
    body = readFileOnce(join(folder, 'report.html'), 'report.html', LARGEST_REPORT);
  } catch (error) {
    return say(response, 404, (error as Error).message);
  }
  response.setHeader('content-security-policy', reportPolicy);
  response.setHeader('content-type', 'text/html; charset=utf-8');
  if (!takesGzip(request)) return send(request, response, body);
  response.setHeader('content-encoding', 'gzip');
  send(request, response, gzipSync(body, { level: 1 }));
}

function send(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  response.setHeader('content-length', body.length);
  if (request.method === 'HEAD') response.end();
  else response.end(body);
}

const takesGzip = ({ headers }: IncomingMessage): boolean =>
  /\bgzip\b/.test(String(headers['accept-encoding'] ?? ''));

function say(response: ServerResponse, status: number, text: string): void {
  response.setHeader('content-security-policy', pagePolicy);
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`explore: ${text}\n`);
}
