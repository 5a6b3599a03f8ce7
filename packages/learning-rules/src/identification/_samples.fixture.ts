import type { SampleMeta } from './RuleDataset';

export const RULES = ['adam', 'feedback', 'sgdm'];
/** 3 rules x 2 networks x 4 seeds, of 2 or 3 layers. */
export const meta: SampleMeta[] = RULES.flatMap((rule) =>
  ['deep', 'flat'].flatMap((architecture) =>
    [0, 1, 2, 3].flatMap((seed) =>
      Array.from({ length: architecture === 'deep' ? 3 : 2 }, (_, layer) => ({
        ...{ learning_rule: rule, task: 'a', architecture, batch_size: 8, model_seed: seed, dataset_seed: 0 },
        layer_name: String(layer),
      })),
    ),
  ),
);
/** [samples], places in `RULES`. */
export const labels = Int32Array.from(meta, ({ learning_rule }) => RULES.indexOf(learning_rule));
