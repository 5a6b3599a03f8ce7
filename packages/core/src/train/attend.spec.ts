import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DataStream } from '../DataStream';
import { ConfigError } from '../errors';
import { ndArray } from '../NdArray';
import { createRng } from '../Rng';
import { quietSession, type Session } from '../Session';
import { disposeTree, leaves, type Tree } from '../tree';
import { lineModel, lineStream, lineTask } from './fixtures/lineTask';
import { train } from './train';
import { TrainConfig } from './TrainConfig';

const config = (changes: object) =>
  TrainConfig.parse({
    optimizer: { kind: 'adam' },
    schedule: { kind: 'constant', learningRate: 0.02 },
    checkpointEvery: 3,
    prefetch: 0,
    ...changes,
  });

/** A stream whose numbers depend on what is learned, as those of one that acts; it notes what it went by. */
function actingStream() {
  const plain = lineStream(createRng(1));
  const seen: number[] = [];
  let policy: Tree = {};
  const stream: DataStream = {
    name: plain.name,
    start: { at: plain.start, last: null }, // null is JSON, as a cursor may be
    read: async (cursor) => {
      const { batch, next } = await plain.read((cursor as { at: number }).at);
      const lean = leaves(policy)[0]!.tensor.dataSync()[0]!;
      seen.push(lean);
      const moved = Object.entries(batch).map(
        ([name, { values, shape }]) =>
          [
            name,
            ndArray(
              Float32Array.from(values as Float32Array, (value) => value + lean),
              shape,
            ),
          ] as const,
      );
      return { batch: Object.fromEntries(moved), next: { at: next, last: null } };
    },
  };
  return { stream, seen, attend: ({ params }: { params: Tree }) => void (policy = params) };
}

async function run(steps: number, session: Partial<Session> = {}) {
  const { stream, seen, attend } = actingStream();
  const trained = await train({
    ...{ architecture: lineModel(4), task: lineTask(4), stream, attend },
    ...{ config: config({ steps }), rng: createRng(1), session: { ...quietSession(), ...session } },
  });
  const weights = leaves(trained.params).map(({ tensor }) => [...tensor.dataSync()]);
  disposeTree({ params: trained.params, state: trained.state, taskState: trained.taskState } as Tree);
  return { seen, weights };
}

describe('train with a stream that acts', () => {
  it('tells it what is learned before each batch, and goes on as if never stopped', async () => {
    const whole = await run(6);
    expect(new Set(whole.seen).size).toBe(6);
    const folder = mkdtempSync(join(tmpdir(), 'attend-'));
    try {
      await run(3, { checkpoints: folder });
      const rest = await run(6, { checkpoints: folder, resume: true });
      expect(rest.seen).toEqual(whole.seen.slice(3));
      expect(rest.weights).toEqual(whole.weights);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([{ prefetch: 1 }, { accumulate: 2 }])('refuses to run ahead of it: %o', async (change) => {
    const { stream, attend } = actingStream();
    const running = train({
      ...{ architecture: lineModel(4), task: lineTask(4), stream, attend },
      ...{ config: config({ steps: 2, ...change }), rng: createRng(1), session: quietSession() },
    });
    await expect(running).rejects.toThrow(ConfigError);
  });
});
