import { torchDense, type NameMap, type NameRule } from '@goal-driven/formats';
import type { PathIntegrationNetwork } from '../NetworkChoice';

const ADAM = 'of the optimizer';

/**
 * Checkpoints of the public release, TensorFlow's of objects: `net/RNN/cell/weight/.ATTRIBUTES/VARIABLE_VALUE`. The UGRNN's
 * one kernel [2H, 2H] has the rows of the input first, then those of the state; Keras's GRU has both biases in one,
 * [2, 3H], and its gates in our order, as has its LSTM.
 *
 * @source neuroailab/mec, mec/models/model.py; other cells than the UGRNN as our notes (section 18) have them
 */
const tensorflow = (cell: PathIntegrationNetwork['cell']): NameMap => ({
  name: 'MEC release, TensorFlow',
  source: 'neuroailab/mec, mec/models/model.py',
  strip: [/\/\.ATTRIBUTES\/VARIABLE_VALUE$/],
  rules: [
    { from: /.*\.OPTIMIZER_SLOT\/.*/, ignored: ADAM },
    { from: /optimizer\/.*/, ignored: ADAM },
    { from: /step|save_counter/, ignored: 'a counter' },
    { from: /_CHECKPOINTABLE_OBJECT_GRAPH/, ignored: 'the graph of objects' },
    { from: /net\/(encoder[12]?|M|dense|decoder)\/(kernel|bias)/, to: '$1/$2' },
    ...cellRules(cell),
  ],
});

function cellRules(cell: PathIntegrationNetwork['cell']): NameRule[] {
  const at = 'net/RNN/cell';
  if (cell === 'ugrnn')
    return [
      { from: `${at}/weight`, to: ['cell/kernel', 'cell/recurrentKernel'], axis: 0 },
      { from: `${at}/bias`, to: 'cell/bias' },
    ];
  return [
    { from: `${at}/kernel`, to: 'cell/kernel' },
    { from: `${at}/recurrent_kernel`, to: 'cell/recurrentKernel' },
    cell === 'gru'
      ? { from: `${at}/bias`, to: ['cell/bias', 'cell/recurrentBias'], axis: 0, steps: [{ reshape: [-1] }] }
      : { from: `${at}/bias`, to: 'cell/bias' },
  ];
}

/**
 * State dictionaries of the one-layer network in PyTorch, `rnn` here, without biases.
 *
 * @source ganguli-lab/grid-pattern-formation, model.py; our notes, section 18
 */
const torch: NameMap = {
  name: 'grid-pattern-formation, PyTorch',
  source: 'ganguli-lab/grid-pattern-formation, model.py',
  roots: ['model_state_dict.', 'state_dict.', ''],
  strip: [/^module\./],
  rules: [
    { from: /(encoder|decoder)\.weight/, to: '$1/kernel', steps: torchDense },
    { from: 'RNN.weight_ih_l0', to: 'cell/kernel', steps: torchDense },
    { from: 'RNN.weight_hh_l0', to: 'cell/recurrentKernel', steps: torchDense },
  ],
};

/** How published files of weights name the parameters of a network, one map for each family of files. */
export const nameMaps = ({ cell }: PathIntegrationNetwork): readonly NameMap[] => {
  if (cell === 'banino' || cell === 'ctrnn') return []; // nobody published weights of these
  return cell === 'rnn' ? [tensorflow(cell), torch] : [tensorflow(cell)];
};
