import type { ElementName } from '@goal-driven/core/arrays';
import { numpyGlobals } from './_numpyGlobals';
import type { Complaint, PickleGlobal, PickleValue, StorageRef, TensorRef } from './PickleValue';

type Call = (args: readonly PickleValue[], complain: Complaint) => PickleValue;

const STORAGES: { readonly [name: string]: ElementName } = {
  DoubleStorage: 'f8',
  FloatStorage: 'f4',
  HalfStorage: 'f2',
  BFloat16Storage: 'bf2',
  LongStorage: 'i8',
  IntStorage: 'i4',
  ShortStorage: 'i2',
  CharStorage: 'i1',
  ByteStorage: 'u1',
  BoolStorage: 'b1',
};

const TENSOR_TYPES: { readonly [name: string]: ElementName } = {
  float64: 'f8',
  float32: 'f4',
  float16: 'f2',
  bfloat16: 'bf2',
  int64: 'i8',
  int32: 'i4',
  int16: 'i2',
  int8: 'i1',
  uint64: 'u8',
  uint32: 'u4',
  uint16: 'u2',
  uint8: 'u1',
  bool: 'b1',
};

/** Types that a checkpoint may name, as an optimizer's settings do, though no array here can have them. */
const OTHER_TYPES = ['complex64', 'complex128', 'float8_e4m3fn', 'float8_e5m2'];

const hasKind = <K extends string>(
  value: PickleValue | undefined,
  kind: K,
): value is Extract<PickleValue, { kind: K }> =>
  value !== null && typeof value === 'object' && 'kind' in value && value.kind === kind;

function tensor(
  [storage, offset, shape, strides]: readonly PickleValue[],
  element: ElementName | undefined,
  complain: Complaint,
): TensorRef {
  if (!hasKind(storage, 'storage')) return complain('a tensor must have a storage', storage);
  const own = storage.element ?? element;
  if (own === undefined) return complain('a tensor of an untyped storage must name its type', element);
  if (typeof offset !== 'number') return complain('the offset of a tensor must be a number', offset);
  if (!areNumbers(shape)) return complain('the shape of a tensor must be numbers', shape);
  if (!areNumbers(strides)) return complain('the strides of a tensor must be numbers', strides);
  return { kind: 'tensor', storage, element: own, offset, shape, strides };
}

const areNumbers = (value: PickleValue | undefined): value is number[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'number');

/** Version 3 says of untyped storages what a tensor's elements are. */
const tensorV3: Call = (args, complain) => {
  const type = args[6];
  const name = hasKind(type, 'global') ? type.name.replace(/^torch /, '') : '';
  if (!Object.hasOwn(TENSOR_TYPES, name))
    return complain('a tensor must be of a type that arrays have', name || type);
  return tensor(args, TENSOR_TYPES[name], complain);
};

const parameter: Call = ([data], complain) =>
  hasKind(data, 'tensor') ? data : complain('a parameter must be a tensor', data);

/** `OrderedDict()`, `OrderedDict([(key, value)])`; also `Counter({...})`. */
const dictionary: Call = ([items], complain) => {
  if (items === undefined) return { kind: 'dict', entries: [] };
  if (hasKind(items, 'dict')) return { kind: 'dict', entries: [...items.entries] };
  if (!Array.isArray(items)) return complain('a dictionary must be made of pairs', items);
  const entries = items.flatMap((pair) =>
    Array.isArray(pair) && pair.length === 2 ? pair : complain('a dictionary must be made of pairs', pair),
  );
  return { kind: 'dict', entries };
};

const list: Call = ([items = []], complain) =>
  Array.isArray(items) ? [...items] : complain('a size or a set must be made of a list', items);

const device: Call = ([kind, index], complain) => {
  if (typeof kind !== 'string') return complain('a device must be named', kind);
  return typeof index === 'number' ? `${kind}:${index}` : kind;
};

const global = (name: string, call?: Call): [string, PickleGlobal] => [
  name,
  { kind: 'global', name, ...(call && { call }) },
];

/** The globals that PyTorch's own checkpoints have; each that can be called calls what stands here. */
export const torchGlobals: ReadonlyMap<string, PickleGlobal> = new Map([
  ...numpyGlobals,
  ...Object.keys(STORAGES).map((name) => global(`torch ${name}`)),
  ...['UntypedStorage', '_UntypedStorage'].map((name) => global(`torch.storage ${name}`)),
  ...[...Object.keys(TENSOR_TYPES), ...OTHER_TYPES].map((name) => global(`torch ${name}`)),
  global('torch._utils _rebuild_tensor', (args, complain) => tensor(args, undefined, complain)),
  global('torch._utils _rebuild_tensor_v2', (args, complain) => tensor(args, undefined, complain)),
  global('torch._utils _rebuild_tensor_v3', tensorV3),
  global('torch._utils _rebuild_parameter', parameter),
  global('torch._utils _rebuild_parameter_with_state', parameter),
  global('torch Size', list),
  global('torch device', device),
  global('collections OrderedDict', dictionary),
  global('collections Counter', dictionary),
  ...['builtins', '__builtin__'].map((module) => global(`${module} set`, list)),
]);

/**
 * The storage that a persistent id names: `('storage', type, key, location, length)`, in the old layout with
 * a sixth, which old versions used for storages within storages.
 */
export function torchStorage(id: PickleValue, complain: Complaint): StorageRef {
  const [tag, type, key, , length, within = null] = Array.isArray(id) ? id : [];
  if (tag !== 'storage' || !hasKind(type, 'global'))
    return complain('a persistent id must name a storage', tag ?? id);
  if (typeof key !== 'string' || !/^\w{1,40}$/.test(key))
    return complain('the key of a storage must be letters and digits', key);
  if (!Number.isSafeInteger(length) || Number(length) < 0)
    return complain('the length of a storage must be a whole number', length);
  if (within !== null) return complain('a storage must not lie within another', within);
  const name = type.name.slice(type.name.indexOf(' ') + 1);
  if (!Object.hasOwn(STORAGES, name) && !/^_?UntypedStorage$/.test(name))
    return complain('a storage must be of a type that arrays have', type.name);
  return { kind: 'storage', key, element: STORAGES[name], length: Number(length) };
}
