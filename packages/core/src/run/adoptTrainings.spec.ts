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
import { afterEach, beforeEach, expect, it } from 'vitest';
import { quietSession } from '../Session';
import { adoptTrainings } from './adoptTrainings';
import { openRunWriter } from './RunWriter';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'adopt-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const open = () =>
  openRunWriter({
    directory: join(root, 'run'),
    signal: new AbortController().signal,
    resume: true,
    part: undefined,
    now: () => new Date(0),
    onProgress: () => undefined,
    onLog: () => undefined,
  });

/** A folder with a checkpoint for each training and the curves of both. */
function other(names: readonly string[]): string {
  const folder = join(root, 'other');
  for (const name of names) {
    mkdirSync(join(folder, 'checkpoints', name), { recursive: true });
    writeFileSync(join(folder, 'checkpoints', name, 'step-1.json'), name);
  }
  writeFileSync(
    join(folder, 'metrics.jsonl'),
    '{"step":1,"a/loss":3}\n{"step":1,"b/loss":4}\n{"step":2,"b/loss":5}\n',
  );
  return folder;
}

const curves = () => readFileSync(join(root, 'run', 'metrics.jsonl'), 'utf8');

it('moves checkpoints and curves, and removes the folder', () => {
  mkdirSync(join(root, 'run'));
  const { session } = open();
  const from = other(['a', 'b']);
  adoptTrainings(from, session);
  expect(existsSync(from)).toBe(false);
  expect(readdirSync(session.checkpoints!).sort()).toEqual(['a', 'b']);
  expect(readFileSync(join(session.checkpoints!, 'b', 'step-1.json'), 'utf8')).toBe('b');
  expect(curves()).toBe('{"step":1,"a/loss":3}\n{"step":1,"b/loss":4}\n{"step":2,"b/loss":5}\n');
});

it('goes on where it was cut off: what is there of a training comes once', () => {
  mkdirSync(join(root, 'run'));
  const { session } = open();
  session.log(1, { 'a/loss': 3 });
  session.log(1, { 'b/loss': 4 });
  adoptTrainings(other(['b']), session); // a was moved before the cut, b was not
  expect(curves()).toBe('{"step":1,"a/loss":3}\n{"step":1,"b/loss":4}\n{"step":2,"b/loss":5}\n');
});

it('needs a place for checkpoints, and leaves a folder as it is whose curves are damaged', () => {
  const from = other(['a']);
  expect(() => adoptTrainings(from, quietSession())).toThrow('adoptTrainings: the session must have a folder for checkpoints, got none'); // prettier-ignore
  writeFileSync(join(from, 'metrics.jsonl'), 'nothing\n');
  mkdirSync(join(root, 'run'));
  expect(() => adoptTrainings(from, open().session)).toThrow('metrics.jsonl: line 1 must be');
  expect(readdirSync(join(from, 'checkpoints'))).toEqual(['a']);
});
