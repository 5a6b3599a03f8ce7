import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ndArray, writeNpz } from '@goal-driven/core';
import {
  mouseArrays,
  RandomHierarchy,
  randomHierarchy,
  SyntheticMice,
  syntheticMice,
  type MouseRecordings,
} from '@goal-driven/mouse-visual';
import type { Maker } from './makers';

/**
 * A file for each area as the converter of the published packages writes them, of mice that read a random hierarchy, and
 * `features.npz`, the layers that they read, [118, units] each. Calcium has no time: one bin, in deviations of a unit.
 */
export const makeMice =
  (kind: 'neuropixels' | 'calcium'): Maker =>
  async ({ folder, rng, count = 4 }) => {
    const features = randomHierarchy(RandomHierarchy.parse({}), rng.child('features'));
    const timeless = { bins: 1, binWidth: 250, baseline: 0, amplitude: 1 };
    const config = SyntheticMice.parse({ specimens: count, ...(kind === 'calcium' && timeless) });
    const mice = syntheticMice(config, features, rng.child('mice'));
    const areas = [...new Set(mice.units.map(({ area }) => area))];
    for (const area of areas)
      await writeFile(
        join(folder, `${area}.npz`),
        writeNpz(mouseArrays(inArea(mice, area, kind)), { compress: false }),
      );
    await writeFile(join(folder, 'features.npz'), writeNpz(features, { compress: true }));
    return `${mice.units.length} units of ${count} synthetic mice in ${areas.length} areas; and features.npz, what they read`;
  };

/** Units of one area; synthetic mice have no reliability yet, which the study computes. */
function inArea(mice: MouseRecordings, area: string, kind: 'neuropixels' | 'calcium'): MouseRecordings {
  const chosen = mice.units.flatMap((unit, index) => (unit.area === area ? [index] : []));
  const { values, shape } = mice.responses;
  const all = shape[3]!;
  const rows = values.length / all;
  const taken = new Float32Array(rows * chosen.length);
  for (let row = 0, at = 0; row < rows; row++)
    for (const unit of chosen) taken[at++] = values[row * all + unit]!;
  const unit = kind === 'calcium' ? 'dF/F' : mice.header.unit;
  return {
    ...mice,
    header: { ...mice.header, name: `${mice.header.name}, ${area}`, kind, unit },
    responses: ndArray(taken, [...shape.slice(0, 3), chosen.length]),
    units: chosen.map((index) => mice.units[index]!),
  };
}
