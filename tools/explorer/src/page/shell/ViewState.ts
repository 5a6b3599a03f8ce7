/** Named texts that make a view, kept in the address. A value that is the default is left out of it. */
export type ViewState = {
  readonly get: (name: string) => string | undefined;
  /** Writes into the address at once, without a new entry in the reader's history; undefined removes. */
  readonly set: (values: Readonly<Record<string, string | undefined>>) => void;
};
