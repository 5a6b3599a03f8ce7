import type { NdArray, TypedArray } from './NdArray';

/** What a stream hands out: named arrays outside the tensor engine, so that workers can make them. */
export type Batch = { readonly [name: string]: NdArray<TypedArray> };

/** Anything that JSON carries without loss. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * D: the environment. A stream is a pure function from a cursor to a batch and the next cursor; the
 * cursor is plain JSON and goes into the checkpoint, so a resumed run sees the batches it would have seen.
 */
export type DataStream<B extends Batch = Batch, Cursor extends Json = Json> = {
  readonly name: string;
  readonly start: Cursor;
  read(cursor: Cursor): Promise<{ batch: B; next: Cursor }>;
  /** Ends the threads that read ahead, where there are any; nothing is read after it. */
  close?(): Promise<void>;
};
