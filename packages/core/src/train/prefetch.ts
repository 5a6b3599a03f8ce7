import type { Batch, DataStream, Json } from '../DataStream';

/** A batch, the cursor it was read from and the one after it. */
export type Read = { readonly batch: Batch; readonly cursor: Json; readonly next: Json };

/**
 * Reads `count` batches of a stream in their order, `depth` of them ahead of the one asked for. A failed
 * read comes out of the `next` that asks for it.
 */
export function prefetch(
  stream: DataStream,
  start: Json,
  { depth, count }: { depth: number; count: number },
) {
  const queue: Promise<Read>[] = [];
  let cursor: Promise<Json> = Promise.resolve(start);
  let begun = 0;
  const readOne = () => {
    if (begun === count) return;
    begun += 1;
    const reading = cursor.then(async (at) => ({ ...(await stream.read(at)), cursor: at }));
    cursor = reading.then(({ next }) => next);
    cursor.catch(() => undefined); // told by `reading`, to whoever asks for it and not before
    reading.catch(() => undefined);
    queue.push(reading);
  };
  return {
    next(): Promise<Read> {
      if (queue.length === 0) readOne();
      const reading = queue.shift();
      if (reading === undefined)
        return Promise.reject(new RangeError(`prefetch: at most ${count} batches, got one more`));
      while (queue.length < depth && begun < count) readOne();
      return reading;
    },
  };
}
