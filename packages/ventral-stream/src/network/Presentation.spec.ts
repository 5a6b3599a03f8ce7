import { describe, expect, it } from 'vitest';
import { movieOf, Presentation } from './Presentation';

const shallow = { timesteps: 16, imageOff: 12 };
const parsed = (input: Parameters<typeof Presentation.parse>[0]) => Presentation.parse(input);

describe('movieOf', () => {
  it('knows the published presentations', () => {
    expect(movieOf(parsed({ mode: 'default' }), shallow)).toEqual({
      timesteps: 16,
      imageOn: 0,
      imageOff: 12,
      blank: 0.5,
    });
    expect(movieOf(parsed({ mode: 'default' }), { timesteps: 22, imageOff: null })).toMatchObject({
      imageOff: 22,
    });
    expect(movieOf(parsed({ mode: 'neural' }))).toEqual({
      timesteps: 26,
      imageOn: 0,
      imageOff: 10,
      blank: 0.5,
    });
    expect(movieOf(parsed({ mode: 'constant', timesteps: 9 }))).toMatchObject({ timesteps: 9, imageOff: 9 });
    expect(movieOf(parsed({ mode: 'own', timesteps: 8, imageOn: 2, imageOff: 5, blank: 0 }))).toEqual({
      ...{ timesteps: 8, imageOn: 2, imageOff: 5, blank: 0 },
    });
    expect(movieOf(parsed({ mode: 'video', timesteps: 8 }))).toMatchObject({
      timesteps: 8,
      frameDuration: 10,
    });
  });

  it.each([
    [{ mode: 'default', timesteps: 12 }, /Unrecognized key/],
    [{ mode: 'constant' }, /timesteps/],
    [{ mode: 'constant', timesteps: 12, steps: 12 }, /unrecognized_keys[^]*steps/],
    [{ mode: 'constant', timesteps: 12, imageOff: 5 }, /Unrecognized key/],
    [{ mode: 'own', imageOff: 5 }, /timesteps/],
    [{ mode: 'own', timesteps: 5 }, /imageOff/],
  ])('refuses %j', (input, message) => {
    expect(() => Presentation.parse(input)).toThrow(message);
  });

  it('refuses an image that goes before it comes, and a default of nothing', () => {
    expect(() => movieOf(parsed({ mode: 'own', timesteps: 8, imageOn: 6, imageOff: 5 }))).toThrow(
      'movieOf: imageOff must not come before imageOn, got 5 and 6',
    );
    expect(() => movieOf(parsed({ mode: 'default' }))).toThrow('must be known for the model');
  });

  it('refuses an image that comes after the end', () => {
    for (const imageOff of [9, null])
      expect(() => movieOf(parsed({ mode: 'own', timesteps: 5, imageOn: 5, imageOff }))).toThrow(
        imageOff === null ? 'got 5' : 'movieOf: imageOn must be one of 5 timesteps, from 0, got 5',
      );
    expect(movieOf(parsed({ mode: 'own', timesteps: 5, imageOn: 4, imageOff: null }))).toMatchObject({
      imageOn: 4,
      imageOff: 5,
    });
  });
});
