import type { NameMap, NameRule } from '@goal-driven/formats';
import type { MouseModel } from '../models/MouseModel';
import { torchEntries } from './torchEntries';

/**
 * How the published checkpoint of a model becomes its parameters: the network of a whole training, of which heads, banks
 * and optimizers are ignored, or a state_dict by itself; names may begin with `module.`. Numbers of batches seen are
 * ignored. RotNet's file has its convolutions twice; they must agree.
 */
export function torchNameMap(model: MouseModel): NameMap {
  const rules = torchEntries(model).map(({ name, to, steps }): NameRule =>
    to === null
      ? { from: name, ignored: 'counts batches, which nothing here depends on' }
      : { from: name, to: to.path, steps },
  );
  return {
    name: `${model.kind}, PyTorch`,
    source: 'Nayebi, Kong et al. 2023, doi:10.1371/journal.pcbi.1011506, the public code',
    roots: ['model_state_dict.', 'state_dict.'],
    strip: [/^module\./],
    rules: model.kind === 'rotNetAlexNet' ? rules.flatMap(withAlias) : rules,
  };
}

function withAlias(rule: NameRule): NameRule[] {
  const name = String(rule.from);
  if (!name.startsWith('features.')) return [rule];
  return [rule, { ...rule, from: name.replace('features.', 'readout_features.') }];
}
