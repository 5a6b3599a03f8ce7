import type { Tree } from '@goal-driven/core';
import type { ConvRnn } from './convRnn';

/** A network with its parameters. */
export type Network = { readonly architecture: ConvRnn; readonly params: Tree; readonly state: Tree };
