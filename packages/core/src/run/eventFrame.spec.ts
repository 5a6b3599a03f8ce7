import { describe, expect, it } from 'vitest';
import { crc32c, maskedCrc32c } from './crc32c';
import { eventFrame } from './eventFrame';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const ascii = (text: string) => new TextEncoder().encode(text);

describe('crc32c', () => {
  it('gives the known answers of RFC 3720, appendix B.4', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, index) => index))).toBe(0x46dd794e);
    expect(crc32c(ascii('123456789'))).toBe(0xe3069283); // the catalogue's check value
  });

  it('masks as TFRecord does: rotated by 15, plus a constant', () => {
    const crc = 0xe3069283;
    const rotated = ((crc >>> 15) | (crc << 17)) >>> 0;
    expect(maskedCrc32c(ascii('123456789'))).toBe((rotated + 0xa282ead8) % 2 ** 32);
  });
});

/** The fields of a protobuf message, by number: numbers for wire types 0, 1, 5, bytes for 2. */
function parse(message: Uint8Array): { field: number; value: number | Uint8Array }[] {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const out: { field: number; value: number | Uint8Array }[] = [];
  let at = 0;
  const varint = () => {
    for (let value = 0, scale = 1; ; scale *= 128) {
      const byte = message[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const [field, wire] = [key >> 3, key & 7];
    if (wire === 0) out.push({ field, value: varint() });
    else if (wire === 1) out.push({ field, value: view.getFloat64((at += 8) - 8, true) });
    else if (wire === 5) out.push({ field, value: view.getFloat32((at += 4) - 4, true) });
    else {
      const length = varint();
      out.push({ field, value: message.subarray(at, (at += length)) });
    }
  }
  return out;
}

const messageOf = (frame: Uint8Array) => frame.subarray(12, frame.length - 4);

describe('eventFrame', () => {
  it('frames a message by its length and two masked CRCs', () => {
    const frame = eventFrame({ kind: 'version', seconds: 0, step: 0 });
    const view = new DataView(frame.buffer);
    expect(Number(view.getBigUint64(0, true))).toBe(frame.length - 16);
    expect(view.getUint32(8, true)).toBe(maskedCrc32c(frame.subarray(0, 8)));
    expect(view.getUint32(frame.length - 4, true)).toBe(maskedCrc32c(messageOf(frame)));
    // By hand: 1 (double 0), 2 (varint 0), 3 (13 bytes "brain.Event:2").
    expect(hex(messageOf(frame))).toBe('09' + '00'.repeat(8) + '1000' + '1a0d' + hex(ascii('brain.Event:2')));
  });

  it('scalars read back: wall time, step, tags and values', () => {
    const values = { loss: 1.5, 'heldOut/error': -0.25, undefinedOne: NaN };
    const event = parse(
      messageOf(eventFrame({ kind: 'scalars', seconds: 1764000000.5, step: 70000, values })),
    );
    expect(event.slice(0, 2)).toEqual([
      { field: 1, value: 1764000000.5 },
      { field: 2, value: 70000 },
    ]);
    const summary = parse(event[2]!.value as Uint8Array).map(({ value }) => parse(value as Uint8Array));
    const read = summary.map(([tag, number]) => [
      new TextDecoder().decode(tag!.value as Uint8Array),
      number!.value,
    ]);
    expect(read).toEqual(Object.entries(values));
    expect(summary[0]!.map(({ field }) => field)).toEqual([1, 2]);
  });

  it('a restart is a session log with status START', () => {
    const [, step, log] = parse(messageOf(eventFrame({ kind: 'restart', seconds: 0, step: 8 })));
    expect([step!.value, log!.field, hex(log!.value as Uint8Array)]).toEqual([8, 7, '0801']);
  });
});
