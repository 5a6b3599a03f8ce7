import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietSession, type Session } from '@goal-driven/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inParts } from './inParts';
import { parsePart } from './parsePart';

// Stands in for the command line: trains what its first word says, as a worker would, and leaves its part in a file.
const worker = `
import { mkdirSync, writeFileSync } from 'node:fs';
const word = (name) => process.argv[process.argv.indexOf(name) + 1];
const [what, part, out] = [process.argv[2], word('--part'), word('--out')];
const name = 'training-' + part[0];
mkdirSync(out + '/checkpoints/' + name, { recursive: true });
writeFileSync(out + '/checkpoints/' + name + '/threads', process.env.GOAL_DRIVEN_THREADS ?? '');
writeFileSync(out + '/metrics.jsonl', JSON.stringify({ step: 1, [name + '/loss']: 2 }) + '\\n');
console.error('trained ' + name);
process.on('SIGTERM', () => process.exit(75));
if (what === 'fail' && part === '1/2') process.exit(3);
if (what !== 'train') setTimeout(() => {}, 60_000);
`;

let directory: string;
let script: string | undefined;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'parts-'));
  script = process.argv[1];
  process.argv[1] = join(directory, 'worker.mjs');
  writeFileSync(process.argv[1], worker);
});
afterEach(() => {
  process.argv[1] = script!;
  rmSync(directory, { recursive: true, force: true });
});

function listening() {
  const [said, points]: [string[], unknown[]] = [[], []];
  const session: Session = {
    ...quietSession(),
    checkpoints: join(directory, 'checkpoints'),
    log: (step, values) => void points.push({ step, ...values }),
    say: (line) => void said.push(line),
  };
  return { session, said, points };
}

describe('work in parts', () => {
  it('takes over what every part trained, and leaves no part behind', async () => {
    const { session, said, points } = listening();
    await inParts({ workers: 2, command: ['train'] }, { directory, session });
    expect(readdirSync(session.checkpoints!).sort()).toEqual(['training-1', 'training-2']);
    expect(points).toEqual([
      { step: 1, 'training-1/loss': 2 },
      { step: 1, 'training-2/loss': 2 },
    ]);
    expect(said.sort()).toEqual(['1/2: trained training-1', '2/2: trained training-2']);
    expect(existsSync(join(directory, 'parts'))).toBe(false);
    expect(Number(readFileSync(join(session.checkpoints!, 'training-1', 'threads'), 'utf8'))).toBeGreaterThan(
      0,
    );
  });

  it('a part that fails stops the others, and stays for another time', async () => {
    const { session } = listening();
    const work = inParts({ workers: 2, command: ['fail'] }, { directory, session });
    await expect(work).rejects.toThrow('part 1/2: must come to its end, got exit code 3');
    expect(existsSync(session.checkpoints!)).toBe(false);
    await inParts({ workers: 1, command: ['train'] }, { directory, session });
    expect(readdirSync(session.checkpoints!)).toContain('training-1');
  });

  it('is interrupted by the signal of the session', async () => {
    const { session, said } = listening();
    const stop = new AbortController();
    const work = inParts(
      { workers: 2, command: ['wait'] },
      { directory, session: { ...session, signal: stop.signal } },
    );
    while (said.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort();
    await expect(work).rejects.toMatchObject({ name: 'Interrupted' });
  });

  it('is not begun where the run trained already, nor by one worker', async () => {
    const { session, said } = listening();
    await inParts({ workers: 1, command: ['train'] }, { directory, session });
    mkdirSync(session.checkpoints!);
    await inParts({ workers: 2, command: ['train'] }, { directory, session });
    expect([said, readdirSync(session.checkpoints!)]).toEqual([[], []]);
  });
});

it('a part is counted from one where it is written, from naught where it is used', () => {
  expect(parsePart('2/3')).toEqual({ index: 1, count: 3 });
  for (const wrong of ['0/2', '3/2', '1', '1/2/3', 'a/b'])
    expect(() => parsePart(wrong)).toThrow('a part is such as 1/2');
});
