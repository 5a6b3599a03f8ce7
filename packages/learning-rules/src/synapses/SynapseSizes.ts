import { DataError, type NdArray, type TypedArray } from '@goal-driven/core/arrays';

/** Sizes of the same synapses, session after session, as imaged in vivo. */
export type SynapseSizes = {
  /** Row by row [synapses, sessions], in units of the typical synapse of the dendrite that day; 0 where absent. */
  readonly values: Float64Array;
  readonly synapses: number;
  readonly sessions: number;
  /** [synapses], which dendrite each is on; left out where unknown. */
  readonly dendrites?: readonly number[];
};

/** The size of a synapse in a session; 0 where it is not there. */
export const sizeAt = ({ values, sessions }: SynapseSizes, synapse: number, session: number): number =>
  values[synapse * sessions + session]!;

type TableOptions = {
  /** [synapses], the dendrite of each row. */
  readonly dendrites?: NdArray<TypedArray> | undefined;
  /** Of the file, for errors. */
  readonly name?: string;
};

/**
 * A table of sizes; synapses that no session has are left out, and counted.
 *
 * @param table [synapses, sessions], 0 where absent
 * @returns `sizes` and `neverSeen`, the number of rows without a size
 * @throws DataError for a table of other axes, of fewer than two sessions, or with a size that is negative or not
 *   finite; for dendrites that are not one for each row
 */
export function synapseSizes(
  table: NdArray<TypedArray>,
  { dendrites, name = 'sizes' }: TableOptions = {},
): { readonly sizes: SynapseSizes; readonly neverSeen: number } {
  const [synapses = 0, sessions = 0] = table.shape;
  if (table.shape.length !== 2 || sessions < 2 || synapses < 1)
    throw new DataError(
      `${name}: must be [synapses, sessions] with two sessions or more, got [${table.shape}]`,
    );
  if (dendrites !== undefined && (dendrites.shape.length !== 1 || dendrites.shape[0] !== synapses))
    throw new DataError(
      `${name}: dendrites must be [${synapses}], one for each synapse, got [${dendrites.shape}]`,
    );
  const values = Float64Array.from(table.values, Number);
  const wrong = values.findIndex((size) => !Number.isFinite(size) || size < 0);
  if (wrong >= 0)
    throw new DataError(
      `${name}: sizes must be 0 or above, got ${values[wrong]} at [${Math.floor(wrong / sessions)}, ${wrong % sessions}]`,
    );
  const rowOf = (synapse: number) => values.subarray(synapse * sessions, (synapse + 1) * sessions);
  const seen = Array.from({ length: synapses }, (_, synapse) => synapse).filter((synapse) =>
    rowOf(synapse).some((size) => size > 0),
  );
  if (seen.length === 0) throw new DataError(`${name}: must have a synapse, got zeros alone`);
  const kept = new Float64Array(seen.length * sessions);
  seen.forEach((synapse, at) => kept.set(rowOf(synapse), at * sessions));
  const sizes = {
    values: kept,
    synapses: seen.length,
    sessions,
    ...(dendrites && { dendrites: seen.map((synapse) => Number(dendrites.values[synapse])) }),
  };
  return { sizes, neverSeen: synapses - seen.length };
}

/** All sizes of synapses that are there: [n], session by session of one synapse after the other. */
export const presentSizes = ({ values }: SynapseSizes): Float64Array => values.filter((size) => size > 0);

/** Some of the synapses, by number; one may be there more than once. */
export function synapsesOf(sizes: SynapseSizes, chosen: ArrayLike<number>): SynapseSizes {
  const { sessions, dendrites } = sizes;
  const values = new Float64Array(chosen.length * sessions);
  for (let at = 0; at < chosen.length; at++)
    values.set(sizes.values.subarray(chosen[at]! * sessions, (chosen[at]! + 1) * sessions), at * sessions);
  return {
    values,
    synapses: chosen.length,
    sessions,
    ...(dendrites && { dendrites: Array.from(chosen, (synapse) => dendrites[synapse]!) }),
  };
}
