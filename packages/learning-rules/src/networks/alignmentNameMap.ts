import type { NameMap, NameRule } from '@goal-driven/formats';

/**
 * The published checkpoints of the residual networks in which rules were compared, TensorFlow's of variables:
 * `block_group1_0/conv1/forward_kernel`, in version 2 `block_layer1_0/conv1/forward_kernel`. Kernels lie as ours do. Batch
 * normalisation is believed to have its numbers in the scope of the convolution that it follows (uncertain), whatever a
 * scope between is called; a model's prefix may stand before all names (uncertain). Backward kernels are left out: a network
 * that answers needs none.
 *
 * @param version 1: activation after the sum; 2: before the convolutions
 * @source neuroailab/neural-alignment; our notes, section D.6
 */
export const alignmentNameMap = (version: 1 | 2): NameMap => {
  const block = String.raw`(?:.*\/)?block_${version === 1 ? 'group' : 'layer'}([1-4])_(\d+)`;
  const outside = String.raw`(?:(?!.*block_).*\/)?`;
  return {
    name: `neural-alignment, version ${version}, TensorFlow`,
    source: 'neuroailab/neural-alignment; scopes as our notes have them',
    rules: [
      { from: /(.*\/)?global_step/, ignored: 'a counter' },
      { from: /.*\/(Momentum|Adam|Adam_1|[^/]*Optimizer[^/]*)/, ignored: 'of the optimizer' },
      { from: /.*\/backward_(kernel|bias)/, ignored: 'of the backward pass, which answers need not' },
      { from: new RegExp(`${block}/conv([123])/forward_kernel`), to: 'group$1_$2.main/conv$3/kernel' },
      { from: new RegExp(`${block}/conv0/forward_kernel`), to: 'group$1_$2.shortcut/conv0/kernel' },
      // Operations are counted from 0: a convolution, its normalisation, what activates it.
      ...normalisation(`${block}/conv1`, 'group$1_$2.main/1'),
      ...normalisation(`${block}/conv2`, 'group$1_$2.main/4'),
      ...(version === 1
        ? [
            ...normalisation(`${block}/conv3`, 'group$1_$2.main/7'),
            ...normalisation(`${block}/conv0`, 'group$1_$2.shortcut/1'),
            ...normalisation(`${outside}conv0`, 'conv0/1'),
          ]
        : [
            ...normalisation(`${block}/bn0`, 'group$1_$2.active/0'),
            ...normalisation(`${outside}bnl4`, 'final/0'),
          ]),
      { from: new RegExp(`${outside}conv0/forward_kernel`), to: 'conv0/conv/kernel' },
      { from: new RegExp(`${outside}dense/forward_kernel`), to: 'dense/dense/kernel' },
      { from: new RegExp(`${outside}dense/bias`), to: 'dense/dense/bias' },
    ],
  };
};

const normalisation = (scope: string, to: string): NameRule[] =>
  [
    ['gamma', 'gamma'],
    ['beta', 'beta'],
    ['moving_mean', 'mean'],
    ['moving_variance', 'variance'],
  ].map(([theirs, ours]) => ({ from: new RegExp(`${scope}/(?:[^/]+/)?${theirs}`), to: `${to}/${ours}` }));
