import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeSchema } from './describeSchema';
import { jsonSchemaOf } from './JsonSchema';

it('has one line per setting with type, default, unit and meaning, and one head per choice', () => {
  const schema = z.strictObject({
    dt: z.number().positive().default(20).meta({ description: 'Time per step', unit: 'ms' }),
    cell: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('gru'), units: z.int().min(1) }).meta({ title: 'GRU' }),
        z.strictObject({ kind: z.literal('rnn'), activation: z.enum(['relu', 'tanh']) }),
      ])
      .meta({ description: 'The cell' }),
    sizes: z.array(z.number()).optional(),
  });
  const lines = describeSchema(jsonSchemaOf(schema))
    .split('\n')
    .map((line) => line.replace(/ {2,}/g, ' | '));
  expect(lines).toEqual([
    'setting | type | default | unit | meaning',
    'dt | number > 0 | 20 | ms | Time per step',
    'cell | one of | The cell',
    'cell.kind=gru | GRU',
    'cell.units | integer >= 1',
    'cell.kind=rnn',
    'cell.activation | relu | tanh',
    'sizes | list of number',
    '',
  ]);
});

it('says so when there is nothing to set', () => {
  expect(describeSchema(jsonSchemaOf(z.strictObject({})))).toBe('no settings\n');
});
