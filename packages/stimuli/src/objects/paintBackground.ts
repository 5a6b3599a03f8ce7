import { createRng, type RandomStream } from '@goal-driven/core/arrays';
import { rgbFromHsv } from '../hsv';
import type { Colour } from './Mesh';
import type { ObjectView } from './ObjectView';
import { pinkNoise } from './pinkNoise';

type Canvas = { readonly size: number; readonly values: Float32Array };

/**
 * The background of a view: [size, size, 3], as shown, in [0, 1]. It knows nothing of the object.
 *
 * @differs the neural benchmark's backgrounds are photographs; these have their 1/f spectrum, their horizon or
 *   their occlusions (overlapping things whose number falls with the cube of their size), drawn from a seed
 */
export function paintBackground(
  { seed, background }: Pick<ObjectView, 'seed' | 'background'>,
  size: number,
): Float32Array {
  const canvas: Canvas = { size, values: new Float32Array(3 * size * size).fill(0.5) };
  if (background.kind === 'gray') return canvas.values;
  const draw = createRng(seed).child('background').child(background.kind).child(background.id).stream();
  const noises = [0, 1, 2].map(() => pinkNoise(size, draw.integer(2 ** 31)));
  ({ landscape, clutter, noise })[background.kind](canvas, noises, draw);
  for (let at = 0; at < canvas.values.length; at++)
    canvas.values[at] = Math.min(1, Math.max(0, canvas.values[at]!));
  return canvas.values;
}

type Painter = (canvas: Canvas, noises: readonly Float32Array[], draw: RandomStream) => void;

const between = (draw: RandomStream, low: number, high: number): number =>
  low + (high - low) * draw.uniform();

/** Brightness of 1/f noise with a little of independent 1/f colour. */
const noise: Painter = ({ values }, [brightness, red, blue], draw) => {
  const [contrast, tint] = [between(draw, 0.12, 0.22), between(draw, 0.01, 0.04)];
  const base = muted(draw, 0.5);
  for (let pixel = 0; pixel < brightness!.length; pixel++) {
    const light = contrast * brightness![pixel]!;
    const [r, b] = [tint * red![pixel]!, tint * blue![pixel]!];
    values[3 * pixel] = base[0] + light + r;
    values[3 * pixel + 1] = base[1] + light - (r + b) / 2;
    values[3 * pixel + 2] = base[2] + light + b;
  }
};

/** Sky over ground, a ridge between them, things that stand on the ground and grow towards the viewer. */
const landscape: Painter = (canvas, noises, draw) => {
  const { size, values } = canvas;
  const horizon = between(draw, 0.3, 0.65);
  const slope = between(draw, -0.08, 0.08);
  const ridge = between(draw, 0, 0.05);
  const sky = rgbFromHsv(between(draw, 0.52, 0.64), between(draw, 0.05, 0.5), between(draw, 0.6, 0.95));
  const haze = rgbFromHsv(between(draw, 0, 1), between(draw, 0, 0.15), between(draw, 0.7, 0.95));
  const near = muted(draw, between(draw, 0.25, 0.6));
  const far = muted(draw, between(draw, 0.35, 0.65));
  const [clouds, grain] = [between(draw, 0.03, 0.12), between(draw, 0.06, 0.14)];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const [x, y] = [(column + 0.5) / size, (row + 0.5) / size];
      const pixel = row * size + column;
      const edge = horizon + slope * (x - 0.5) + ridge * noises[2]![Math.floor(size / 2) * size + column]!;
      const above = Math.min(1, Math.max(0, (edge - y) * size + 0.5));
      const height = Math.min(1, Math.max(0, (edge - y) / horizon));
      const depth = Math.min(1, Math.max(0, (y - edge) / (1 - horizon)));
      const cloud = clouds * noises[0]![pixel]!;
      const texture = grain * (0.4 + 0.6 * depth) * noises[1]![pixel]!;
      for (let channel = 0; channel < 3; channel++) {
        const upper = haze[channel]! + (sky[channel]! - haze[channel]!) * height + cloud;
        const lower = far[channel]! + (near[channel]! - far[channel]!) * depth + texture;
        values[3 * pixel + channel] = lower + above * (upper - lower);
      }
    }
  }
  const things = Array.from({ length: 8 + draw.integer(25) }, () => draw.uniform() ** 2).sort(
    (a, b) => a - b,
  );
  for (const depth of things) {
    const scale = 0.02 + 0.16 * depth;
    const tall = scale * between(draw, 0.5, 2.2);
    const foot = horizon + depth * (1 - horizon);
    paintThing(canvas, noises[draw.integer(2)]!, {
      x: draw.uniform(),
      y: foot - tall * 0.7,
      halfWidth: scale * between(draw, 0.4, 1.3),
      halfHeight: tall,
      turn: between(draw, -0.15, 0.15),
      box: draw.uniform() < 0.4,
      colour: muted(draw, between(draw, 0.2, 0.7)),
      grain: between(draw, 0.04, 0.12),
    });
  }
};

/** Overlapping things of all sizes, the far ones first ("dead leaves"). */
const clutter: Painter = (canvas, noises, draw) => {
  noise(canvas, noises, draw);
  for (let thing = 0; thing < 90; thing++) {
    // Radii with a density of r^-3 between 0.03 and 0.35 of the side.
    const radius = 1 / Math.sqrt(between(draw, 1 / 0.35 ** 2, 1 / 0.03 ** 2));
    const shape = between(draw, 0.35, 1);
    paintThing(canvas, noises[draw.integer(2)]!, {
      x: between(draw, -0.1, 1.1),
      y: between(draw, -0.1, 1.1),
      halfWidth: radius,
      halfHeight: radius * shape,
      turn: between(draw, 0, Math.PI),
      box: draw.uniform() < 0.35,
      colour: muted(draw, between(draw, 0.15, 0.9)),
      grain: between(draw, 0.03, 0.12),
    });
  }
};

/** A colour of low or middle saturation, more often one of earth and leaves than any other. */
const muted = (draw: RandomStream, value: number): Colour =>
  rgbFromHsv(
    draw.uniform() < 0.7 ? between(draw, 0.04, 0.38) : draw.uniform(),
    0.55 * draw.uniform() ** 1.3,
    value,
  );

/** An ellipse or a rectangle; lengths in sides of the image, `turn` in radians. */
type Thing = {
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
  readonly turn: number;
  readonly box: boolean;
  readonly colour: Colour;
  readonly grain: number;
};

/** Paints a thing lit from above, textured, its edge smooth over a pixel. */
function paintThing({ size, values }: Canvas, texture: Float32Array, thing: Thing): void {
  const { x, y, halfWidth, halfHeight, turn, box, colour, grain } = thing;
  const reach = (box ? Math.SQRT2 : 1) * Math.max(halfWidth, halfHeight);
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const from = (centre: number) => Math.max(0, Math.floor((centre - reach) * size - 1));
  const to = (centre: number) => Math.min(size - 1, Math.ceil((centre + reach) * size + 1));
  const inner = Math.min(halfWidth, halfHeight);
  for (let row = from(y); row <= to(y); row++) {
    for (let column = from(x); column <= to(x); column++) {
      const [dx, dy] = [(column + 0.5) / size - x, (row + 0.5) / size - y];
      const u = (c * dx + s * dy) / halfWidth;
      const v = (c * dy - s * dx) / halfHeight;
      const radius = box ? Math.max(Math.abs(u), Math.abs(v)) : Math.sqrt(u * u + v * v);
      const cover = Math.min(1, Math.max(0, (1 - radius) * inner * size + 0.5));
      if (cover === 0) continue;
      const pixel = row * size + column;
      const light = 1 - 0.3 * (dy / reach) + grain * texture[pixel]! * 2;
      for (let channel = 0; channel < 3; channel++) {
        const at = 3 * pixel + channel;
        values[at]! += cover * (colour[channel]! * light - values[at]!);
      }
    }
  }
}
