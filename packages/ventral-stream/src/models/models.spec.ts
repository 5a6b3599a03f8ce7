import { parameterShapes, type Architecture } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { baselineNames } from './baselineModels';
import { models } from './models';
import { publishedModels } from './publishedModels';

describe('the named models', () => {
  it('are the twenty published ones and those to compare with', () => {
    const names = [...Object.keys(publishedModels), ...baselineNames].map((name) => `ventral-stream/${name}`);
    expect(Object.keys(models)).toEqual(names);
    expect(names).toHaveLength(20 + 13);
  });

  it('make networks of their names, at the published scale', () => {
    const rgc = models['ventral-stream/rgc_intermediate_t22_tmaxconf'].architecture();
    expect([rgc.name, rgc.movie.timesteps, rgc.units['conv4']]).toEqual([
      'ventral-stream/rgc_intermediate_t22_tmaxconf',
      22,
      28 * 28 * 128,
    ]);
    const resnet = models['ventral-stream/resnet18'].architecture();
    expect([resnet.name, resnet.movie.timesteps, resnet.decodeFrom]).toEqual([
      'ventral-stream/resnet18',
      10,
      9,
    ]);
    expect(parameterShapes(resnet as unknown as Architecture).trainable).toBe(11_689_512); // torchvision's
    expect(resnet.config).toEqual(models['ventral-stream/resnet18'].config());
  });

  it('say whose they are', () => {
    expect(models['ventral-stream/vgg16'].sources).toEqual(['Simonyan & Zisserman 2015, arXiv:1409.1556']);
    expect(models['ventral-stream/base_shallow'].sources[0]).toContain('Nayebi');
  });
});
