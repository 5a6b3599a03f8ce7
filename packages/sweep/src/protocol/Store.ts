/**
 * What a sweep asks of the disk that its workers share. Paths are relative to the sweep's folder, with `/`.
 * Nothing else is assumed of a file system than these: no locks, no order of appends by two writers, no
 * common clock. All of it holds on NFS (version 3 and later).
 */
export type Store = {
  /** The text of a file; undefined where there is none. */
  read(path: string): string | undefined;
  /** What a file holds from a byte on; empty where there is no more, or no file. */
  readFrom(path: string, offset: number): Uint8Array;
  /**
   * Makes a file whole, unless there is one: of any number of callers exactly one gets true, and what it
   * wrote is on the disk then, unless it may come there `later`.
   *
   * @throws EnvironmentError where the disk is full or refuses
   */
  create(path: string, content: string, when?: 'later'): boolean;
  /** Puts a whole file in place of another. */
  replace(path: string, content: string): void;
  /** Adds text to a file that no one else writes; on the disk when it returns, unless it may come there `later`. */
  append(path: string, text: string, when?: 'later'): void;
  /** Names of the files in a folder, in the order of their letters; none where there is no folder. */
  list(folder: string): readonly string[];
};
