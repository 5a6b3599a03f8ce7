import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { fuzzCases, fuzzSeed, mutated } from '../hostile.fixture';
import { GoalDrivenError } from '@goal-driven/core/arrays';
import { isArchive, unpackArchive } from './unpackArchive';

const folder = mkdtempSync(join(tmpdir(), 'unpack-'));
afterAll(() => rmSync(folder, { recursive: true }));
const given = (name: string, bytes: Uint8Array) => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
let count = 0;
const into = () => join(folder, `out${count++}`);

type Member = { name: string; text?: string; type?: string; size?: number };
/** A tar archive; its headers have their checksums. */
const tar = (...members: Member[]) =>
  Buffer.concat([
    ...members.map(({ name, text = '', type = '0', size = text.length }) => {
      const head = Buffer.alloc(512);
      head.write(name, 0);
      head.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
      head.write(`        ${type}`, 148);
      head.write('ustar\x0000', 257);
      head.write(
        `${head
          .reduce((sum, byte) => sum + byte, 0)
          .toString(8)
          .padStart(6, '0')}\0 `,
        148,
      );
      return Buffer.concat([head, Buffer.from(text), Buffer.alloc((512 - (text.length % 512)) % 512)]);
    }),
    Buffer.alloc(1024),
  ]);

describe('unpackArchive', () => {
  it('knows an archive by its name', () =>
    expect(['a.zip', 'a.tar', 'a.tar.gz', 'a.tgz', 'a.npz', 'a.gz'].map(isArchive)).toEqual([
      ...[true, true, true, true, false, false],
    ]));

  it.each([
    [
      'a.tar',
      tar(
        { name: 'in/', type: '5' },
        { name: './in/one', text: 'first' },
        { name: 'two', text: 'x'.repeat(700) },
      ),
    ],
    ['a.tar.gz', gzipSync(tar({ name: 'in/one', text: 'first' }, { name: 'two', text: 'x'.repeat(700) }))],
    ['a.zip', zipSync({ 'in/one': strToU8('first'), two: [strToU8('x'.repeat(700)), { level: 0 }] })],
  ])('unpacks files and replaces those of the same name: %s', async (name, bytes) => {
    const out = into();
    for (let time = 0; time < 2; time++)
      expect(await unpackArchive(given(name, bytes), out)).toEqual(['in/one', 'two']);
    expect(readFileSync(join(out, 'in/one'), 'utf8')).toBe('first');
    expect(readFileSync(join(out, 'two'), 'utf8')).toBe('x'.repeat(700));
    expect(readdirSync(folder).filter((each) => each.includes('unpacking'))).toEqual([]);
  });

  it('reads long names as GNU and pax write them', async ({ skip }) => {
    const long = `${'folder/'.repeat(30)}file`;
    for (const format of ['gnu', 'pax', 'ustar']) {
      const script = `import io,sys,tarfile
t=tarfile.open(fileobj=sys.stdout.buffer,mode='w|',format=tarfile.${format.toUpperCase()}_FORMAT)
i=tarfile.TarInfo(${JSON.stringify(long)}); i.size=3; t.addfile(i,io.BytesIO(b'abc')); t.close()`;
      const { status, stdout } = spawnSync('python3', ['-c', script]);
      if (status !== 0) return skip('no Python');
      const out = into();
      expect(await unpackArchive(given('long.tar', stdout), out)).toEqual([long]);
      expect(readFileSync(join(out, long), 'utf8')).toBe('abc');
    }
  });

  it.each([
    [
      'a name that climbs',
      tar({ name: '../up', text: 'x' }),
      'a name must stay in its folder, got "../up" at byte 0',
    ],
    ['an absolute name', tar({ name: '/etc/x', text: 'x' }), 'a name must stay in its folder'],
    [
      'a link',
      tar({ name: 'ok', text: 'x' }, { name: 'a', type: '2' }),
      '"a" must be a file, got type "2" at byte 1024',
    ],
    ['a hard link', tar({ name: 'a', type: '1' }), '"a" must be a file, got type "1"'],
    ['a device', tar({ name: 'a', type: '3' }), '"a" must be a file'],
    [
      'a name twice',
      tar({ name: 'a', text: 'x' }, { name: './a', text: 'y' }),
      'names must differ, got "a" twice',
    ],
    [
      'an end too soon',
      tar({ name: 'a', text: 'abc' }).subarray(0, 514),
      'must end with empty blocks, got its end at byte 514',
    ],
    ['a size that is none', tar({ name: 'a', size: NaN }), 'a file must have a possible size, got NaN'],
    [
      'a bomb by its size',
      tar({ name: 'a', size: 8e9 }),
      '"a": files must have at most 1079296 bytes together, got more',
    ],
    ['another checksum', tar({ name: 'a' }).fill(1, 0, 1), 'a header must have its checksum'],
  ])('refuses %s, and leaves nothing', async (_name, bytes, message) => {
    const out = into();
    await expect(unpackArchive(given('bad.tar', bytes), out)).rejects.toThrow(message);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder).filter((each) => each.includes('unpacking'))).toEqual([]);
  });

  it('refuses a bomb of gzip, and gzip that is none, before the disk is full', async () => {
    const zeros = tar({ name: 'a', text: '\0'.repeat(2 ** 24) });
    const bomb = given('bomb.tgz', gzipSync(zeros));
    await expect(unpackArchive(bomb, into())).rejects.toThrow('files must have at most');
    expect(await unpackArchive(bomb, into(), { maxBytes: 2 ** 24 })).toEqual(['a']);
    await expect(unpackArchive(given('b.tgz', Buffer.from('none')), into())).rejects.toThrow(
      'must be whole gzip',
    );
    await expect(unpackArchive(join(folder, 'absent.tar'), into())).rejects.toThrow('must be unpacked into');
    await expect(
      unpackArchive(given('c.tar', tar({ name: 'a' }, { name: 'b' })), into(), { maxFiles: 1 }),
    ).rejects.toThrow('must have at most 1 files');
  });

  it('fuzz: unpackArchive, damaged archives', async () => {
    const whole = [
      tar({ name: 'in/one', text: 'first' }, { name: 'two', text: 'second' }),
      zipSync({ one: strToU8('first') }),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 1).chain((kind) => mutated(whole[kind]!).map((bytes) => ({ kind, bytes }))),
        async ({ kind, bytes }) => {
          const out = join(folder, 'fuzz', 'inner');
          const path = given(kind === 0 ? 'fuzz.tar' : 'fuzz.zip', bytes);
          await unpackArchive(path, out).catch((error: unknown) =>
            expect(error).toBeInstanceOf(GoalDrivenError),
          );
          expect(existsSync(join(folder, 'fuzz')) ? readdirSync(join(folder, 'fuzz')) : []).not.toContain(
            'up',
          );
          rmSync(join(folder, 'fuzz'), { recursive: true, force: true });
        },
      ),
      { ...fuzzSeed, numRuns: Math.min(fuzzCases, 3000), endOnFailure: true },
    );
  }, 600_000);
});
