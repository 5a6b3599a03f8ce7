import { elementTypes } from '@goal-driven/core/arrays';
import { torchGlobals, torchStorage } from './_torchGlobals';
import { unpickle } from './unpickle';
import type { PickleValue, StorageRef } from './PickleValue';

/** The value of a pickle of PyTorch, the storages that it names by key, and the byte after its end. */
export function unpickleTorch(
  bytes: Uint8Array,
  name: string,
  offset = 0,
): { readonly value: PickleValue; readonly storages: ReadonlyMap<string, StorageRef>; readonly end: number } {
  const storages = new Map<string, StorageRef>();
  const { value, end } = unpickle(bytes, {
    name,
    offset,
    globals: (global) => torchGlobals.get(global),
    persistent(id, complain) {
      const storage = torchStorage(id, complain);
      const known = storages.get(storage.key);
      if (known === undefined) storages.set(storage.key, storage);
      else if (known.element !== storage.element || known.length !== storage.length)
        complain(`storage ${storage.key} must be the same wherever it is named`, 'another type or length');
      return known ?? storage;
    },
  });
  return { value, storages, end };
}

/** Bytes that a storage takes in the file. */
export const storageBytes = ({ element, length }: StorageRef): number =>
  length * (element === undefined ? 1 : elementTypes[element].bytes);
