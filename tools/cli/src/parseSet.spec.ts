import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jsonSchemaOf } from './JsonSchema';
import { checkPath, parseSet } from './parseSet';

describe('parseSet', () => {
  it('reads JSON where it can and text where it cannot', () => {
    const cases = {
      '64': 64,
      '1e-4': 1e-4,
      true: true,
      '[1,2]': [1, 2],
      '"64"': '64',
      relu: 'relu',
      '': '',
      'a=b': 'a=b',
    };
    for (const [text, value] of Object.entries(cases)) {
      expect(parseSet(`cell.units=${text}`)).toEqual({ path: ['cell', 'units'], value });
    }
  });

  it('gives back every JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseSet(`a=${JSON.stringify(value)}`).value).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { seed: 1 },
    );
  });

  it('refuses what is no setting', () => {
    for (const text of ['cell.units', '=3', 'a..b=3', '.a=1', '__proto__.x=1']) {
      expect(() => parseSet(text)).toThrow(/--set: a setting must be path=value/);
    }
  });
});

describe('checkPath', () => {
  const schema = jsonSchemaOf(
    z.strictObject({
      steps: z.int().default(3),
      cell: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('gru'), units: z.int() }),
        z.strictObject({ kind: z.literal('ugrnn'), forgetBias: z.number() }),
      ]),
      sizes: z.array(z.int()),
      labels: z.record(z.string(), z.string()),
    }),
  );
  const check = (text: string) => () => checkPath(parseSet(text), schema);

  it('follows objects and every branch of a choice, and leaves lists and records to the schema', () => {
    for (const path of ['steps', 'cell', 'cell.units', 'cell.forgetBias', 'sizes.0', 'labels.any']) {
      expect(check(`${path}=1`)).not.toThrow();
    }
  });

  it('names the near ones where the path leaves the schema', () => {
    expect(check('cell.unit=3')).toThrow('unknown --set path "cell.unit": did you mean cell.units');
    expect(check('stpes=3')).toThrow('did you mean steps,');
    expect(check('wholly.else=3')).toThrow('there is cell, labels, sizes, steps');
  });
});
