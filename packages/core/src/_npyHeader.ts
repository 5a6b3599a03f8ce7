import { DataError } from './errors';

export type NpyHeader = {
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
};

/** NumPy 2 allows 64 axes. */
const MAX_AXES = 64;

/**
 * The header of an NPY file: a Python dictionary with exactly the keys `descr`, `fortran_order` and
 * `shape`, read by a grammar that knows nothing else. Nothing is evaluated.
 *
 * @throws DataError with the offset in the header
 */
export function parseNpyHeader(text: string, name: string): NpyHeader {
  const scanner = scan(text, name);
  const found = new Map<string, string | boolean | number[]>();
  scanner.expect(/\s*\{/y, 'an opening brace');
  let separated = true;
  while (scanner.accept(/\s*\}/y) === undefined) {
    if (!separated) scanner.fail('a comma or a closing brace');
    const key = scanner.expect(QUOTED, 'a key in quotes');
    if (found.has(key) || !(key in readers)) scanner.fail('descr, fortran_order and shape once each');
    scanner.expect(/\s*:/y, 'a colon');
    found.set(key, readers[key as keyof typeof readers](scanner));
    separated = scanner.accept(/\s*,/y) !== undefined;
  }
  scanner.expect(/\s*$/y, 'nothing after its brace');
  if (found.size !== 3) scanner.fail('all of descr, fortran_order and shape');
  return {
    descr: found.get('descr') as string,
    fortranOrder: found.get('fortran_order') as boolean,
    shape: found.get('shape') as number[],
  };
}

const QUOTED = /\s*(?:'([^'"\\]*)'|"([^'"\\]*)")/y;

const readers = Object.assign(Object.create(null) as object, {
  descr(scanner: Scanner): string {
    if (scanner.accept(/\s*[[(]/y) !== undefined) scanner.fail('a plain element type, not a structured one,');
    return scanner.expect(QUOTED, 'an element type in quotes');
  },
  fortran_order: (scanner: Scanner): boolean =>
    scanner.expect(/\s*(True|False)/y, 'True or False') === 'True',
  shape(scanner: Scanner): number[] {
    scanner.expect(/\s*\(/y, 'a tuple');
    const axes: number[] = [];
    let separated = true;
    while (scanner.accept(/\s*\)/y) === undefined) {
      if (!separated) scanner.fail('a comma or a closing parenthesis');
      const axis = Number(scanner.expect(/\s*(\d{1,19})L?/y, 'a non-negative integer'));
      if (!Number.isSafeInteger(axis)) scanner.fail('axes below 2^53');
      axes.push(axis);
      if (axes.length > MAX_AXES) scanner.fail(`at most ${MAX_AXES} axes`);
      separated = scanner.accept(/\s*,/y) !== undefined;
    }
    if (axes.length === 1 && !separated) scanner.fail('a comma after a single axis');
    return axes;
  },
});

type Scanner = ReturnType<typeof scan>;

/** Moves through a text by sticky patterns; what a pattern captures, else all it matched, is its value. */
function scan(text: string, name: string) {
  let offset = 0;
  const accept = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    offset = pattern.lastIndex;
    return match[1] ?? match[2] ?? match[0];
  };
  const fail = (what: string): never => {
    const came = offset < text.length ? JSON.stringify(text.slice(offset, offset + 20)) : 'its end';
    throw new DataError(`${name}: NPY header must have ${what} at character ${offset}, got ${came}`);
  };
  return { accept, fail, expect: (pattern: RegExp, what: string): string => accept(pattern) ?? fail(what) };
}
