import { ConfigError, createRng } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { imagenetColours as colours } from '../augmentation/Augmentation';
import { imageAt } from '../imageAt';
import { imageStream } from '../imageStream';
import { openImageData } from '../openImageData';
import { mazeOf, room } from './_mazeOf.fixture';
import { castRay } from './castRay';
import { mazeFrames, remembered } from './mazeFrames';
import { MazeImages } from './MazeImages';
import { MazeView } from './MazeView';
import { renderMaze } from './renderMaze';
import { paintTexture, textureNames, TEXELS } from './textures';

const plain = (red: number, green: number, blue: number) => ({
  name: 'dots' as const,
  texture: Uint8Array.from({ length: 3 * TEXELS * TEXELS }, (_, index) => [red, green, blue][index % 3]!),
});
const floor = plain(100, 0, 0);
const painted = (rows: readonly string[], options: object = {}) => ({
  ...mazeOf(rows, options),
  walls: [plain(0, 200, 0), plain(0, 100, 0)],
  floor,
  ceiling: plain(0, 0, 250),
});
const view = MazeView.parse({ pixels: 32, field: 90, eyeHeight: 0.25, visibility: 1000 });
const pixel = (image: { values: Uint8Array }, row: number, column: number) => [
  ...image.values.subarray(3 * (32 * row + column), 3 * (32 * row + column) + 3),
];

describe('renderMaze', () => {
  it('draws a wall as high as it is by hand', () => {
    // A wall 1.5 m ahead; at 90 deg a metre at a metre is 16 px; 0.25 m above and below the eye are 2.67 px.
    const image = renderMaze(
      painted(room, { ceiling: 'panels' }),
      { x: 2.5, y: 2.5, heading: Math.PI },
      view,
    );
    const column = Array.from({ length: 32 }, (_, row) => pixel(image, row, 16));
    const channels = column.map((colour) => colour.findIndex((value) => value > 60));
    expect(channels).toEqual([
      ...Array<number>(13).fill(2),
      ...Array<number>(6).fill(1),
      ...Array<number>(13).fill(0),
    ]);
    expect(pixel(image, 16, 16)).toEqual([0, 199, 0]); // 200 exp(-1.5 / 1000)
  });

  it('shows the right to the right', () => {
    const image = renderMaze(painted(room), { x: 2.5, y: 2.5, heading: Math.PI / 4 }, view);
    // Looking between up and right, the wall of the second look is in the right half alone.
    const green = Array.from({ length: 32 }, (_, column) => pixel(image, 16, column)[1]!);
    const second = green
      .map((value, column) => (value > 60 && value < 101 ? column : -1))
      .filter((at) => at >= 0);
    expect(second.length).toBeGreaterThan(3);
    expect(Math.min(...second)).toBeGreaterThan(15);
  });

  it('draws targets where they are, unless a wall hides them or they are gone', () => {
    const open = painted(['#####', '#   #', '#o  1', '#   #', '#####'], {
      targetRadius: 0.1,
      targetHeight: 0.25,
    });
    const hidden = painted(['#####', '#   #', '#o# 1', '#   #', '#####'], {
      targetRadius: 0.1,
      targetHeight: 0.25,
    });
    const pose = { x: 3.5, y: 2.5, heading: Math.PI };
    const blue = (image: { values: Uint8Array }) =>
      Array.from({ length: 1024 }, (_, at) => at).filter((at) => {
        const [red, , other] = pixel(image, Math.floor(at / 32), at % 32) as [number, number, number];
        return other > 60 && other > 2 * red;
      });
    const seen = blue(renderMaze(open, pose, view));
    // 0.1 m at 2 m is a radius of 0.8 px about the middle: the four pixels around it.
    expect(seen).toEqual([15 * 32 + 15, 15 * 32 + 16, 16 * 32 + 15, 16 * 32 + 16]);
    expect(blue(renderMaze(hidden, pose, view))).toEqual([]);
    expect(blue(renderMaze(open, pose, view, []))).toEqual([]);
    expect(blue(renderMaze(open, { ...pose, heading: 0 }, view))).toEqual([]);
  });

  it('has means of samples as pixels where it is asked for', () => {
    const maze = mazeOf(room);
    const pose = { x: 2.2, y: 1.7, heading: 0.3 };
    const fine = renderMaze(maze, pose, { ...view, pixels: 64 });
    const smooth = renderMaze(maze, pose, { ...view, antialias: 2 });
    for (let at = 0; at < 1024; at++) {
      const [row, column] = [Math.floor(at / 32), at % 32];
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (const sample of [0, 1, 64, 65])
          sum += fine.values[3 * (row * 128 + column * 2 + sample) + channel]!;
        expect(smooth.values[3 * at + channel]).toBe(Math.floor(sum / 4 + 0.5));
      }
    }
  });

  it('gives pictures that the next one does not change', () => {
    const maze = mazeOf(room);
    const first = renderMaze(maze, { x: 2, y: 2, heading: 0 }, view);
    const copy = Uint8Array.from(first.values);
    renderMaze(maze, { x: 3, y: 3, heading: 2 }, view);
    expect(first.values).toEqual(copy);
  });

  it('refuses an eye above the walls', () =>
    expect(() => renderMaze(mazeOf(room), { x: 2, y: 2, heading: 0 }, { ...view, eyeHeight: 0.5 })).toThrow(
      'renderMaze: eyeHeight must be below the walls of 0.5 m, got 0.5',
    ));
});

describe('paintTexture', () => {
  it('has its pattern, and is never as blue as a target', () => {
    for (const name of textureNames) {
      for (const seed of [2, 3, 4, 5]) {
        const texture = paintTexture(name, createRng(seed));
        expect(new Set(texture).size).toBeGreaterThan(8);
        // A target's blue is 3.6 times its green.
        for (let at = 0; at < texture.length; at += 3) {
          const [red, green, blue] = [...texture.subarray(at, at + 3)] as [number, number, number];
          if (blue >= 2.2 * Math.max(red, green) + 2) expect([red, green, blue]).toBe('not so blue');
        }
      }
    }
    expect(() => paintTexture('marble' as never, createRng(2))).toThrow(ConfigError);
  });
});

describe('mazeFrames', () => {
  const config = MazeImages.parse({ kind: 'maze', images: 40, steps: 8, mazes: 3, view: { pixels: 16 } });

  it('has images that depend on config and number alone, in whatever order', () => {
    const one = mazeFrames(config);
    const forward = Array.from({ length: 40 }, (_, index) => one.image(index).values);
    const other = mazeFrames(config);
    for (let index = 39; index >= 0; index--) expect(other.image(index).values).toEqual(forward[index]);
    expect(one.frame(0).maze.number).toBe(0);
    expect(one.frame(31).maze.number).toBe(0); // the fourth walk is in the first maze again, on another way
    expect(one.frame(24).pose).not.toEqual(one.frame(0).pose);
    expect(() => one.image(40)).toThrow('mazeFrames: index must be in 0 .. 39, got 40');
  });

  it('is the same stream whatever threads render it', async () => {
    const read = async (threads: number) => {
      const options = { batchSize: 10, steps: [{ kind: 'normalise' as const, ...colours }], threads };
      const stream = imageStream(openImageData(config), options, createRng(2));
      const { batch } = await stream.read({ batch: 2 });
      await stream.close();
      return batch;
    };
    expect(await read(2)).toEqual(await read(0));
  });

  it('is a source that a config can name', () => {
    const source = openImageData(config);
    expect(source.labels).toHaveLength(40);
    const frames = mazeFrames(config);
    const { maze, pose } = frames.frame(5);
    expect(imageAt(source.pixels, 5)).toEqual(renderMaze(maze, pose, config.view));
    const textures = openImageData({ ...config, labels: 'texture' });
    source.labels.forEach((label, index) => {
      const { maze: here, pose: at } = frames.frame(index);
      const { distance, look } = castRay(here, [at.x, at.y], [Math.cos(at.heading), Math.sin(at.heading)]);
      // Bounds of 0.7, 1.4 and 2.4 blocks of 0.5 m.
      const [from, to] = [[0, 0.35], [0.35, 0.7], [0.7, 1.2], [1.2, 99]][label]!; // prettier-ignore
      expect(distance >= from! && distance < to!).toBe(true);
      expect(textures.classes[textures.labels[index]!]).toBe(here.walls[look]!.name);
    });
    // Every distance is seen now and then on long walks.
    const { labels } = openImageData({ ...config, images: 1280, steps: 64, mazes: 20 });
    for (const label of [0, 1, 2, 3])
      expect(labels.filter((each) => each === label).length).toBeGreaterThan(100);
    const mazes = openImageData({ ...config, labels: 'maze', firstMaze: 7 });
    expect(mazes.classes).toEqual(['maze 7', 'maze 8', 'maze 9']);
    expect([...mazes.labels.subarray(0, 32)]).toEqual(
      [0, 1, 2, 0].flatMap((label) => Array<number>(8).fill(label)),
    );
  });
});

describe('remembered', () =>
  it('makes what it does not know, and forgets the oldest', () => {
    const made: number[] = [];
    const square = remembered(2, (number) => (made.push(number), number * number));
    expect([1, 2, 1, 3, 2, 1].map(square)).toEqual([1, 4, 1, 9, 4, 1]);
    expect(made).toEqual([1, 2, 3, 1]);
  }));
