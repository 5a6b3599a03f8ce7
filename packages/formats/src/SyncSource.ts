/** A file that is read in parts, at once: what HDF5 asks for cannot wait. */
export type SyncSource = {
  readonly size: number;
  /** Fills the target with the bytes from `offset` on; says how many there were. */
  readSync(offset: number, target: Uint8Array): number;
};
