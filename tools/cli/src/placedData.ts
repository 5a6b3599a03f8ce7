import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '@goal-driven/core';
import { dataEntries } from '@goal-driven/formats';
import { dataFolder } from '@goal-driven/formats/files';
import { lookUp } from './nearest';
import { UsageError } from './UsageError';

const PLACE = /^(data|synthetic):([^/]+)((?:\/.*)?)$/;

/**
 * Settings in which `data:cifar10/cifar-10-batches-bin` has become that place in the folder of the entry, where it was
 * fetched, else in that of its stand-in; `synthetic:` always chooses the stand-in. So one word decides what any study runs
 * on. Other texts stay as they are.
 *
 * @param tell told of each stand-in that takes the place of data that are not here
 * @throws UsageError for an entry that is none, or is neither fetched nor made
 */
export function placedData<T extends Json>(settings: T, tell: (message: string) => void): T {
  if (typeof settings === 'string') {
    const [, scheme, name, inner] = PLACE.exec(settings) ?? [];
    return scheme === undefined
      ? settings
      : (placeOf({ name: name!, inner: inner!, real: scheme === 'data' }, tell) as T);
  }
  if (Array.isArray(settings)) return settings.map((each: Json) => placedData(each, tell)) as Json as T;
  if (typeof settings !== 'object' || settings === null) return settings;
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key, placedData(value as Json, tell)]),
  ) as T;
}

type Wanted = { readonly name: string; readonly inner: string; readonly real: boolean };

function placeOf({ name, inner, real }: Wanted, tell: (message: string) => void): string {
  lookUp('data', name, dataEntries);
  const [fetched, made] = [join(dataFolder(), name), join(dataFolder(), 'synthetic', name)];
  if (real && existsSync(join(fetched, inner))) return join(fetched, inner);
  if (!existsSync(join(made, inner)))
    throw new UsageError(
      `${real ? 'data' : 'synthetic'}:${name}${inner} must be there, got nothing in ${real ? `${fetched} or ` : ''}${made}. ` +
        `To have it: ${real ? `goal-driven data fetch ${name}, or ` : ''}goal-driven data make ${name}`,
    );
  if (real) tell(`${name} was not fetched: the run is on its synthetic stand-in, ${made}`);
  return join(made, inner);
}
