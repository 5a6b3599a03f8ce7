import type * as os from 'node:os';
import type * as v8 from 'node:v8';
import type * as workerThreads from 'node:worker_threads';

/** What we use of Node. */
type NodeModules = {
  readonly 'node:os': typeof os;
  readonly 'node:v8': typeof v8;
  readonly 'node:worker_threads': typeof workerThreads;
};

type Host = {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly versions?: { readonly node?: string };
  readonly getBuiltinModule?: (name: string) => unknown;
};

const host = (): Host => (globalThis as unknown as { process?: Host }).process ?? {};

/** One of Node's modules, asked for when it is needed: a browser has none and loads this package all the same. */
export const nodeModule = <Name extends keyof NodeModules>(name: Name): NodeModules[Name] | undefined =>
  host().getBuiltinModule?.(name) as NodeModules[Name] | undefined;

/** A variable of the environment; `undefined` also in a browser. */
export const environmentVariable = (name: string): string | undefined => host().env?.[name];

/** `20` on Node 20. */
export const nodeRelease = (): string | undefined => host().versions?.node?.split('.')[0];
