import { describe, expect, it } from 'vitest';
import golden from '../../../goldens/tfRecords.json';
import { fuzz, meetsDamage } from '../../hostile.fixture';
import { tfExample } from './tfExample';
import { tfRecords } from './tfRecords';

const file = new Uint8Array(Buffer.from(golden.file, 'base64'));

describe('tfRecords', () => {
  it('reads examples whose lists are packed and not (goldens/tfRecords.py)', () => {
    const examples = [...tfRecords(file)].map((record) => tfExample(record));
    expect(examples).toHaveLength(2);
    for (const example of examples) {
      expect(example).toEqual({
        image: { kind: 'bytes', values: [Uint8Array.of(0, 1), new Uint8Array(0)] },
        label: { kind: 'int64', values: BigInt64Array.of(3n, -1n, 2n ** 62n) },
        box: { kind: 'float', values: Float32Array.of(0.5, -2) },
        none: { kind: 'empty' },
      });
    }
  });

  it('says who, what and where', () => {
    const flipped = file.slice();
    flipped[20]! ^= 1;
    expect(() => [...tfRecords(flipped, 'a.tfrecord')]).toThrow(
      /^a\.tfrecord: record 0 must have the checksum \d+, got \d+ at byte 0$/,
    );
    expect(() => [...tfRecords(file.subarray(0, -1))]).toThrow(
      /record 1 must lie in the \d+ bytes left, got \d+ at byte \d+/,
    );
    expect([...tfRecords(new Uint8Array(0))]).toEqual([]);
  });

  fuzz('damaged files and records of tf.Examples', async () => {
    const [first, second] = [...tfRecords(file)];
    await meetsDamage(file, (bytes) => [...tfRecords(bytes)].map((record) => tfExample(record)));
    await meetsDamage([first!, second!], (bytes) => tfExample(bytes));
  });
});
