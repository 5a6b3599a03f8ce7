import { parseRunsFile } from '../../runs/parseRunsFile';
import { runsTable, type RunsTable } from './runsTable';

/** What the worker is asked for: a file of the site or of the server, or a text that was dropped. */
export type RunsRequest = { readonly address: string; readonly token?: string } | { readonly text: string };

/** What it answers. */
export type RunsAnswer = { readonly table: RunsTable } | { readonly fault: string };

async function textOf(request: RunsRequest): Promise<string> {
  if ('text' in request) return request.text;
  const { address, token } = request;
  const response = await fetch(address, {
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.text();
}

// To read a large file takes longer than a page may stand still.
addEventListener('message', ({ data }: MessageEvent<RunsRequest>) => {
  void textOf(data)
    .then((text): RunsAnswer => ({ table: runsTable(parseRunsFile(text)) }))
    .catch((error: unknown): RunsAnswer => ({ fault: error instanceof Error ? error.message : 'unknown' }))
    .then((answer) => postMessage(answer));
});
