import { z } from 'zod';
import type { Tree } from '../tree';
import { Adagrad, adagrad } from './adagrad';
import { Adam, AdamTorch, AdamW, adam, adamTorch, adamW } from './adam';
import { Lars, lars } from './lars';
import { RAdam, radam } from './radam';
import { RmsProp, RmsPropTorch, rmsProp, rmsPropTorch } from './rmsProp';
import { Sgd, SgdKeras, sgd, sgdKeras } from './sgd';
import { Swats, swats } from './swats';

export type UpdateOptions = {
  /** Counts the updates done before this one, so the first update has step 0. */
  readonly step: number;
  /** Of this update, as the schedule gives it. */
  readonly learningRate: number;
  /**
   * The caller gives up the values of the old parameters and slots, though not the tensors, which it still
   * has to dispose: a backend that can writes the new values over them. False where left out.
   */
  readonly consume?: boolean;
};

/**
 * A rule of descent as a pair of pure functions. `update` frees nothing and, unless told to `consume`,
 * changes nothing in place: the caller owns the old parameters, slots and gradients, and the new ones too.
 */
export type Optimizer = {
  init(params: Tree): Tree;
  update(grads: Tree, state: Tree, params: Tree, options: UpdateOptions): { params: Tree; state: Tree };
};

/** Every optimizer by its `kind`; defaults are those of the source that its schema names. */
export const OptimizerConfig = z
  .discriminatedUnion('kind', [
    Sgd,
    SgdKeras,
    Adam,
    AdamTorch,
    AdamW,
    RAdam,
    Swats,
    Adagrad,
    RmsProp,
    RmsPropTorch,
    Lars,
  ])
  .meta({ title: 'Optimizer' });
export type OptimizerConfig = z.output<typeof OptimizerConfig>;

/** The optimizer that a config names. */
export function createOptimizer(config: OptimizerConfig): Optimizer {
  switch (config.kind) {
    case 'sgd':
      return sgd(config);
    case 'sgd-keras':
      return sgdKeras(config);
    case 'adam':
      return adam(config);
    case 'adam-torch':
      return adamTorch(config);
    case 'adamw':
      return adamW(config);
    case 'radam':
      return radam(config);
    case 'swats':
      return swats(config);
    case 'adagrad':
      return adagrad(config);
    case 'rmsprop':
      return rmsProp(config);
    case 'rmsprop-torch':
      return rmsPropTorch(config);
    case 'lars':
      return lars(config);
  }
}
