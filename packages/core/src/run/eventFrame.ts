import { maskedCrc32c } from './crc32c';

// TensorBoard's event files: TFRecord frames of `Event` messages (tensorflow/core/util/event.proto and
// framework/summary.proto), written by hand for the few fields that scalars need.

/** An event to write; `seconds` is wall time since 1970. */
export type EventRecord = { readonly seconds: number; readonly step: number } & (
  | { readonly kind: 'version' }
  /** Points from `step` on that are already there come again. */
  | { readonly kind: 'restart' }
  | { readonly kind: 'scalars'; readonly values: { readonly [tag: string]: number } }
);

/** One frame: length (8 bytes), its masked CRC, the message, its masked CRC; little endian. */
export function eventFrame(event: EventRecord): Uint8Array {
  const message = eventMessage(event);
  const frame = new Uint8Array(16 + message.length);
  const view = new DataView(frame.buffer);
  view.setBigUint64(0, BigInt(message.length), true);
  view.setUint32(8, maskedCrc32c(frame.subarray(0, 8)), true);
  frame.set(message, 12);
  view.setUint32(12 + message.length, maskedCrc32c(message), true);
  return frame;
}

const text = new TextEncoder();

// Event: 1 wall_time double, 2 step int64, 3 file_version string, 5 summary, 7 session_log.
function eventMessage(event: EventRecord): Uint8Array {
  const head = [double(1, event.seconds), varint(2, event.step)];
  switch (event.kind) {
    case 'version':
      return joined([...head, bytes(3, text.encode('brain.Event:2'))]);
    case 'restart':
      return joined([...head, bytes(7, varint(1, 1))]); // SessionLog.status = START
    case 'scalars': {
      // Summary: repeated 1 value; Summary.Value: 1 tag, 2 simple_value.
      const values = Object.entries(event.values).map(([tag, value]) =>
        bytes(1, joined([bytes(1, text.encode(tag)), float(2, value)])),
      );
      return joined([...head, bytes(5, joined(values))]);
    }
  }
}

const varint = (field: number, value: number): Uint8Array => Uint8Array.from([field << 3, ...digits(value)]);

const bytes = (field: number, content: Uint8Array): Uint8Array =>
  joined([Uint8Array.from([(field << 3) | 2, ...digits(content.length)]), content]);

function double(field: number, value: number): Uint8Array {
  const out = new Uint8Array(9);
  out[0] = (field << 3) | 1;
  new DataView(out.buffer).setFloat64(1, value, true);
  return out;
}

function float(field: number, value: number): Uint8Array {
  const out = new Uint8Array(5);
  out[0] = (field << 3) | 5;
  new DataView(out.buffer).setFloat32(1, value, true);
  return out;
}

/** Base 128, least significant first; a high bit says that more follow. */
function digits(value: number): number[] {
  const low = value % 128;
  return value < 128 ? [low] : [low | 128, ...digits(Math.floor(value / 128))];
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
