import { ConfigError, createRng } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { paintBackground } from './paintBackground';
import { categoryNames } from './categories';
import { joinParts, type Point } from './Mesh';
import { objectSource } from './objectSource';
import { objectSet } from './objectSet';
import { backgroundKinds, type ObjectView } from './ObjectView';
import { pinkNoise } from './pinkNoise';
import { rasterise, VIEWING_DISTANCE } from './rasterise';
import { RenderedObjects } from './RenderedObjects';
import { renderObject } from './renderObject';
import { rotationOf } from './rotation';
import { addShade, lampDirection } from './shade';
import { facets } from './solids';
import { variations } from './variations';

const still = { yaw: 0, pitch: 0, roll: 0 };
const view: ObjectView = {
  seed: 0,
  category: 'Fruits',
  object: 3, // an orange
  position: [0, 0],
  size: 4,
  rotation: still,
  lamp: { azimuth: -30, elevation: 40 },
  background: { kind: 'gray', id: 0 },
};

/** Upright squares that face the viewer, given by half their side and their z. */
const squares = (...list: (readonly [half: number, z: number, colour: Point])[]) =>
  joinParts(
    list.map(
      ([half, z, paint]) =>
      facets([[[-half, -half, z], [half, -half, z], [half, half, z], [-half, half, z]]], { paint, gloss: 0 }), // prettier-ignore
    ),
  );

describe('rasterise', () => {
  const placed = { rotation: rotationOf(still), centre: [8, 8] as const, size: 16 };

  it('fills the pixels whose centres a square covers', () => {
    // Scaled so that its corners are at distance 1: half its side is 1 / sqrt 2, seen at radius sqrt(2) 4: 4 pixels.
    const { triangle } = rasterise(squares([1, 0, [1, 1, 1]]), { ...placed, radius: 4 * Math.SQRT2 });
    triangle.forEach((number, pixel) => {
      const [x, y] = [pixel % 16, Math.floor(pixel / 16)];
      expect(number >= 0).toBe(x >= 4 && x < 12 && y >= 4 && y < 12);
    });
  });

  it('keeps what is nearest, in whatever order it comes', () => {
    const near: readonly [number, number, Point] = [0.3, 0.5, [1, 1, 1]];
    const far: readonly [number, number, Point] = [0.8, -0.5, [0.2, 0.2, 0.2]];
    for (const list of [
      [near, far],
      [far, near],
    ]) {
      const mesh = squares(...list);
      const { triangle } = rasterise(mesh, { ...placed, radius: 8 });
      const middle = mesh.triangles[3 * triangle[8 * 16 + 8]!]!;
      expect(mesh.reflectances[3 * middle]).toBe(1);
    }
  });

  it('shows what is near larger', () => {
    const width = (z: number) => {
      const mesh = squares([0.5, z, [1, 1, 1]], [0.5, -z, [0, 0, 0]]);
      const { triangle } = rasterise(mesh, { ...placed, centre: [200, 200], size: 400, radius: 150 });
      const owners = [...triangle.subarray(200 * 400, 201 * 400)].map((at) =>
        at < 0 ? -1 : Math.floor(at / 2),
      );
      return owners.filter((owner) => owner === (z > 0 ? 0 : 1)).length;
    };
    const scale = 1 / Math.hypot(0.5, 0.5, 0.6); // of the mesh into the unit sphere
    const expected = (2 * 150 * 0.5 * scale * VIEWING_DISTANCE) / (VIEWING_DISTANCE - 0.6 * scale);
    expect(Math.abs(width(0.6) - expected)).toBeLessThanOrEqual(1);
  });
});

describe('shading', () => {
  it('follows the cosine to the lamp, from either side', () => {
    const shadeOf = (yaw: number, lamp: Point) => {
      const mesh = squares([1, 0, [1, 1, 1]]);
      const raster = rasterise(mesh, {
        rotation: rotationOf({ ...still, yaw }),
        centre: [8, 8],
        radius: 6,
        size: 16,
      });
      const sum = new Float32Array(3);
      addShade(sum, 0, { mesh, raster, pixel: 8 * 16 + 8, lamp });
      return sum[0]!;
    };
    const [ahead, away] = [lampDirection(0, 0), lampDirection(180, 0)];
    const around = shadeOf(0, away);
    expect(shadeOf(0, ahead) - around).toBeCloseTo(0.85, 6);
    expect(shadeOf(60, ahead) - around).toBeCloseTo(0.85 * 0.5, 6);
    expect(shadeOf(180, ahead)).toBeCloseTo(shadeOf(0, ahead), 6);
    expect(lampDirection(0, 90).map((value) => Math.round(value))).toEqual([0, 1, 0]);
  });
});

describe('renderObject', () => {
  /** Centre [right, up] and widths of what is not background, degrees. */
  function extent(seen: ObjectView, size: number) {
    const { values } = renderObject(seen, size);
    const empty = renderObject({ ...seen, position: [100, 0] }, size).values;
    const [xs, ys]: [number[], number[]] = [[], []];
    for (let pixel = 0; pixel < size * size; pixel++) {
      if (
        [0, 1, 2].every((channel) => Math.abs(values[3 * pixel + channel]! - empty[3 * pixel + channel]!) < 2)
      )
        continue;
      xs.push(((pixel % size) + 0.5) * (8 / size) - 4);
      ys.push(4 - (Math.floor(pixel / size) + 0.5) * (8 / size));
    }
    const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    return { x: (left + right) / 2, y: (low + high) / 2, width: right - left, height: high - low };
  }

  it('puts the object where it says, as large as it says', () => {
    const middle = extent(view, 64);
    const moved = extent({ ...view, position: [1.5, -0.75] }, 64);
    // To within a pixel, an eighth of a degree.
    expect(moved.x - middle.x).toBeCloseTo(1.5, 0.9);
    expect(Math.abs(moved.x - middle.x - 1.5)).toBeLessThanOrEqual(0.13);
    expect(Math.abs(moved.y - middle.y + 0.75)).toBeLessThanOrEqual(0.13);
    expect(Math.abs(extent({ ...view, size: 2 }, 64).width - middle.width / 2)).toBeLessThanOrEqual(0.2);
    // The unit sphere fits its size, up to perspective: 6 / sqrt(35) larger.
    expect(middle.height).toBeLessThan(4 * 1.02);
    expect(middle.height).toBeGreaterThan(3);
  });

  it('shows the same at any number of pixels', () => {
    const [coarse, fine] = [32, 128].map((size) => renderObject({ ...view, category: 'Cars' }, size).values);
    let error = 0;
    for (let pixel = 0; pixel < 32 * 32; pixel++) {
      const [x, y] = [pixel % 32, Math.floor(pixel / 32)];
      let mean = 0;
      for (let sub = 0; sub < 16; sub++)
        mean += fine![3 * ((4 * y + Math.floor(sub / 4)) * 128 + 4 * x + (sub % 4))]! / 16;
      error += Math.abs(mean - coarse![3 * pixel]!) / 1024;
    }
    expect(error).toBeLessThan(3); // of 255: edges fall differently into four samples and into 64
  });

  it('is a function of the view alone, and of each part of it', () => {
    const again = renderObject({ ...view }, 32).values;
    expect(renderObject(view, 32).values).toEqual(again);
    const other: Partial<ObjectView>[] = [
      { seed: 1 },
      { category: 'Cars' },
      { object: 2 },
      { position: [0.5, 0] },
      { size: 3 },
      { rotation: { ...still, roll: 60 } },
      { lamp: { azimuth: 30, elevation: 0 } },
      { background: { kind: 'clutter', id: 0 } },
    ];
    for (const change of other) expect(renderObject({ ...view, ...change }, 32).values).not.toEqual(again);
  });

  it('leaves the background as it is where the object is not', () => {
    const gray = renderObject(view, 32).values;
    expect([...gray.subarray(0, 3)]).toEqual([128, 128, 128]);
    const behind = { ...view, background: { kind: 'landscape', id: 4 } as const };
    const painted = paintBackground(behind, 32);
    const { values } = renderObject(behind, 32);
    for (let at = 0; at < 3 * 32; at++) expect(values[at]).toBe(Math.round(255 * painted[at]!));
  });
});

describe('backgrounds', () => {
  it('are within [0, 1], each its own, whatever the object', () => {
    for (const kind of backgroundKinds) {
      const paint = (id: number) => paintBackground({ seed: 2, background: { kind, id } }, 24);
      expect(paint(1)).toEqual(paint(1));
      expect([...paint(1)].every((value) => value >= 0 && value <= 1)).toBe(true);
      if (kind !== 'gray') expect(paint(1)).not.toEqual(paint(2));
    }
  });

  it('have noise of mean 0 and deviation 1 whose power falls with the square of frequency', () => {
    const size = 128;
    let [sum, squares] = [0, 0];
    const power = new Float64Array(size / 2);
    for (let seed = 0; seed < 40; seed++) {
      const noise = pinkNoise(size, seed);
      noise.forEach((value) => {
        sum += value / (40 * size * size);
        squares += value ** 2 / (40 * size * size);
      });
      // Along rows: a spectrum of f^-2 in the plane is one of f^-1 in a line through it.
      for (let row = 0; row < size; row += 8)
        for (let frequency = 1; frequency < size / 2; frequency++) {
          let [real, imaginary] = [0, 0];
          for (let x = 0; x < size; x++) {
            real += noise[row * size + x]! * Math.cos((2 * Math.PI * frequency * x) / size);
            imaginary += noise[row * size + x]! * Math.sin((2 * Math.PI * frequency * x) / size);
          }
          power[frequency]! += real ** 2 + imaginary ** 2;
        }
    }
    expect(Math.abs(sum)).toBeLessThan(0.1);
    expect(Math.abs(Math.sqrt(squares) - 1)).toBeLessThan(0.1);
    const band = (from: number, to: number) =>
      power.subarray(from, to).reduce((total, value) => total + value, 0) / (to - from);
    // Below where the smoothing between pixels sets in.
    const slope = Math.log(band(6, 10) / band(2, 4)) / Math.log(7.9 / 2.9);
    expect(slope).toBeGreaterThan(-1.3);
    expect(slope).toBeLessThan(-0.8);
  });
});

describe('objectSet', () => {
  const parse = (more: object = {}) => RenderedObjects.parse({ kind: 'objects', pixels: 16, ...more });

  it('is by default as large as the neural benchmark: 640, 2560 and 2560 images of 64 objects', () => {
    const set = objectSet(parse());
    const all = Array.from({ length: set.count }, (_, index) => set.latents(index));
    const counts = Object.fromEntries(
      ['low', 'medium', 'high'].map((name) => [
        name,
        all.filter(({ variation }) => variation === name).length,
      ]),
    );
    expect(counts).toEqual({ low: 640, medium: 2560, high: 2560 });
    const objects = new Map<number, number>();
    for (const { identity } of all) objects.set(identity, (objects.get(identity) ?? 0) + 1);
    expect([objects.size, new Set(objects.values())]).toEqual([64, new Set([90])]);
    expect(set.classes).toEqual(categoryNames);
    for (const { label, category, object, identity } of all) {
      expect(category).toBe(categoryNames[label]);
      expect(identity).toBe(8 * label + object);
    }
  });

  it('draws views from the ranges of their amount of variation, and all of them', () => {
    const set = objectSet(parse());
    for (const name of ['low', 'medium', 'high'] as const) {
      const { position, scale, rotation } = variations[name];
      const all = Array.from({ length: set.count }, (_, index) => set.latents(index)).filter(
        ({ variation }) => variation === name,
      );
      const largest = (values: number[]) => Math.max(...values.map(Math.abs));
      const bounds: [number[], number][] = [
        [all.map(({ position: [x] }) => x), position],
        [all.map(({ position: [, y] }) => y), position],
        [all.map(({ size }) => Math.log(size / 5.2)), Math.log(scale)],
        [all.map(({ rotation: { yaw } }) => yaw), rotation],
        [all.map(({ rotation: { pitch } }) => pitch), rotation],
        [all.map(({ rotation: { roll } }) => roll), rotation],
      ];
      for (const [values, most] of bounds) {
        expect(largest(values)).toBeLessThanOrEqual(most + 1e-9);
        expect(largest(values)).toBeGreaterThanOrEqual(0.98 * most);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        expect(Math.abs(mean)).toBeLessThanOrEqual((4 * most) / Math.sqrt(3 * values.length));
      }
    }
  });

  it('gives image k by its number, and a later set goes on where an earlier one ends', () => {
    const [first, later] = [objectSet(parse({ images: 80 })), objectSet(parse({ images: 10, first: 70 }))];
    expect(later.latents(3)).toEqual(first.latents(73));
    expect(later.image(3)).toEqual(first.image(73));
    expect(first.image(3)).toEqual(renderObject(first.latents(3), 16));
    expect(objectSet(parse({ seed: 1 })).latents(3)).not.toEqual(first.latents(3));
  });

  it('takes its own amounts of variation, and some of the categories', () => {
    const own = { position: 0, scale: 1, rotation: 10 };
    const set = objectSet(parse({ categories: ['Planes', 'Faces'], objects: 3, variation: [own] }));
    const all = Array.from({ length: 60 }, (_, index) => set.latents(index));
    expect(all.slice(0, 7).map(({ category, object }) => `${category} ${object}`)).toEqual([
      ...['Planes 0', 'Planes 1', 'Planes 2', 'Faces 0', 'Faces 1', 'Faces 2', 'Planes 0'],
    ]);
    expect(all.every(({ position }) => position[0] === 0)).toBe(true);
    expect(Math.max(...all.map(({ rotation: { yaw } }) => Math.abs(yaw)))).toBeLessThanOrEqual(10);
  });

  it('may label objects in place of categories', () => {
    const set = objectSet(parse({ categories: ['Cars', 'Faces'], objects: 2, labels: 'object' }));
    expect(set.classes).toEqual(['Cars 0', 'Cars 1', 'Faces 0', 'Faces 1']);
    expect([0, 1, 2, 3, 4].map((index) => set.latents(index).label)).toEqual([0, 1, 2, 3, 0]);
    expect([...objectSource(set.config).labels.subarray(0, 5)]).toEqual([0, 1, 2, 3, 0]);
    expect(objectSource(set.config).classes).toEqual(set.classes);
  });

  it('refuses what it has not', () => {
    expect(() => objectSet(parse({ images: 5 })).latents(5)).toThrow(
      new ConfigError('objectLatents: index must be in 0 .. 4, got 5'),
    );
    expect(() => parse({ categories: ['Dogs'] })).toThrow(/Animals/);
    expect(() => parse({ categories: ['Cars', 'Cars'] })).toThrow(/once/);
    expect(() => parse({ variation: ['extreme'] })).toThrow();
  });

  it('has categories that pixels tell apart far better than chance, and less so as variation grows', () => {
    const share = (variation: 'low' | 'medium' | 'high') => {
      const set = objectSet(
        parse({ images: 64 * 6, variation: [variation], backgrounds: ['gray'], pixels: 16 }),
      );
      const images = Array.from({ length: set.count }, (_, index) => set.image(index).values);
      const distance = (a: Uint8Array, b: Uint8Array) =>
        a.reduce((sum, value, at) => sum + (value - b[at]!) ** 2, 0);
      // Each image of the last round is of the category of the nearest of other objects' images.
      let right = 0;
      for (let test = 64 * 5; test < 64 * 6; test++) {
        let [best, label] = [Infinity, -1];
        for (let known = 0; known < 64 * 5; known++) {
          const { identity, label: category } = set.latents(known);
          if (identity === set.latents(test).identity) continue;
          const far = distance(images[test]!, images[known]!);
          if (far < best) [best, label] = [far, category];
        }
        right += label === set.latents(test).label ? 1 / 64 : 0;
      }
      return right;
    };
    const [low, high] = [share('low'), share('high')];
    expect(low).toBeGreaterThan(0.6); // chance is 0.125
    expect(high).toBeLessThan(low - 0.2);
  });
});

it('an object of any category covers some of its image from any side', () => {
  const draw = createRng(9).stream();
  const turn = () => 360 * draw.uniform();
  for (const category of categoryNames) {
    const seen: ObjectView = {
      ...view,
      category,
      object: draw.integer(8),
      rotation: { yaw: turn(), pitch: turn(), roll: turn() },
    };
    const { values } = renderObject(seen, 32);
    const covered = values.filter((value) => value !== 128).length / values.length;
    expect(covered).toBeGreaterThan(0.02);
    expect(covered).toBeLessThan(0.35);
  }
});
