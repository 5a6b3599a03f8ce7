import { randomBytes } from 'node:crypto';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DataError, EnvironmentError } from '@goal-driven/core/arrays';
import { siteFolder } from '../siteFolder';
import { answer } from './answer';
import { createRunIndex } from './createRunIndex';
import { siteFiles } from './siteFiles';

/** What to show, and for how long. */
export type ServeExplorerOptions = {
  /** Folders that hold runs, at any depth, or are runs. */
  readonly folders: readonly string[];
  /** A free one where it is left out. */
  readonly port?: number | undefined;
  /** Ends the server. */
  readonly signal: AbortSignal;
};

/** A server that answers. */
export type ServedExplorer = {
  /** With the token: whoever has it may read the runs. */
  readonly address: string;
  /** Resolves when the server has ended. */
  readonly closed: Promise<void>;
};

/**
 * Serves the page and the runs of some folders to browsers of this machine: on 127.0.0.1 alone, for reading alone, and
 * the runs to those alone who have the token of the address. Runs are taken to come from strangers: their texts are
 * data, their reports run no script, and no link leads out of the folders.
 *
 * @throws DataError for a folder that is not there; EnvironmentError where the page is not built, or the port is taken
 */
export async function serveExplorer({
  folders,
  port = 0,
  signal,
}: ServeExplorerOptions): Promise<ServedExplorer> {
  const roots = folders.map(realFolder);
  const folder = siteFolder();
  if (!existsSync(join(folder, 'index.html')))
    throw new EnvironmentError(`explore: the page must be built, got none in ${folder}`);
  const token = randomBytes(24).toString('base64url');
  const given = {
    site: siteFiles(folder),
    index: createRunIndex([...new Set(roots)], signal),
    token,
    note: roots.length === 0 ? 'No folder of runs was named.' : 'Your own runs, read from their folders.',
  };
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16_384 });
  server.maxConnections = 100;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new EnvironmentError(`explore: port ${port} must be free, got ${error.code}`, { cause: error })),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  const own = (server.address() as AddressInfo).port;
  server.on('request', (request, response) => {
    answer(request, response, { ...given, port: own }).catch(() => response.destroy()); // the reader left
  });
  const closed = new Promise<void>((resolve) => void server.once('close', resolve));
  const end = () => {
    server.close();
    server.closeAllConnections();
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return { address: `http://127.0.0.1:${own}/?token=${token}#/results`, closed };
}

function realFolder(folder: string): string {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new DataError(`explore: must be folders of runs, got no folder ${folder}`);
  return realpathSync(folder);
}
