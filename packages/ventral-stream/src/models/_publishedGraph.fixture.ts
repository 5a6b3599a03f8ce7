/** An operation, a node or a graph of the published format, to be spoilt by specs. */
type Entry = Record<string, unknown>;

const component = (from: string, depth: number, settings: Entry = {}): Entry => ({
  function: 'component_conv',
  input_name: from,
  out_depth: depth,
  kernel_init: 'variance_scaling',
  weight_decay: 0.0001,
  activation: null,
  ...settings,
});

const still: Entry = { function: 'memory', memory_decay: 0, trainable: false };

const node = (name: string, from: string | undefined, stages: Entry): Entry => ({
  name,
  ...(from === undefined ? { shape: [16, 16, 3] } : { shape_from: from }),
  dtype: 'float32',
  input_init: { function: 'zeros' },
  state_init: { function: 'zeros' },
  harbor: {
    function: 'harbor',
    preproc: null,
    spatial_op: 'resize',
    channel_op: 'concat',
    kernel_init: 'zeros',
    weight_decay: null,
  },
  pre_memory: [],
  memory: still,
  post_memory: [],
  ...stages,
});

/** A hand-written graph in the published format: an image of 16 pixels, a ugrnn layer, 5 classes; all functions. */
export const publishedGraph = (): { nodes: Entry[]; edges: Entry[] } => ({
  nodes: [
    node('conv1', undefined, {
      pre_memory: [
        component('split', 4, { ksize: 7, strides: [1, 2, 2, 1], bias: 0.5, return_input: true }),
        { function: 'dropout', keep_prob: 0.75, seed: 0, name: 'dropout' },
      ],
      post_memory: [
        { function: 'elu' },
        { function: 'conv', out_depth: 4, kernel_init: 'variance_scaling', weight_decay: null },
        { function: 'residual_add' },
        { function: 'max_pool', ksize: [1, 3, 3, 1], strides: [1, 2, 2, 1] },
      ],
    }),
    node('conv2', 'conv1', {
      pre_memory: [component('conv1', 6), { function: 'dropout', keep_prob: 1, seed: 0 }],
      memory: {
        function: 'memory',
        shape: [4, 4],
        filter_size: [5, 5],
        out_depth: 8,
        weight_decay: 0.001,
      },
    }),
    node('conv3', 'conv2', { pre_memory: [component('conv2', 6, { ksize: [1, 1] })] }),
    node('imnetds', 'conv3', {
      pre_memory: [
        { function: 'global_pool', kind: 'avg' },
        { function: 'flatten' },
        {
          function: 'fc',
          out_depth: 5,
          kernel_init: 'random_normal',
          kernel_init_kwargs: { stddev: 0.01 },
          weight_decay: 0.0001,
          activation: null,
        },
        { function: 'identity', name: 'output' },
      ],
    }),
  ],
  edges: [
    { from: 'conv1', to: 'conv2' },
    { from: 'conv2', to: 'conv3' },
    { from: 'conv1', to: 'conv3' },
    { from: 'conv3', to: 'imnetds' },
    { from: 'conv2', to: 'conv1' },
  ],
});
