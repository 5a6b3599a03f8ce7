import { parameterShapes, useBackend } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { models } from './models';
import { pathIntegrationNetwork } from './pathIntegrationNetwork';

await useBackend('cpu');

type Name = keyof typeof models;
const countOf = (name: Name) => parameterShapes(pathIntegrationNetwork(models[name].config)).total;

describe('the named models', () => {
  it('are every cell with every activation, published, for positions, small, and told of more', () => {
    expect(Object.keys(models)).toHaveLength(5 * 4 * 5 + 3);
    expect(models['mec/ugrnn-relu'].config).toEqual({
      cell: 'ugrnn',
      activation: 'relu',
      units: 4096,
      code: 512,
      cueInput: 'joint',
      dropout: 0,
      movement: 2,
      cues: 0,
      headings: 0,
    });
    expect(models['mec/ugrnn-relu'].published).toEqual(['UGRNN_relu', 'UGRNN_relu_reward']);
    expect(models['mec/cue-ugrnn-relu'].published).toEqual(['CueUGRNN_relu']);
    expect(models['mec/gru-relu-small'].published).toEqual([]);
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

  it('know the sizes of earlier works', () => {
    expect(models['mec/banino'].units).toEqual({ pre_g: 128, g: 256, dc: 256, hdc: 12 });
    expect(models['mec/banino-square'].units['g']).toBe(512);
    expect(models['mec/banino'].config).toMatchObject({ dropout: 0.5, activation: 'tanh', movement: 3 });
    expect(models['mec/cueva-wei'].units).toEqual({ g: 100, dc: 2 });
    expect(countOf('mec/cueva-wei')).toBe((2 + 1) * 100 + (2 + 100) * 100 + 100 + (100 + 1) * 2);
    expect(countOf('mec/banino')).toBe(
      2 * (268 + 1) * 128 + (3 + 128 + 1) * 4 * 128 + 128 * 256 + 257 * 256 + 257 * 12,
    );
  });

  it('say what goes in', () => {
    expect(models['mec/cue-lstm-tanh'].input).toBe(
      'velocity [B, T, 2], m per step; place code of the start [B, 512]; cues [B, T, 5]',
    );
    expect(models['mec/lstm-tanh-position'].input).toBe(
      'velocity [B, T, 2], m per step; start position [B, 2], m',
    );
    expect(models['mec/banino'].input).toBe(
      'speed, m/s, and sine and cosine of the turn [B, T, 3]; place code of the start [B, 256] with heading code [B, 12]',
    );
  });

  it.each(Object.keys(models) as Name[])('%s says its input and its units', (name) => {
    const { config, input, units } = models[name];
    expect(units['g']).toBe(config.cell === 'banino' ? config.bottleneck : config.units);
    expect(units['dc']).toBe(config.code);
    expect(input).toContain(config.cell === 'banino' ? 'm/s' : 'm per step');
  });
});
