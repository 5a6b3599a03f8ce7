import { readFileSync, writeFileSync } from 'node:fs';

export const number = (value) =>
  value === undefined ? '-' : value >= 1000 ? `${Math.round(value)}` : value.toPrecision(3);
const ratio = (a, b, key) => (a === undefined || b === undefined ? '-' : (a[key] / b[key]).toPrecision(3));

/** What was measured on what, as Markdown. */
export function renderResults(results, { environment, backend }) {
  const { processor, node, blas } = environment;
  const library = results[0]?.library;
  const machine = [
    `- Processor: ${processor.model}, ${processor.cores} cores (${processor.features.join(', ')})`,
    `- Node ${node}; ${backend.implementation} (${backend.features.join(', ')})`,
    library === undefined
      ? '- PyTorch: not found'
      : `- PyTorch ${library.version}, ${library.threads} thread(s) of its own by default; BLAS ${blas?.split('/').slice(-2).join('/') ?? 'unknown'} with its default threads`,
  ];
  const tables = ['wall', 'cpu'].map((key) => renderTable(results, key));
  return [machine.join('\n'), ...tables].join('\n\n');
}

function renderTable(results, key) {
  const what = key === 'wall' ? 'Wall time' : 'Process CPU time (all threads)';
  const rows = results.map(
    ({ network, parameters, before, after, torch }) =>
      `| ${network} | ${parameters} | ${number(before?.[key])} (${before?.samples ?? 0}) | ${number(after?.[key])} (${after?.samples ?? 0}) | ${number(torch?.[key])} (${torch?.samples ?? 0}) | ${ratio(before, after, key)} | ${ratio(after, torch, key)} |`,
  );
  return [
    `${what} of a training step, ms, median (number of steps):`,
    '',
    '| network | parameters | before | after | PyTorch | before / after | after / PyTorch |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

const marks = ['<!-- results: pnpm bench --write -->', '<!-- end of results -->'];

/**
 * Puts the results between the two marks of a page.
 *
 * @param merge makes what is written of what is there and the results
 */
export function writeResults(page, markdown, [begin, end] = marks, merge = (_old, fresh) => fresh) {
  const text = readFileSync(page, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from)
    throw new Error(`bench: ${page} must hold the marks "${begin}" and "${end}", got none`);
  const merged = merge(text.slice(from + begin.length, to).trim(), markdown);
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n\n${merged}\n\n${text.slice(to)}`);
}

/**
 * The old tables with the rows of the networks that were measured anew, which must be on the same machine; those of
 * further networks at the end.
 */
export function replaceRows(old, fresh) {
  const [before, now] = [old, fresh].map((text) => text.split('\n').filter((line) => line.startsWith('- ')));
  if (before.join() !== now.join())
    throw new Error(`bench: rows must be of one machine to stand in one table, got ${now} beside ${before}`);
  const nameOf = (line) => /^\| (.+?) \|/.exec(line)?.[1];
  // Each network has a row of wall time and then one of CPU time.
  const rows = new Map();
  for (const line of fresh.split('\n').filter(nameOf)) {
    const name = nameOf(line);
    rows.set(name, [...(rows.get(name) ?? []), line]);
  }
  const lines = old.split('\n').map((line) => rows.get(nameOf(line))?.shift() ?? line);
  // What the page did not have goes to the end of its table.
  return lines
    .flatMap((line, at) => {
      if (!line.startsWith('|') || lines[at + 1]?.startsWith('|')) return [line];
      return [line, ...[...rows.values()].flatMap((left) => left.splice(0, 1))];
    })
    .join('\n');
}
