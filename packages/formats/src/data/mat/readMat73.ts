import { DataError, type TypedArray } from '@goal-driven/core/arrays';
import type { SyncSource } from '../../SyncSource';
import type { Hdf5Value } from '../hdf5/Hdf5Value';
import { openHdf5 } from '../hdf5/openHdf5';
import { rowMajorArray, rowMajorList } from './_columnMajor';
import { numberClasses } from './_matNumbers';
import { createBudget } from './_MatSource';
import { matShape, numbersAt, refused, type Mat73, type Numbers } from './_mat73';
import { sparse73 } from './_sparse73';
import { struct73 } from './_struct73';
import type { MatNumberClass, MatValue } from './MatValue';
import type { MatOptions } from './readMat5';

/** What one value costs beside its numbers, roughly. */
const VALUE_BYTES = 256;

/**
 * Reads MATLAB's MAT format of version 7.3, which is HDF5: the variables by name, with values as {@link readMat5} gives
 * them. Structs of MATLAB's and of the usual writers are read alike; objects and function handles are errors, whatever
 * `objects` says. Any shape will do.
 *
 * @throws DataError naming the path in the file, for anything MATLAB does not write, a cell that holds itself, more
 *   than `maxBytes`, a variable that is not there; and all that `openHdf5` throws
 * @source MATLAB's own files, as no document describes them
 */
export async function readMat73(
  from: Uint8Array | SyncSource,
  { name = 'mat', variables, maxBytes = 2 ** 30 }: Omit<MatOptions, 'objects'> = {},
): Promise<Record<string, MatValue>> {
  const file = await openHdf5(from, { name, maxBytes });
  try {
    const mat: Mat73 = {
      file,
      budget: createBudget(name, maxBytes),
      known: new Map(),
      valueAt: (path) => value73(mat, path),
    };
    const present = file.keys('/').filter((key) => !key.startsWith('#')); // MATLAB's own
    const missing = variables?.find((each) => !present.includes(each));
    if (missing !== undefined) {
      throw new DataError(
        `${name}: the file must have the variable ${JSON.stringify(missing)}, got ${present.join(', ')}`,
      );
    }
    const wanted = present.filter((key) => variables?.includes(key) ?? true);
    return Object.fromEntries(wanted.map((key) => [key, value73(mat, `/${key}`)]));
  } finally {
    file.close();
  }
}

/**
 * The value at a path.
 *
 * @throws DataError as {@link readMat73}
 */
function value73(mat: Mat73, path: string): MatValue {
  const { file, budget, known } = mat;
  const before = known.get(path);
  if (before !== undefined) return before;
  if (known.has(path)) throw refused(mat, path, 'a value must not hold itself', path);
  if (known.size > 1e6 || [...path].length > 4096)
    throw refused(mat, path, 'a file must be of possible size', 'more');
  known.set(path, undefined);
  budget.take(VALUE_BYTES, path);
  const className = textAttribute(mat, path, 'MATLAB_class');
  const value = file.kind(path) === 'group' ? group73(mat, path, className) : dataset73(mat, path, className);
  known.set(path, value);
  return value;
}

function group73(mat: Mat73, path: string, className: string): MatValue {
  if (mat.file.attribute(path, 'MATLAB_sparse') !== undefined)
    return sparse73(mat, path, className === 'logical');
  if (className === 'struct') return struct73(mat, path);
  throw refused(mat, path, 'a group must be a struct or sparse', className);
}

function dataset73(mat: Mat73, path: string, className: string): MatValue {
  const { file, budget } = mat;
  const value = file.read(path);
  const isEmpty =
    file.attribute(path, 'MATLAB_empty') !== undefined && flagOf(file.attribute(path, 'MATLAB_empty')!);
  if (isEmpty) return empty73(mat, path, className, value);
  if (value.kind === 'references') {
    if (className !== 'cell') throw refused(mat, path, 'references must be those of a cell', className);
    const shape = matShape(value.shape);
    budget.take(16 * value.values.length, path);
    const cells = value.values.map((reference) => value73(mat, file.pathOf(reference, path)));
    return { kind: 'cell', shape, values: rowMajorList(cells, shape) };
  }
  if (value.kind === 'compound') return complex73(mat, path, className, value);
  return plain73(mat, path, className, numbersAt(mat, path, value));
}

/** What is empty holds its shape instead. */
function empty73(mat: Mat73, path: string, className: string, value: Hdf5Value): MatValue {
  const shape = Array.from(numbersAt(mat, path, value).values, Number);
  if (!shape.includes(0) || shape.length < 2)
    throw refused(mat, path, 'what is empty must have no elements', `[${shape}]`);
  if (className === 'cell') return { kind: 'cell', shape, values: [] };
  if (className === 'struct') return { kind: 'struct', shape, fields: [], values: [] };
  const Class =
    className === 'char'
      ? Uint16Array
      : className === 'logical'
        ? Uint8Array
        : numberClasses[className as MatNumberClass];
  if (Class === undefined)
    throw refused(mat, path, 'a value must be numbers, truth values, text, a cell or a struct', className);
  return plain73(mat, path, className, { values: new Class(0), shape: [...shape].reverse() });
}

function plain73(mat: Mat73, path: string, className: string, { values, shape: stored }: Numbers): MatValue {
  const shape = matShape(stored);
  mat.budget.take(2 * values.byteLength, path);
  if (className === 'char') {
    if (values instanceof BigInt64Array || values instanceof BigUint64Array)
      throw refused(mat, path, 'text must be of 16-bit units', 'wider ones');
    return { kind: 'char', shape, values: rowMajorArray(Uint16Array.from(values), shape) };
  }
  if (className === 'logical') {
    if (!(values instanceof Uint8Array) || values.some((value) => value > 1))
      throw refused(mat, path, 'truth values must be bytes of 0 and 1', 'others');
    return { kind: 'logical', shape, values: rowMajorArray(values, shape) };
  }
  return {
    kind: 'numeric',
    class: classOf(mat, path, className, values),
    shape,
    values: rowMajorArray(values, shape),
  };
}

function complex73(
  mat: Mat73,
  path: string,
  className: string,
  value: Hdf5Value & { kind: 'compound' },
): MatValue {
  const { real, imag } = value.columns;
  if (real === undefined || imag === undefined)
    throw refused(mat, path, 'a compound must have real and imag', Object.keys(value.columns).join(', '));
  const shape = matShape(value.shape);
  const [values, imaginary] = [real, imag].map((part) => numbersAt(mat, path, part).values) as [
    TypedArray,
    TypedArray,
  ];
  mat.budget.take(4 * values.byteLength, path);
  return {
    kind: 'numeric',
    class: classOf(mat, path, className, values),
    shape,
    values: rowMajorArray(values, shape),
    imaginary: rowMajorArray(imaginary, shape),
  };
}

function classOf(mat: Mat73, path: string, className: string, values: TypedArray): MatNumberClass {
  const known =
    Object.hasOwn(numberClasses, className) && values instanceof numberClasses[className as MatNumberClass];
  if (!known)
    throw refused(
      mat,
      path,
      'a value must be numbers of its class, truth values, text, a cell or a struct',
      `${className} in ${values.constructor.name}`,
    );
  return className as MatNumberClass;
}

const flagOf = (value: Hdf5Value) => value.kind === 'array' && Number(value.values[0]) !== 0;

function textAttribute(mat: Mat73, path: string, name: string): string {
  if (mat.file.kind(path) !== 'group' && mat.file.kind(path) !== 'dataset')
    throw refused(mat, path, 'must be a value', mat.file.kind(path));
  const value = mat.file.attribute(path, name);
  if (value?.kind !== 'strings' || value.values.length !== 1)
    throw refused(mat, path, `must have the attribute ${name}`, 'none');
  return value.values[0]!;
}
