/** Where the files of a Zarr hierarchy lie: a folder, an archive, a server. Keys are paths within it: `group/a/zarr.json`. */
export type ZarrStore = {
  /** A file's bytes, or of a range of them; undefined when there is no such file. */
  get(key: string, range?: ZarrRange): Promise<Uint8Array | undefined>;
  /** Keys of the files that describe groups and arrays: those named zarr.json, .zarray and .zgroup. */
  nodes(): Promise<readonly string[]>;
};

/** A part of a file: from a byte on, or its last bytes. */
export type ZarrRange =
  { readonly offset: number; readonly length: number } | { readonly suffixLength: number };
