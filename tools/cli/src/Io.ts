/** Where the command line speaks: results on `stdout`, everything else on `stderr`. */
export type Io = { readonly stdout: Voice; readonly stderr: Voice };

/** As much of a stream as we use; a terminal has `isTTY` and `columns`. */
export type Voice = {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
};
