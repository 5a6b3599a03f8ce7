import type { ElementName, NdArray, TypedArray } from '@goal-driven/core/arrays';

/** What a pickle builds here: plain values, and the few objects that our globals make. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  /** Lists, tuples and sets. */
  | PickleValue[]
  | PickleDict
  | PickleGlobal
  | StorageRef
  | TensorRef
  | NumpyDtype
  | NumpyArray;

/** A dictionary as it was filled: key, value, key, value. Of equal keys the last one counts. */
export type PickleDict = { readonly kind: 'dict'; readonly entries: PickleValue[] };

/** A name that a pickle may look up. Whatever it can be called for stands here, in our own code. */
export type PickleGlobal = {
  readonly kind: 'global';
  /** `module name`, as pickles have it. */
  readonly name: string;
  /** Only functions and classes have it; `complain` makes the error for arguments that are wrong. */
  readonly call?: (args: readonly PickleValue[], complain: Complaint) => PickleValue;
};

/** Throws: `what must hold` and what came in its place. */
export type Complaint = (must: string, got: unknown) => never;

/** Memory of tensors, which lies elsewhere in the file. */
export type StorageRef = {
  readonly kind: 'storage';
  readonly key: string;
  /** Undefined where each tensor says its own type. */
  readonly element: ElementName | undefined;
  /** In elements; bytes where there is no element. */
  readonly length: number;
};

/** A tensor before its storage was read. Offset and strides count elements. */
export type TensorRef = {
  readonly kind: 'tensor';
  readonly storage: StorageRef;
  readonly element: ElementName;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
};

/** An object whose state comes after it was made. */
export type WithState = { readonly setState: (state: PickleValue, complain: Complaint) => void };

/** NumPy's element type, whose byte order comes later than its name. */
export type NumpyDtype = WithState & {
  readonly kind: 'numpyDtype';
  readonly element: ElementName;
  littleEndian: boolean;
};

/** NumPy's array, empty until its state has come. Any shape. */
export type NumpyArray = WithState & {
  readonly kind: 'numpyArray';
  content: { readonly array: NdArray<TypedArray>; readonly element: ElementName } | undefined;
};
