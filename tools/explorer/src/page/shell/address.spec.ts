import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatAddress, parseAddress } from './address';

it('reads and writes the address of a view', () => {
  expect(parseAddress('#/mec?unit=3&path=a%2Cb')).toEqual({
    panel: 'mec',
    values: { unit: '3', path: 'a,b' },
  });
  expect(parseAddress('')).toEqual({ panel: '', values: {} });
  expect(formatAddress({ panel: 'mec', values: { b: '2', a: '?&=' } })).toBe('#/mec?a=%3F%26%3D&b=2');
});

it('gives back what was written', () => {
  const address = fc.record({
    panel: fc.stringMatching(/^[a-z-]*$/),
    values: fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { noNullPrototype: true }),
  });
  fc.assert(
    fc.property(address, (each) => {
      expect(parseAddress(formatAddress(each))).toEqual(each);
    }),
  );
});
