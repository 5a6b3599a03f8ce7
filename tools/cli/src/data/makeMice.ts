import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeNpz } from '@goal-driven/core';
import {
  mouseArrays,
  RandomHierarchy,
  randomHierarchy,
  SyntheticMice,
  syntheticMice,
  takeArea,
} from '@goal-driven/mouse-visual';
import type { Maker } from './makers';

/**
 * A file for each area as the converter of the published packages writes them, of mice that read a random hierarchy, and
 * `features.npz`, the layers that they read, [118, units] each. Calcium has no time: one bin.
 */
export const makeMice =
  (kind: 'neuropixels' | 'calcium'): Maker =>
  async ({ folder, rng, count = 4 }) => {
    const features = randomHierarchy(RandomHierarchy.parse({}), rng.child('features'));
    const timeless = { bins: 1, binWidth: 250, baseline: 0, amplitude: 1 };
    const config = SyntheticMice.parse({ kind, specimens: count, ...(kind === 'calcium' && timeless) });
    const mice = syntheticMice(config, features, rng.child('mice'));
    const areas = [...new Set(mice.units.map(({ area }) => area))];
    for (const area of areas) {
      const file = writeNpz(mouseArrays(takeArea(mice, area)), { compress: false });
      await writeFile(join(folder, `${area}.npz`), file);
    }
    await writeFile(join(folder, 'features.npz'), writeNpz(features, { compress: true }));
    return `${mice.units.length} units of ${count} synthetic mice in ${areas.length} areas; and features.npz, what they read`;
  };
