/** A circuit of 8 x 8 pixels with a gated cell, a bypass and feedback. */
export const smallGraph = {
  input: [8, 8, 3],
  nodes: [
    { name: 'early', before: [{ op: 'conv', filters: 2, kernelSize: [3, 3] }] },
    {
      name: 'late',
      before: [{ op: 'conv', filters: 3, kernelSize: [3, 3], strides: [2, 2] }],
      cell: { kind: 'reciprocalGated' },
    },
    { name: 'readout', before: [{ op: 'globalAveragePool' }, { op: 'dense', units: 2 }] },
  ],
  edges: [
    { from: 'image', to: 'early' },
    { from: 'early', to: 'late' },
    { from: 'late', to: 'readout' },
    { from: 'late', to: 'late', kind: 'feedback' },
  ],
};
