import './results.css';
import type { OpenPanel } from '../Panel';
import { element } from '../shell/element';
import { runsToken } from '../shell/runsToken';
import { readRuns } from './readRuns';
import type { RunsRequest } from './readRuns.worker';
import { textAt, type RunsTable } from './runsTable';
import { showResults } from './showResults';

/** Least pause before a server that is still reading is asked again, ms; and how many times as long as its answer took. */
const [PAUSE, TIMES] = [1000, 3];

/**
 * All runs at once: those of `goal-driven explore` where its server is there, else the example set of the site, else a
 * file of runs that the reader drops.
 */
export const openResults: OpenPanel = async (host, context) => {
  const { signal, announce } = context;
  const token = runsToken();
  const about = element('p', { class: 'soft' });
  const body = element('div', { class: 'results' });
  const fault = element('p', { class: 'fault', role: 'alert', hidden: true });
  const file = element('input', {
    type: 'file',
    accept: '.json,application/json',
    oninput: () => void (file.files?.[0] && take(file.files[0])),
  });
  host.append(
    about,
    element('label', { class: 'soft take' }, 'A file of runs (or drop one here): ', file),
    fault,
    body,
  );
  let latest = 0;

  const show = (table: RunsTable, own: boolean) => {
    about.textContent = table.note;
    body.replaceChildren();
    const reportOf = (row: number) =>
      own && token !== undefined && textAt(table, 'report', row) !== ''
        ? `runs/${encodeURIComponent(textAt(table, 'id', row))}/report?token=${encodeURIComponent(token)}`
        : undefined;
    showResults(body, table, { provenance: table.note, reportOf }, context);
  };
  const read = async (request: RunsRequest, own: boolean): Promise<void> => {
    const turn = ++latest;
    const begun = performance.now();
    const table = await readRuns(request, signal);
    if (turn !== latest || signal.aborted) return; // another file was chosen meanwhile
    fault.hidden = true;
    show(table, own);
    if (table.complete) return;
    const pause = Math.max(PAUSE, TIMES * (performance.now() - begun));
    about.textContent = `Still reading: ${table.rows} rows so far. ${table.note}`;
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (turn === latest && !signal.aborted) await read(request, own);
  };
  const take = async (dropped: File): Promise<void> => {
    try {
      await read({ text: await dropped.text() }, false);
      announce(`${dropped.name} is shown.`);
    } catch (error) {
      fault.textContent = (error as Error).message;
      fault.hidden = false;
    }
  };
  onDropped(host, (dropped) => void take(dropped), signal);
  const at = (path: string) => new URL(path, location.href.replace(/[?#].*$/s, '')).href;
  if (token !== undefined) return read({ address: at('runs/index.json'), token }, true);
  return read({ address: at('results/example.json') }, false);
};

/** Tells of files that are dropped on an element. */
function onDropped(host: HTMLElement, dropped: (file: File) => void, signal: AbortSignal): void {
  host.addEventListener('dragover', (event) => event.preventDefault(), { signal });
  host.addEventListener(
    'drop',
    (event) => {
      event.preventDefault();
      const [file] = event.dataTransfer?.files ?? [];
      if (file) dropped(file);
    },
    { signal },
  );
}
