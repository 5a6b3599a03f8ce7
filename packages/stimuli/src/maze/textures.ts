import { ConfigError, type Rng } from '@goal-driven/core/arrays';
import { rgbFromHsv } from '../hsv';

/** What walls and floors can be made of. */
export const textureNames = [
  'bricks',
  'stripes',
  'checks',
  'blobs',
  'planks',
  'rings',
  'zigzag',
  'dots',
] as const;
export type TextureName = (typeof textureNames)[number];

/** Texels along each side; a power of two, so that places wrap by a mask. */
export const TEXELS = 64;

/** Bytes [TEXELS, TEXELS, 3], which continue where they end. */
export type Texture = Uint8Array;

const TURN = 2 * Math.PI;

/** Lightness in [0, 1] at a place, u and v in [0, 1): what one block is covered with. */
type Pattern = (u: number, v: number) => number;

const fraction = (value: number): number => value - Math.floor(value);

function patternOf(name: TextureName, rng: Rng): Pattern {
  const [a, b, c] = [...rng.child('shape').uniform(3)] as [number, number, number];
  const times = 2 + Math.floor(3 * a);
  switch (name) {
    case 'bricks':
      return (u, v) => {
        const row = Math.floor(4 * v);
        const [x, y] = [fraction(2 * u + (row % 2) / 2), fraction(4 * v)];
        return x < 0.06 || y < 0.12
          ? 0.15
          : 0.65 + 0.3 * Math.sin(TURN * (Math.floor(2 * u + (row % 2) / 2) * 0.37 + row * b));
      };
    case 'stripes':
      return (u) => (fraction(times * u) < 0.5 ? 0.9 : 0.25);
    case 'checks':
      return (u, v) => ((Math.floor(2 * times * u) + Math.floor(2 * times * v)) % 2 === 0 ? 0.85 : 0.2);
    case 'blobs':
      return (u, v) =>
        Math.sin(TURN * (2 * u + v + a)) +
          Math.sin(TURN * (u - 3 * v + b)) +
          Math.sin(TURN * (3 * u + 2 * v + c)) >
        0.3
          ? 0.9
          : 0.3;
    case 'planks':
      return (u, v) => {
        const plank = Math.floor(times * v);
        const grain = 0.08 * Math.sin(TURN * (8 * v + 0.6 * Math.sin(TURN * (u + plank * a))));
        return fraction(times * v) < 0.08 ? 0.1 : 0.55 + 0.25 * Math.sin(TURN * plank * (0.3 + b)) + grain;
      };
    case 'rings':
      return (u, v) => 0.55 + 0.4 * Math.sin(TURN * (2 + times) * Math.hypot(u - 0.5, v - 0.5));
    case 'zigzag':
      return (u, v) =>
        fraction(times * v + 0.5 * Math.abs(2 * fraction(times * u) - 1)) < 0.5 ? 0.85 : 0.25;
    case 'dots':
      return (u, v) => (Math.hypot(fraction(times * u) - 0.5, fraction(times * v) - 0.5) < 0.3 ? 0.95 : 0.35);
  }
}

/**
 * A texture in a colour of its own: hues from violet over red and yellow to green, since blue is the targets'.
 *
 * @throws ConfigError for a name that is none
 */
export function paintTexture(name: TextureName, rng: Rng): Texture {
  if (!textureNames.includes(name))
    throw new ConfigError(
      `paintTexture: name must be one of ${textureNames.join(', ')}, got ${String(name)}`,
    );
  const [hue, saturation] = [...rng.child('colour').uniform(2)] as [number, number];
  const pattern = patternOf(name, rng);
  const grain = rng.child('grain').uniform(TEXELS * TEXELS);
  const texture = new Uint8Array(TEXELS * TEXELS * 3);
  for (let texel = 0; texel < TEXELS * TEXELS; texel++) {
    const [u, v] = [((texel % TEXELS) + 0.5) / TEXELS, (Math.floor(texel / TEXELS) + 0.5) / TEXELS];
    const value = Math.min(1, Math.max(0, pattern(u, v) + 0.08 * (grain[texel]! - 0.5)));
    const colour = rgbFromHsv(0.75 + 0.7 * hue, 0.3 + 0.6 * saturation, 0.15 + 0.85 * value);
    for (let channel = 0; channel < 3; channel++)
      texture[3 * texel + channel] = Math.round(255 * colour[channel]!);
  }
  return texture;
}
