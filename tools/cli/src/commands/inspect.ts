import { GoalDrivenError } from '@goal-driven/core/arrays';
import { inspectFile } from '@goal-driven/formats/files';
import { formatTable } from '../formatTable';
import type { Io } from '../Io';
import { plainText } from '../plainText';
import { UsageError } from '../UsageError';

/** Entries that a terminal is shown; JSON has all. */
const MOST = 2000;

const oneLine = (message: string): string => plainText(message.replace(/\s+/g, ' '));

/**
 * Lists what a file holds, whatever its name says: arrays, tables, groups, with shapes and types.
 *
 * @throws UsageError of one line for a file that cannot be read
 */
export async function inspect(
  path: string,
  { json = false }: { json?: boolean },
  { stdout }: Io,
): Promise<void> {
  const contents = await inspectFile(path).catch((error: unknown) => {
    throw error instanceof GoalDrivenError ? new UsageError(oneLine(error.message), { cause: error }) : error;
  });
  if (json) return void stdout.write(`${JSON.stringify(contents, undefined, 2)}\n`);
  const { format, entries, notes } = contents;
  const rows = entries.slice(0, MOST).map(({ path: name, kind, shape, dtype, attributes = {} }) => [
    name === '' ? '(the file)' : plainText(name),
    kind,
    shape === null ? '' : `[${shape}]`,
    dtype ?? '',
    plainText(
      Object.entries(attributes)
        .map(([attribute, value]) => `${attribute}=${value}`)
        .join(', ')
        .slice(0, 200),
    ),
  ]);
  const more = entries.length > MOST ? `and ${entries.length - MOST} more: --json has all\n` : '';
  const said = notes.map((note) => `note: ${plainText(note)}\n`).join('');
  stdout.write(
    `${format}, ${entries.length} entr${entries.length === 1 ? 'y' : 'ies'}\n${formatTable(rows)}${more}${said}`,
  );
}
