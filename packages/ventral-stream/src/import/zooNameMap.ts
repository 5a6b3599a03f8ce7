import type { NameMap, NameRule } from '@goal-driven/formats';
import { DECODER } from '../graph/Graph';
import type { ConvRnn } from '../network/convRnn';
import { publishedVariables, type PublishedVariable } from '../models/publishedVariables';

/**
 * How the checkpoints of the published zoo name the parameters of a network, `tnn_model/conv4/ConvGRUCell/gates/weights`;
 * from `publishedVariables`. Joint kernels are cut into the channels of the input and of the state; decays that are fixed
 * to 0 must be 0.
 *
 * Choice: where a decoder's temperature is learned it is `normalize/softmax_beta`; the notes say of the others that they
 * are 1 and unused, and leave the name of this one to be seen in a file.
 *
 * @source neuroailab/convrnns; sections 1.5 and 9 of our notes
 */
export function zooNameMap(network: ConvRnn): NameMap {
  const { decoder } = network.config;
  const learned = 'learned' in decoder && decoder.learned;
  return {
    name: 'ConvRNN zoo, TensorFlow',
    source: 'neuroailab/convrnns',
    strip: [/^tnn_model\//],
    rules: [
      { from: 'global_step', ignored: 'a counter' },
      { from: /.*\/Momentum/, ignored: 'of the optimizer' },
      ...publishedVariables(network).map(ruleOf),
      ...(learned
        ? [{ from: 'normalize/softmax_beta', to: `${DECODER}/beta`, steps: [{ reshape: [] }] }]
        : [{ from: 'normalize/softmax_beta', ignored: 'a temperature that is fixed', value: 1 }]),
      { from: /(probs|alpha)\/softmax_beta/, ignored: 'unused in the answer', value: 1 },
      { from: 'decoder_threshold', ignored: 'of the configuration' },
    ],
  };
}

function ruleOf({ name, shape, parts }: PublishedVariable): NameRule {
  const [only, second] = parts;
  if (only === undefined) return { from: name, ignored: 'a decay that is not learned', value: 0 };
  if (second !== undefined) return { from: name, to: parts.map(({ path }) => path), axis: -2 };
  const same = String(only.shape) === String(shape);
  return { from: name, to: only.path, ...(!same && { steps: [{ reshape: only.shape }] }) };
}
