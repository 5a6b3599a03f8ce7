import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on this machine that answers as it is told, and remembers what it was asked. */
export async function localServer(answer: Answer): Promise<{
  readonly base: string;
  readonly asked: { readonly url: string; readonly range: string | undefined }[];
  close(): Promise<void>;
}> {
  const asked: { url: string; range: string | undefined }[] = [];
  const server = createServer((request, response) => {
    asked.push({ url: request.url!, range: request.headers.range });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked, close };
}

/** A proxy that tunnels, and remembers to where. */
export async function localProxy(): Promise<{
  readonly url: string;
  readonly tunnels: string[];
  close(): Promise<void>;
}> {
  const tunnels: string[] = [];
  const server = createServer((request, response) => {
    tunnels.push(request.url!);
    response.writeHead(502).end();
  });
  server.on('connect', (request, client, head) => {
    tunnels.push(request.url!);
    const [host, port] = request.url!.split(':');
    const there = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      there.write(head);
      there.pipe(client).pipe(there);
    });
    there.on('error', () => client.destroy());
    client.on('error', () => there.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tunnels, close };
}

/** Serves bytes with ETag and ranges, as object stores do. */
export const serveBytes =
  (bytes: Uint8Array, { etag = '"one"', most = Infinity }: { etag?: string; most?: number } = {}): Answer =>
  (request, response) => {
    const [, from] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
    const same = request.headers['if-range'] === etag;
    const start = from !== undefined && same ? Number(from) : 0;
    if (start > 0 && start >= bytes.length) return void response.writeHead(416).end();
    const rest = bytes.subarray(start);
    const headers = {
      etag,
      'content-length': rest.length,
      ...(start > 0 && { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
    };
    response.writeHead(start > 0 ? 206 : 200, headers);
    if (rest.length <= most) return void response.end(rest);
    // Who fetches drops what it has not yet handed on when the connection breaks: it is given time.
    response.write(rest.subarray(0, most), () => setTimeout(() => response.destroy(), 500));
  };
