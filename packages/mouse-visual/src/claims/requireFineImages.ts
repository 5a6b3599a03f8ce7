import { ConfigError } from '@goal-driven/core';

/**
 * Refuses images with less in them than an encoder could see: what is enlarged has no more to see than before.
 *
 * @param who the claim
 * @param seen the finest side that encoders see, by the field that says it, px
 * @param sides of images, by the fields that say them, px
 * @throws ConfigError where a side of images is smaller
 */
export function requireFineImages(
  who: string,
  seen: readonly [field: string, pixels: number],
  sides: { readonly [field: string]: number },
): void {
  const [field, least] = seen;
  for (const [images, pixels] of Object.entries(sides))
    if (pixels < least)
      throw new ConfigError(`${who}: ${images} must be at least ${field}, ${least}, got ${pixels}`);
}
