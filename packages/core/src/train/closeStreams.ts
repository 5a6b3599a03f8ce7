import type { DataStream } from '../DataStream';

/** Ends the threads of a training's streams, where they have any. */
export async function closeStreams({
  stream,
  heldOut,
}: {
  readonly stream: DataStream;
  readonly heldOut?: DataStream | undefined;
}): Promise<void> {
  await Promise.all([stream.close?.(), heldOut?.close?.()]);
}
