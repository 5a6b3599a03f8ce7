import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { abortOnSignals } from '@goal-driven/core';
import { serveExplorer } from '@goal-driven/explorer';
import type { Io } from '../Io';

type Options = { readonly port?: number; readonly open?: boolean; readonly json?: boolean };

/**
 * Serves the explorer on the runs of some folders until SIGINT or SIGTERM. The address, with its token, goes to stdout.
 *
 * @param folders `runs` where none is named and there is one
 */
export async function explore(
  folders: readonly string[],
  { port, open = false, json = false }: Options,
  { stdout, stderr }: Io,
): Promise<void> {
  const { signal, release } = abortOnSignals();
  try {
    const named = folders.length === 0 && existsSync('runs') ? ['runs'] : folders;
    const { address, closed } = await serveExplorer({ folders: named, port, signal });
    stdout.write(json ? `${JSON.stringify({ address })}\n` : `${address}\n`);
    const shown = named.length === 0 ? 'no runs were named, and there is no folder runs' : named.join(', ');
    stderr.write(`showing ${shown}; whoever has the address can read them; ^C ends it\n`);
    const forget = open ? openBrowser(address) : undefined;
    await closed;
    forget?.();
  } finally {
    release();
  }
}

const openers: Readonly<Record<string, string>> = { darwin: 'open', win32: 'explorer', linux: 'xdg-open' };

/**
 * Opens a page that leads to the address. The address itself would stand in the list of processes, which everybody on
 * this machine can read. Gives what removes the page.
 */
function openBrowser(address: string): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'goal-driven-')); // for this user alone
  const page = join(folder, 'open.html');
  writeFileSync(page, `<!doctype html><meta http-equiv="refresh" content="0; url=${address}">`, {
    mode: 0o600,
  });
  const opener = spawn(openers[process.platform] ?? 'xdg-open', [page], { stdio: 'ignore', detached: true });
  opener.on('error', () => undefined); // no desktop: the address is printed
  opener.unref();
  return () => rmSync(folder, { recursive: true, force: true });
}
