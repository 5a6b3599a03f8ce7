import { ConfigError, DataError } from '@goal-driven/core/arrays';
import { CsvError, parse } from 'csv-parse/sync';

/** Types of columns: doubles, truth values 0 and 1, or text. */
export type CsvType = 'number' | 'boolean' | 'text';

export type CsvColumn =
  | { readonly type: 'number'; readonly values: Float64Array }
  | { readonly type: 'boolean'; readonly values: Uint8Array }
  | { readonly type: 'text'; readonly values: readonly string[] };

export type CsvTable = {
  readonly rows: number;
  /** In the file's order; each has `rows` values. */
  readonly columns: { readonly [name: string]: CsvColumn };
};

export type CsvOptions = {
  /** What errors call the file. */
  readonly name?: string;
  /** What stands between cells: a comma, unless told. */
  readonly delimiter?: ',' | ';' | '\t';
  /** Names of the columns of a file whose first line is not these. */
  readonly header?: readonly string[];
  /** Types that are not to be guessed, by column; a cell of another type is then an error. */
  readonly types?: { readonly [column: string]: CsvType };
};

/** Longest line, bytes. */
const MAX_RECORD = 2 ** 20;
const MAX_COLUMNS = 100_000;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const WHOLE = /^[+-]?\d+$/;
const MISSING = new Set(['', 'NaN', 'nan', 'NA']);
const INFINITE: { readonly [cell: string]: number } = {
  ...{ inf: Infinity, Inf: Infinity, Infinity: Infinity },
  ...{ '-inf': -Infinity, '-Inf': -Infinity, '-Infinity': -Infinity },
};
const TRUTH: { readonly [cell: string]: 0 | 1 } = { true: 1, True: 1, TRUE: 1, false: 0, False: 0, FALSE: 0 };

/**
 * Reads a table of comma-separated values in UTF-8, as RFC 4180 has it: cells in quotes may hold delimiters, line ends and
 * doubled quotes; every line has as many cells as the first. Lines end with LF, CRLF or CR. Empty lines are skipped.
 *
 * A column is of numbers if all its cells are numbers or nothing (empty, `NaN`, `nan`, `NA`, which become NaN) and one is
 * a number; of truth values if all are `true` or `false`, in the ways of Python and R; else of text. Whole numbers beyond
 * 2^53 that are not a double's own text, such as identifiers of 18 digits, make a column of text, so that none is rounded. `[rows]`
 * values each.
 *
 * The file is read twice, first to find the types, so that beside it no more than the columns is in memory.
 *
 * @throws DataError with the line, for quotes that do not match, lines of other lengths, cells that are not of the type
 *   told, text that is not UTF-8; for columns of one name
 * @throws ConfigError for a type of a column that is not there
 * @source RFC 4180
 */
export function readCsv(bytes: Uint8Array, options: CsvOptions = {}): CsvTable {
  const { name = 'csv', header, types = {} } = options;
  const text = decoded(bytes, name);
  let names: readonly string[] | undefined = header && checkedNames(header, name);
  const guesses: Guess[] = [];
  let rows = -1 + (names ? 1 : 0);
  eachLine(text, options, (cells) => {
    names ??= checkedNames(cells, name);
    if (rows++ >= 0) cells.forEach((cell, column) => (guesses[column] = refined(guesses[column], cell)));
  });
  if (names === undefined) throw new DataError(`${name}: line 1 must name the columns, got an empty file`);
  const unknown = Object.keys(types).find((each) => !names!.includes(each));
  if (unknown !== undefined)
    throw new ConfigError(
      `${name}: types must be of columns, got ${JSON.stringify(unknown)}; there are ${names.slice(0, 20).join(', ')}`,
    );
  const columns = names.map((each, column) =>
    emptyColumn(types[each] ?? typeOf(guesses[column]), Math.max(0, rows)),
  );
  let row = header ? 0 : -1;
  eachLine(text, options, (cells, line) => {
    if (row >= 0)
      cells.forEach((cell, column) =>
        put(
          columns[column]!,
          row,
          cell,
          () => `${name}: line ${line}, column ${JSON.stringify(names![column])}`,
        ),
      );
    row++;
  });
  return {
    rows: Math.max(0, rows),
    columns: Object.fromEntries(names.map((each, at) => [each, columns[at]!])),
  };
}

function decoded(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes); // and takes away a byte order mark
  } catch (error) {
    throw new DataError(`${name}: bytes of a table must be UTF-8, got others: ${(error as Error).message}`);
  }
}

/** Hands over each line's cells, none of which is kept. */
function eachLine(
  text: string,
  { name = 'csv', delimiter = ',', header }: CsvOptions,
  use: (cells: readonly string[], line: number) => void,
): void {
  let width = header?.length;
  try {
    parse(text, {
      delimiter,
      skip_empty_lines: true,
      relax_column_count: true, // counted below, as our own error
      max_record_size: MAX_RECORD,
      on_record: (cells: string[], { lines }) => {
        width ??= cells.length;
        if (cells.length !== width)
          throw new DataError(`${name}: line ${lines} must have ${width} cells, got ${cells.length}`);
        use(cells, lines);
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new DataError(
      `${name}: line ${Number(error['lines'] ?? 1)} must be cells as RFC 4180 has them, got ${error.code}`,
    );
  }
}

function checkedNames(names: readonly string[], name: string): readonly string[] {
  if (names.length > MAX_COLUMNS)
    throw new DataError(`${name}: line 1 must have at most ${MAX_COLUMNS} columns, got ${names.length}`);
  const seen = new Set<string>();
  for (const each of names) {
    if (seen.has(each))
      throw new DataError(`${name}: line 1: columns must differ, got ${JSON.stringify(each)} twice`);
    seen.add(each);
  }
  return [...names];
}

/** What all cells of a column so far can be; `missing` before any says more. */
type Guess = CsvType | 'missing' | undefined;

function refined(guess: Guess, cell: string): Guess {
  if (guess === 'text') return guess;
  if (MISSING.has(cell)) return guess === 'boolean' ? 'text' : (guess ?? 'missing');
  if (isNumber(cell)) return guess === 'boolean' ? 'text' : 'number';
  return Object.hasOwn(TRUTH, cell) && (guess === undefined || guess === 'boolean') ? 'boolean' : 'text';
}

const isNumber = (cell: string): boolean =>
  (NUMBER.test(cell) &&
    (!WHOLE.test(cell) || Number.isSafeInteger(Number(cell)) || String(Number(cell)) === cell)) ||
  Object.hasOwn(INFINITE, cell);

const typeOf = (guess: Guess): CsvType => (guess === undefined || guess === 'missing' ? 'text' : guess);

function emptyColumn(type: CsvType, rows: number): CsvColumn {
  if (type === 'number') return { type, values: new Float64Array(rows) };
  return type === 'boolean' ? { type, values: new Uint8Array(rows) } : { type, values: Array<string>(rows) };
}

function put(column: CsvColumn, row: number, cell: string, where: () => string): void {
  const fail = (must: string): never => {
    throw new DataError(`${where()}: must be ${must}, got ${JSON.stringify(cell.slice(0, 50))}`);
  };
  if (column.type === 'text') (column.values as string[])[row] = cell;
  else if (column.type === 'boolean')
    column.values[row] = Object.hasOwn(TRUTH, cell) ? TRUTH[cell]! : fail('true or false');
  else if (MISSING.has(cell)) column.values[row] = NaN;
  else if (isNumber(cell)) column.values[row] = INFINITE[cell] ?? Number(cell);
  else fail('a number that a double has');
}
