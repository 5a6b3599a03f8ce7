import { spawnSync } from 'node:child_process';
import { crc32 as zlibCrc32, deflateRawSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { byteSource } from '../ByteSource';
import { crc32 } from './crc32';
import { inflateExactly } from './inflateExactly';
import { readZipEntry } from './readZipEntry';
import { zipDirectory } from './zipDirectory';

const directory = (archive: Uint8Array) => zipDirectory(byteSource(archive), 'x.zip');
const readAll = async (archive: Uint8Array) => {
  const source = byteSource(archive);
  const entries = [...(await directory(archive)).values()];
  const read = await Promise.all(entries.map((each) => readZipEntry(source, each, 'x.zip')));
  return Object.fromEntries(entries.map(({ name }, index) => [name, Buffer.from(read[index]!).toString()]));
};
const two = zipSync(
  { 'a/one': strToU8('first'), two: [strToU8('second '.repeat(99)), { level: 9 }] },
  { level: 0 },
);
const central = (archive: Uint8Array) => Buffer.from(archive).readUInt32LE(archive.length - 6);
/** The archive with a number of its directory's first entry in place of another. */
const patched = (archive: Uint8Array, field: number, value: number, bytes: 2 | 4 = 4) => {
  const copy = Buffer.from(archive);
  copy.writeUIntLE(value, central(archive) + field, bytes);
  return copy;
};

describe('zipDirectory', () => {
  it('lists files, stored and deflated, that readZipEntry reads', async () => {
    expect(await readAll(two)).toEqual({ 'a/one': 'first', two: 'second '.repeat(99) });
  });

  it('reads an archive in the long form, as Python writes one', async () => {
    const script = `
import io, sys, zipfile
out = io.BytesIO()
with zipfile.ZipFile(out, 'w') as z:
    with z.open('long', 'w', force_zip64=True) as f: f.write(b'content')
data = out.getvalue()
end = data.rindex(b'PK\\x05\\x06')
size, start = int.from_bytes(data[end+12:end+16], 'little'), int.from_bytes(data[end+16:end+20], 'little')
head = bytearray(data[start:end])
head[20:28] = b'\\xff' * 8                                   # sizes and place of the entry in its extra field
head[42:46] = b'\\xff' * 4
head[30:32] = (28).to_bytes(2, 'little')
extra = (1).to_bytes(2, 'little') + (24).to_bytes(2, 'little') + b''.join(n.to_bytes(8, 'little') for n in (7, 7, 0))
head = bytes(head[:46 + 4]) + extra
long_end = b'PK\\x06\\x06' + (44).to_bytes(8, 'little') + bytes([45, 0, 45, 0]) + bytes(8) + b''.join(n.to_bytes(8, 'little') for n in (1, 1, len(head), start))
locator = b'PK\\x06\\x07' + bytes(4) + (start + len(head)).to_bytes(8, 'little') + (1).to_bytes(4, 'little')
short = b'PK\\x05\\x06' + bytes(4) + b'\\xff' * 12 + bytes(2)
whole = data[:start] + head + long_end + locator + short
assert zipfile.ZipFile(io.BytesIO(whole)).read('long') == b'content'
sys.stdout.buffer.write(whole)
`;
    const { status, stdout } = spawnSync('python3', ['-c', script]);
    if (status !== 0) return; // without Python there is nothing to compare with
    expect(await readAll(stdout)).toEqual({ long: 'content' });
  });

  it('says of a cut-off archive that it is one, at any length', async () => {
    for (let length = 0; length < two.length; length += 3)
      await expect(directory(two.subarray(0, length))).rejects.toThrow(
        `must end with its directory, got none in ${length} bytes; the file is truncated`,
      );
  });

  it('refuses names that leave their folder', async () => {
    for (const name of ['../up', 'a/../../up', '/root', 'C:\\x', 'a\\b', 'nul\0'])
      await expect(directory(zipSync({ [name]: strToU8('x') }))).rejects.toThrow(
        'entry 0 of the zip directory must have a name that stays in its folder',
      );
  });

  it('refuses what overlaps, is impossible, encrypted or there twice', async () => {
    await expect(directory(patched(two, 42, 6))).rejects.toThrow(
      'entry "a/one" must end before byte 40, got 5 bytes after its header at byte 6',
    );
    await expect(directory(patched(two, 24, 6))).rejects.toThrow('have a possible size, got 6 bytes from 5');
    await expect(directory(patched(two, 8, 1, 2))).rejects.toThrow('not be encrypted');
    await expect(directory(patched(two, 10, 12, 2))).rejects.toThrow('be stored or deflated, got method 12');
    await expect(directory(patched(two, 24, 0xffffffff))).rejects.toThrow(
      'have its sizes in 64 bits, got none',
    );
    const twice = Buffer.from(zipSync({ aa: strToU8('1'), ab: strToU8('2') }, { level: 0 }));
    twice[twice.lastIndexOf('ab') + 1] = 'a'.charCodeAt(0);
    await expect(directory(twice)).rejects.toThrow(
      'names in a zip archive must differ, got "aa" again at byte',
    );
    await expect(readAll(patched(two, 16, 1))).rejects.toThrow(
      /entry "a\/one" must have checksum 1, got \w+, 5 bytes from byte 35/,
    );
  });

  it('refuses a bomb before it inflates anything', async () => {
    const bomb = zipSync({ zeros: new Uint8Array(20e6) }, { level: 9 });
    expect(bomb.length).toBeLessThan(30_000);
    await expect(directory(bomb)).rejects.toThrow(
      /must inflate to at most four times the archive's \d+ bytes and a megabyte, got 20000000/,
    );
    expect(() => inflateExactly(deflateRawSync(Buffer.alloc(1e6)), 1000, 'x')).toThrow(
      'x must inflate to 1000 bytes, got more',
    );
    expect(() => inflateExactly(deflateRawSync(Buffer.alloc(10)), 11, 'x')).toThrow(
      'x must inflate to 11 bytes, got 10',
    );
    expect(() => inflateExactly(Uint8Array.of(7), 11, 'x')).toThrow('x must be a whole deflate stream');
  });
});

describe('crc32', () => {
  it('is the check value of its definition, and that of zlib', () => {
    expect(crc32(strToU8('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
    if (typeof zlibCrc32 !== 'function') return; // Node has it from 20.15 on
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 50 }),
        (bytes) => void expect(crc32(bytes)).toBe(zlibCrc32(bytes)),
      ),
    );
  });
});
