import { elementTypes, sizeOf, type ElementName } from '@goal-driven/core/arrays';
import { pythonInteger } from './_pickleOpcodes';
import { stridedView } from './_stridedView';
import type { Complaint, NumpyArray, NumpyDtype, PickleGlobal, PickleValue } from './PickleValue';

type Call = (args: readonly PickleValue[], complain: Complaint) => PickleValue;

const isDtype = (value: PickleValue | undefined): value is NumpyDtype =>
  value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'numpyDtype';

/** `dtype('f8', False, True)`, of which the state brings the byte order. */
const dtype: Call = ([code], complain) => {
  if (typeof code !== 'string' || code === 'bf2' || !Object.hasOwn(elementTypes, code))
    return complain("NumPy's element type must be a number or a boolean", code);
  return {
    kind: 'numpyDtype',
    element: code as ElementName,
    littleEndian: true,
    setState(state) {
      const order = Array.isArray(state) ? state[1] : undefined;
      if (typeof order !== 'string' || !['<', '>', '|', '='].includes(order))
        complain("a byte order must be <, >, | or =, got another in a dtype's state", order);
      this.littleEndian = order !== '>';
    },
  } satisfies NumpyDtype & { littleEndian: boolean };
};

/** Elements of bytes that are as many as they must be. */
function elements(dtype: NumpyDtype, raw: PickleValue | undefined, count: number, complain: Complaint) {
  const type = elementTypes[dtype.element];
  if (!(raw instanceof Uint8Array) || raw.length !== count * type.bytes)
    return complain(`${count} elements of ${dtype.element} must be ${count * type.bytes} bytes`, raw);
  if (dtype.element === 'b1' && raw.some((byte) => byte > 1))
    complain('a boolean must be 0 or 1', 'another byte');
  return type.read(new Uint8Array(raw), dtype.littleEndian, 'NumPy array');
}

const scalar: Call = ([type, raw], complain) => {
  if (!isDtype(type)) return complain("a scalar must begin with NumPy's element type", type);
  const value = elements(type, raw, 1, complain)[0]!;
  if (type.element === 'b1') return value === 1;
  return typeof value === 'bigint' ? pythonInteger(value) : value;
};

type ArrayParts = readonly [
  shape: PickleValue | undefined,
  type: PickleValue | undefined,
  fortran: boolean,
  raw: PickleValue | undefined,
];

/** An array in row-major order, whatever it was in. */
function arrayOf(
  [shape, type, fortran, raw]: ArrayParts,
  complain: Complaint,
): NumpyArray['content'] & object {
  if (!isDtype(type)) return complain("an array must have NumPy's element type", type);
  if (!areSizes(shape)) return complain("an array's shape must be at most 64 whole numbers", shape);
  const size = sizeOf(shape);
  const values = elements(type, raw, size, complain);
  const strides = fortran
    ? shape.map((_, axis) => sizeOf(shape.slice(0, axis)))
    : shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const budget = { left: values.byteLength, all: values.byteLength };
  const rowMajor = stridedView(values, { offset: 0, shape, strides }, { who: 'NumPy array', budget });
  return { array: { values: rowMajor, shape }, element: type.element };
}

/** `_reconstruct(ndarray, (0,), b'b')`, of which the state brings everything. */
const reconstruct: Call = ([kind], complain) => {
  const name = kind !== null && typeof kind === 'object' && 'name' in kind ? kind.name : kind;
  if (name !== 'numpy ndarray') return complain('what NumPy reconstructs must be an ndarray', name);
  return {
    kind: 'numpyArray',
    content: undefined,
    setState(state, complainNow) {
      const [, shape, type, fortran, raw] = Array.isArray(state) ? state : [];
      this.content = arrayOf([shape, type, fortran === true, raw], complainNow);
    },
  } satisfies NumpyArray & { content: NumpyArray['content'] };
};

/** `_frombuffer(bytes, dtype, shape, 'C')`, of protocol 5. */
const fromBuffer: Call = ([raw, type, shape, order], complain) => ({
  kind: 'numpyArray',
  content: arrayOf([shape, type, order === 'F', raw], complain),
  setState: (_, complainNow) => complainNow('an array of a buffer must have no state', 'one'),
});

const areSizes = (values: PickleValue | undefined): values is number[] =>
  Array.isArray(values) &&
  values.length <= 64 &&
  values.every((value) => Number.isSafeInteger(value) && Number(value) >= 0);

/** Protocol 2's way to write bytes. */
const encode: Call = ([text, encoding], complain) => {
  if (typeof text !== 'string' || encoding !== 'latin1')
    return complain('bytes in text must be latin1', encoding);
  return Uint8Array.from(text, (letter) => {
    const code = letter.codePointAt(0)!;
    return code < 256 ? code : complain('bytes in text must be below 256', code);
  });
};

const global = (name: string, call?: Call): [string, PickleGlobal] => [
  name,
  { kind: 'global', name, ...(call && { call }) },
];

/** The globals that pickles of NumPy's arrays and scalars have, and bytes of protocol 2. */
export const numpyGlobals: ReadonlyMap<string, PickleGlobal> = new Map([
  global('numpy ndarray'),
  global('numpy dtype', dtype),
  ...['core', '_core'].flatMap((core) => [
    global(`numpy.${core}.multiarray _reconstruct`, reconstruct),
    global(`numpy.${core}.multiarray scalar`, scalar),
    global(`numpy.${core}.numeric _frombuffer`, fromBuffer),
  ]),
  global('_codecs encode', encode),
]);
