import { parameterShapes, useBackend } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { models } from './models';
import { pathIntegrationNetwork } from './pathIntegrationNetwork';

await useBackend('cpu');

type Name = keyof typeof models;
const countOf = (name: Name) => parameterShapes(pathIntegrationNetwork(models[name].config)).total;

describe('the named models', () => {
  it('are every cell with every activation, published, for positions, and small', () => {
    expect(Object.keys(models)).toHaveLength(5 * 4 * 3);
    expect(models['mec/ugrnn-relu'].config).toEqual({
      cell: 'ugrnn',
      activation: 'relu',
      units: 4096,
      code: 512,
    });
  });

  it('have the published number of parameters, counted without making one', () => {
    expect(countOf('mec/ugrnn-relu')).toBe(88_109_568); // specs/mec.md 6
    const [n, p] = [4096, 512];
    const around = p * n + n + (2 * n + n) + (n * n + n) + (n * p + p);
    expect(countOf('mec/srnn-tanh')).toBe(around + 2 * n * n);
    expect(countOf('mec/gru-relu')).toBe(around + 2 * n * 3 * n + 2 * 3 * n);
    expect(countOf('mec/lstm-relu')).toBe(around + p * n + n + 2 * n * 4 * n + 4 * n);
    expect(countOf('mec/rnn-relu')).toBe(p * n + 2 * n + n * n + n * p);
  });

  it.each(Object.keys(models) as Name[])('%s says its input and its units', (name) => {
    const { config, input, units } = models[name];
    expect(units['g']).toBe(config.units);
    expect(units['dc']).toBe(config.code);
    expect(input).toContain('m per step');
  });
});
