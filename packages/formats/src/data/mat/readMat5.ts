import { DataError } from '@goal-driven/core/arrays';
import { inflateElement } from './_inflateElement';
import { arrayOf } from './_matArray';
import { matHeader, type MatArrayHeader, type MatClass } from './_matHeader';
import { createBudget, elementAt, fail, TYPES, type MatElement, type MatSource } from './_MatSource';
import type { MatValue } from './MatValue';

export type MatOptions = {
  /** What errors call the file. */
  readonly name?: string;
  /** Read these variables only; the others may be of kinds that are not read, such as objects. */
  readonly variables?: readonly string[];
  /** What to do with an object or a function handle: an error (unless told), or a `MatObject` that is not run. */
  readonly objects?: 'refuse' | 'describe';
  /** Bound on the memory of all that is read, against files that inflate to more; 2^30 (1 GiB) unless told. */
  readonly maxBytes?: number;
};

/** A variable of a MAT file, before its contents are read. */
export type MatVariable = {
  readonly name: string;
  readonly class: MatClass;
  readonly shape: readonly number[];
  readonly complex: boolean;
  readonly logical: boolean;
  readonly global: boolean;
};

const HEADER = 128;
const HEAD_BYTES = 4096;

/**
 * Reads MATLAB's MAT format of version 5 (`save -v6` and `-v7`), either byte order, compressed or not: the variables by
 * name, in the file's order. Values are as MATLAB has them: two axes or more, numbers in the array of their class,
 * every struct an array of structs ({@link simplifyMat} makes them plain). The table of objects that MATLAB adds without
 * a name is left out. Nothing is executed, and no memory asked for that the file does not fill. Any shape will do.
 *
 * @throws DataError naming the path and the byte, for a damaged file, another version, an object or a function handle
 *   among what is asked for, a variable that is not there, more than `maxBytes`
 * @source MATLAB MAT-File Format (R2019b), chapter 1
 */
export function readMat5(bytes: Uint8Array, options: MatOptions = {}): Record<string, MatValue> {
  const { variables: wanted } = options;
  const values = new Map<string, MatValue>();
  for (const { source, element, header } of topLevel(bytes, options)) {
    const { name } = header;
    if (wanted !== undefined && !wanted.includes(name)) continue;
    const whole = element.type === TYPES.compressed ? inflateElement(source, element) : source;
    const matrix = whole === source ? element : elementAt(whole, 0, whole.bytes.length, name);
    values.set(name, arrayOf(whole, matrix, { path: name, depth: 0 }));
  }
  const missing = wanted?.find((name) => !values.has(name));
  if (missing !== undefined) {
    const present = listMat5(bytes, options).map(({ name }) => name);
    throw new DataError(
      `${options.name ?? 'mat'}: the file must have the variable ${JSON.stringify(missing)}, got ${present.join(', ')}`,
    );
  }
  return Object.fromEntries(values);
}

/**
 * The variables of a MAT file of version 5, without their contents.
 *
 * @throws DataError for a damaged file or another version
 */
export function listMat5(bytes: Uint8Array, options: Pick<MatOptions, 'name'> = {}): MatVariable[] {
  return [...topLevel(bytes, options)].map(
    ({ header: { name, shape, complex, logical, global, ...rest } }) => ({
      name,
      class: rest.class,
      shape,
      complex,
      logical,
      global,
    }),
  );
}

type TopLevel = { readonly source: MatSource; readonly element: MatElement; readonly header: MatArrayHeader };

function* topLevel(bytes: Uint8Array, options: MatOptions): Generator<TopLevel> {
  const source = sourceOf(bytes, options);
  const seen = new Set<string>();
  for (let offset = HEADER; offset < bytes.length;) {
    const path = 'variable';
    const element = elementAt(source, offset, bytes.length, path);
    const packed = element.type === TYPES.compressed;
    if (!packed && element.type !== TYPES.matrix) {
      fail(
        source,
        path,
        `a variable must be an array, compressed or not, got data of type ${element.type}`,
        offset,
      );
    }
    const header = packed
      ? packedHeader(source, element)
      : matHeader(source, element.start, element.end, path);
    if (seen.has(header.name))
      fail(
        source,
        path,
        `variables must have names of their own, got ${JSON.stringify(header.name)} twice`,
        offset,
      );
    if (header.name !== '') seen.add(header.name);
    if (header.name !== '') yield { source, element, header };
    offset = packed ? element.end : element.next; // compressed elements are not padded
  }
}

function packedHeader(source: MatSource, element: MatElement): MatArrayHeader {
  const head = inflateElement(source, element, HEAD_BYTES);
  if (head.view.getUint32(0, head.littleEndian) !== TYPES.matrix) {
    fail(
      head,
      'variable',
      `a compressed variable must be an array, got data of type ${head.view.getUint32(0, head.littleEndian)}`,
      0,
    );
  }
  return matHeader(head, 8, head.bytes.length, 'variable');
}

function sourceOf(
  bytes: Uint8Array,
  { name: file = 'mat', maxBytes = 2 ** 30, objects = 'refuse' }: MatOptions,
): MatSource {
  const order = bytes.length < HEADER ? '' : String.fromCharCode(bytes[126]!, bytes[127]!);
  if (order !== 'IM' && order !== 'MI') {
    throw new DataError(
      `${file}: a MAT file of version 5 must have a header of ${HEADER} bytes that ends in IM or MI, got ${JSON.stringify(order)} in ${bytes.length} bytes; version 4 is not read`,
    );
  }
  const littleEndian = order === 'IM';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint16(124, littleEndian);
  if (version !== 0x100) {
    const hint = version === 0x200 ? '; version 7.3 is HDF5, which readMat73 reads' : '';
    throw new DataError(
      `${file}: the version at byte 124 must be 0x100, got 0x${version.toString(16)}${hint}`,
    );
  }
  return {
    file,
    bytes,
    view,
    littleEndian,
    place: (offset) => `byte ${offset}`,
    budget: createBudget(file, maxBytes),
    objects,
  };
}
