import { runExperiment, type RunOptions } from './run';
import { formatTable } from '../formatTable';
import type { Io } from '../Io';
import { lookUp } from '../nearest';
import { claims } from '../registry';

/** Lists the claims, of one field where it is named. */
export function listClaims(
  field: string | undefined,
  { json = false }: { json?: boolean },
  { stdout }: Io,
): void {
  const fields = Object.fromEntries(Object.keys(claims).map((name) => [name.split('/')[0]!, true]));
  if (field !== undefined) lookUp('field', field, fields);
  const listed = Object.values(claims)
    .filter(({ name }) => field === undefined || name.startsWith(`${field}/`))
    .map(({ name, claim, presets }) => ({ name, ...claim, presets: Object.keys(presets) }));
  if (json) return void stdout.write(`${JSON.stringify(listed, undefined, 2)}\n`);
  const rows = listed.map(({ name, presets, statement }) => [name, presets.join(', '), statement]);
  stdout.write(formatTable([['claim', 'presets', 'statement'], ...rows]));
}

/** Puts a claim to the test: progress on stderr, verdict and scores on stdout. Gives the exit code. */
export const runClaim = (name: string, options: RunOptions, io: Io): Promise<number> =>
  runExperiment(lookUp('claim', name, claims), { ...options, command: ['claims', 'run'] }, io);
