import { formatTable } from '../formatTable';
import type { Io } from '../Io';
import { studies } from '../registry';

/** Lists the studies. */
export function studiesCommand({ json = false }: { json?: boolean }, { stdout }: Io): void {
  const all = Object.values(studies).map(({ name, question, presets, sources }) => ({
    name,
    question,
    presets: Object.keys(presets),
    sources: sources.map(({ text, doi }) => ({ text, ...(doi === undefined ? {} : { doi }) })),
  }));
  if (json) return void stdout.write(`${JSON.stringify(all, undefined, 2)}\n`);
  const rows = all.map(({ name, presets, question }) => [name, presets.join(', '), question]);
  stdout.write(formatTable([['study', 'presets', 'question'], ...rows]));
}
