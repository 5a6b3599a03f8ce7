import { ConfigError, createRng } from '@goal-driven/core/arrays';
import type { ByteImage } from '../Image';
import type { RenderedObjects } from './RenderedObjects';
import type { ObjectView } from './ObjectView';
import { renderObject } from './renderObject';
import { variations, type Variation, type VariationName } from './variations';

/** What image `index` of a set shows, and how it came about. */
export type ObjectLatents = ObjectView & {
  /** Index into the classes of the set. */
  readonly label: number;
  /** Which object among all of the set: index of its category times `objects`, and its number. */
  readonly identity: number;
  readonly variation: VariationName | Variation;
};

/** The middle of the lamp's directions: from above left, degrees. */
const LAMP = { azimuth: -30, elevation: 40 };
/** Numbers of backgrounds are drawn from so many. */
const BACKGROUNDS = 2 ** 20;

/**
 * What image `index` shows: each round through all objects has one amount of variation; view, lamp and
 * background are drawn from a source of the set's seed and the image's number alone.
 *
 * Positions, turns and the logarithm of size are uniform in their ranges.
 *
 * @throws ConfigError where there is no such image
 */
export function objectLatents(config: RenderedObjects, index: number): ObjectLatents {
  if (!Number.isInteger(index) || index < 0 || index >= config.images)
    throw new ConfigError(`objectLatents: index must be in 0 .. ${config.images - 1}, got ${index}`);
  const number = config.first + index;
  const identity = number % (config.categories.length * config.objects);
  const category = Math.floor(identity / config.objects);
  const round = Math.floor(number / (config.categories.length * config.objects));
  const variation = config.variation[round % config.variation.length]!;
  const { position, scale, rotation } = typeof variation === 'string' ? variations[variation] : variation;
  const draw = createRng(config.seed).child('view').child(number).stream();
  const around = (reach: number): number => reach * (2 * draw.uniform() - 1) + 0; // no -0
  return {
    seed: config.seed,
    category: config.categories[category]!,
    object: identity % config.objects,
    label: config.labels === 'category' ? category : identity,
    identity,
    variation,
    position: [around(position), around(position)],
    size: config.size * scale ** around(1),
    rotation: { yaw: around(rotation), pitch: around(rotation), roll: around(rotation) },
    lamp: { azimuth: LAMP.azimuth + around(config.lamp), elevation: LAMP.elevation + around(config.lamp) },
    background: {
      kind: config.backgrounds[draw.integer(config.backgrounds.length)]!,
      id: draw.integer(BACKGROUNDS),
    },
  };
}

/** What labels stand for: the categories, or `Cars 3` for each object. */
export const objectClasses = ({ categories, labels, objects }: RenderedObjects): readonly string[] =>
  labels === 'category'
    ? categories
    : categories.flatMap((name) => Array.from({ length: objects }, (_, object) => `${name} ${object}`));

/** The pictures of a set of rendered objects, each made when it is asked for. */
export const objectSet = (config: RenderedObjects) => ({
  config,
  count: config.images,
  classes: objectClasses(config),
  /** What image `index` shows. */
  latents: (index: number): ObjectLatents => objectLatents(config, index),
  /** Image `index`: [pixels, pixels, 3]. */
  image: (index: number): ByteImage => renderObject(objectLatents(config, index), config.pixels),
});
