import { z } from 'zod';

const name = (description: string) => z.string().min(1).optional().meta({ description });

/** How a file calls what a session is made of, where it does not call it as we do. */
export const SessionNames = z
  .strictObject({
    t: name('Times of the samples of the path, s'),
    pos: z
      .union([z.string().min(1), z.tuple([z.string().min(1), z.string().min(1)])])
      .optional()
      .meta({ description: 'Positions [n, 2], or the names of x and y; in NWB the path of a SpatialSeries' }),
    heading: name('Head direction at each sample, rad; in NWB the path of a SpatialSeries'),
    spike_times: name('Times of spikes, s; in MAT also a cell array with the spikes of each cell'),
    spike_cells: name('The cell of each spike, from 0'),
    cells: name('How many cells there are'),
  })
  .meta({ title: 'Names of arrays in a session file' });
export type SessionNames = z.output<typeof SessionNames>;
