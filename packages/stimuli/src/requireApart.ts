import { existsSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError } from '@goal-driven/core/arrays';
import type { ImageData } from './openImageData';

/**
 * Nothing where images to learn from and images to be judged by are apart, as far as their configs tell: a folder or
 * file of images with its split is not the other's; rendered sets of one seed have no number in common, whatever else
 * of them differs. Copies of files, links to single images, and a folder beside a file in it are not found.
 *
 * @throws ConfigError naming what both have
 */
export function requireApart(who: string, train: ImageData, test: ImageData): void {
  const both = common(train, test);
  if (both !== undefined)
    throw new ConfigError(`${who}: images to be judged by must not be learned from, got ${both} in both`);
}

function common(train: ImageData, test: ImageData): string | undefined {
  if (train.kind === 'objects' && test.kind === 'objects')
    return train.seed === test.seed ? shared('images', numbered(train), numbered(test)) : undefined;
  if (train.kind === 'textures' && test.kind === 'textures')
    return train.seed === test.seed ? shared('images', numbered(train), numbered(test)) : undefined;
  if (train.kind === 'maze' && test.kind === 'maze') {
    const alike = train.seed === test.seed && JSON.stringify(train.world) === JSON.stringify(test.world);
    return alike ? shared('mazes', walked(train), walked(test)) : undefined;
  }
  const [one, other] = [placeOf(train), placeOf(test)];
  return one !== undefined && one === other ? one : undefined;
}

/** Numbers from the first to below the second. */
type Range = readonly [number, number];

const numbered = ({ first, images }: { first: number; images: number }): Range => [first, first + images];

const walked = ({ firstMaze, mazes, images, steps }: Extract<ImageData, { kind: 'maze' }>): Range => [
  firstMaze,
  firstMaze + Math.min(mazes, Math.ceil(images / steps)),
];

function shared(what: string, one: Range, other: Range): string | undefined {
  const [first, end] = [Math.max(one[0], other[0]), Math.min(one[1], other[1])];
  return first < end ? `${what} ${first} to ${end - 1} of one seed` : undefined;
}

/** Where images on disk are. A file of CIFAR's is itself whatever split is asked for. */
function placeOf(data: ImageData): string | undefined {
  if (!('folder' in data)) return undefined;
  const known = existsSync(data.folder);
  const place = known ? realpathSync(data.folder) : resolve(data.folder);
  const isFile = known && statSync(place).isFile();
  return 'split' in data && !isFile ? `${data.split} of ${place}` : place;
}
