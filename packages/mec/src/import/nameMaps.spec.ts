import { parameterShapes, type Architecture } from '@goal-driven/core';
import { matchWeights, type StoredArray } from '@goal-driven/formats';
import { describe, expect, it } from 'vitest';
import { PathIntegrationNetwork } from '../NetworkChoice';
import { pathIntegrationNetwork } from '../pathIntegrationNetwork';
import { nameMaps } from './nameMaps';

const H = 4;
const stored = (...shape: number[]): StoredArray => ({
  values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
  shape,
  dtype: 'F32',
});
const shapesOf = (cell: string, cues = 0) => {
  const config = PathIntegrationNetwork.parse({ cell, units: H, code: 5, cues });
  return { config, shapes: parameterShapes(pathIntegrationNetwork(config) as Architecture).params };
};

/** The variables of a checkpoint by their stems, as section 18 of the notes lists them. */
const checkpoint = (stems: { [stem: string]: StoredArray }) => ({
  ...Object.fromEntries(
    Object.entries(stems).flatMap(([stem, array]) => [
      [`${stem}/.ATTRIBUTES/VARIABLE_VALUE`, array],
      [`${stem}/.OPTIMIZER_SLOT/optimizer/m/.ATTRIBUTES/VARIABLE_VALUE`, array],
      [`${stem}/.OPTIMIZER_SLOT/optimizer/v/.ATTRIBUTES/VARIABLE_VALUE`, array],
    ]),
  ),
  'step/.ATTRIBUTES/VARIABLE_VALUE': { values: Int32Array.of(100000), shape: [], dtype: 'I32' } as const,
  'save_counter/.ATTRIBUTES/VARIABLE_VALUE': {
    values: BigInt64Array.of(101n),
    shape: [],
    dtype: 'I64',
  } as const,
  'optimizer/iter/.ATTRIBUTES/VARIABLE_VALUE': {
    values: BigInt64Array.of(1n),
    shape: [],
    dtype: 'I64',
  } as const,
  'optimizer/beta_1/.ATTRIBUTES/VARIABLE_VALUE': stored(),
});
const around = (M: number) => ({
  'net/M/kernel': stored(M, H),
  'net/M/bias': stored(H),
  'net/dense/kernel': stored(H, H),
  'net/dense/bias': stored(H),
  'net/decoder/kernel': stored(H, 5),
  'net/decoder/bias': stored(5),
});
const encoder = { 'net/encoder/kernel': stored(5, H), 'net/encoder/bias': stored(H) };
const cellOf = (gates: number) => ({
  'net/RNN/cell/kernel': stored(H, gates * H),
  'net/RNN/cell/recurrent_kernel': stored(H, gates * H),
});

describe('nameMaps', () => {
  it.each([
    [
      'ugrnn',
      0,
      {
        ...encoder,
        ...around(2),
        'net/RNN/cell/weight': stored(2 * H, 2 * H),
        'net/RNN/cell/bias': stored(2 * H),
      },
    ],
    [
      'ugrnn',
      5,
      {
        ...encoder,
        ...around(7),
        'net/RNN/cell/weight': stored(2 * H, 2 * H),
        'net/RNN/cell/bias': stored(2 * H),
      },
    ],
    ['gru', 0, { ...encoder, ...around(2), ...cellOf(3), 'net/RNN/cell/bias': stored(2, 3 * H) }],
    ['srnn', 0, { ...encoder, ...around(2), ...cellOf(1) }],
    [
      'lstm',
      0,
      {
        'net/encoder1/kernel': stored(5, H),
        'net/encoder1/bias': stored(H),
        'net/encoder2/kernel': stored(5, H),
        'net/encoder2/bias': stored(H),
        ...around(2),
        ...cellOf(4),
        'net/RNN/cell/bias': stored(4 * H),
      },
    ],
  ])('account for all of a checkpoint of the release: %s with %i cues', (cell, cues, stems) => {
    const { config, shapes } = shapesOf(cell, cues);
    const match = matchWeights(
      checkpoint(stems as unknown as { [stem: string]: StoredArray }),
      nameMaps(config)[0]!,
      shapes,
    );
    expect(match.rows.filter(({ status }) => status !== 'matched' && status !== 'ignored')).toEqual([]);
    expect(match.missing).toEqual([]);
    expect(match.complete).toBe(true);
  });

  it("cut the joint kernel into the rows of the input and of the state, and the GRU's bias into two", () => {
    const joint = { 'net/RNN/cell/weight': stored(2 * H, 2 * H) };
    const { config, shapes } = shapesOf('ugrnn');
    const { arrays } = matchWeights(checkpoint(joint), nameMaps(config)[0]!, shapes);
    expect(arrays['cell/kernel']!.values[0]).toBe(0);
    expect(arrays['cell/recurrentKernel']!.values[0]).toBe(H * 2 * H);
    const gru = shapesOf('gru');
    const bias = { 'net/RNN/cell/bias': stored(2, 3 * H) };
    const both = matchWeights(checkpoint(bias), nameMaps(gru.config)[0]!, gru.shapes).arrays;
    expect([...both['cell/recurrentBias']!.values]).toEqual(Array.from({ length: 12 }, (_, i) => 12 + i));
  });

  it('transpose what PyTorch wrote', () => {
    const { config, shapes } = shapesOf('rnn');
    const file = {
      'encoder.weight': stored(H, 5),
      'RNN.weight_ih_l0': stored(H, 2),
      'RNN.weight_hh_l0': stored(H, H),
      'decoder.weight': stored(5, H),
    };
    const match = matchWeights(file, nameMaps(config)[1]!, shapes);
    expect(match.complete).toBe(true);
    // Weight [3, 1] there, from input 1 to unit 3, is [1, 3] here.
    expect(match.arrays['cell/kernel']!.values[1 * H + 3]).toBe(3 * 2 + 1);
  });

  it('leave over what the release has not', () => {
    const { config, shapes } = shapesOf('ugrnn');
    const match = matchWeights(checkpoint({ 'net/other/kernel': stored(1) }), nameMaps(config)[0]!, shapes);
    expect(match.rows[0]).toMatchObject({ status: 'left over' });
    expect(match.complete).toBe(false);
  });
});
