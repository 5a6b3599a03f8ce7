import { DataError } from '@goal-driven/core';
import { openNwb, type NwbFile, type NwbSeries } from '@goal-driven/formats';
import { syncFile } from '@goal-driven/formats/files';
import type { SessionArrays } from './sessionArrays';
import type { SessionNames } from './SessionNames';

/** The path, head direction and sorted units of an NWB file, in SI units. */
export async function nwbArrays(path: string, names: SessionNames): Promise<SessionArrays> {
  if (typeof names.pos === 'object')
    throw new DataError(`${path}: pos must be the path of one SpatialSeries, got ${names.pos.join(' and ')}`);
  const source = syncFile(path);
  try {
    const file = await openNwb(source, { name: path });
    try {
      const track = file.series(names.pos ?? onlySeries(file, 'Position', path));
      const compass =
        names.heading ??
        file.objects('CompassDirection').map(() => onlySeries(file, 'CompassDirection', path))[0];
      const heading =
        compass === undefined ? undefined : alongside(track, file.series(compass), `${path}: ${compass}`);
      const { spikeTimes } = file.units();
      const owners = spikeTimes.flatMap((times, cell) => Array.from(times, () => cell));
      return {
        t: { values: track.times, shape: [track.times.length] },
        pos: track.data,
        ...(heading !== undefined && { heading: { values: heading, shape: [heading.length] } }),
        spike_times: {
          values: Float64Array.from(spikeTimes.flatMap((times) => [...times])),
          shape: [owners.length],
        },
        spike_cells: { values: Int32Array.from(owners), shape: [owners.length] },
        cells: { values: Int32Array.of(spikeTimes.length), shape: [1] },
      };
    } finally {
      file.close();
    }
  } finally {
    source.close();
  }
}

/** The one SpatialSeries within the containers of a type; where there are several, the list must name one. */
function onlySeries(file: NwbFile, container: string, path: string): string {
  const folders = file.objects(container).map((each) => `${each.path}/`);
  const inside = file
    .objects('SpatialSeries')
    .map((each) => each.path)
    .filter((each) => folders.some((folder) => each.startsWith(folder)));
  if (inside.length !== 1)
    throw new DataError(
      `${path}: it must hold one SpatialSeries of ${container}, or names must say which, got ${inside.join(', ') || 'none'}`,
    );
  return inside[0]!;
}

function alongside(track: NwbSeries, { data, times }: NwbSeries, where: string): Float64Array {
  const same = times.length === track.times.length && times.every((time, at) => time === track.times[at]);
  if (!same)
    throw new DataError(`${where}: head direction must be sampled when the position is, got other times`);
  if (data.values.length !== times.length)
    throw new DataError(`${where}: head direction must be [n], got [${data.shape}]`);
  return data.values;
}
