import { createRng } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { Arena } from './arena';
import { cuesAlong } from './cues';
import { egomotion } from './egomotion';
import { createHeadDirectionCells, HeadDirectionCells } from './headDirectionCells';
import {
  encodeOutings,
  encodePaths,
  heldOutStream,
  pathIntegrationStream,
  positionReadout,
  simulatePaths,
  toldCount,
  type PathIntegrationExtras,
} from './pathIntegrationStream';
import { makePaths, seededSource } from './pathSource';
import { createPlaceCells, PlaceCells } from './placeCells';
import { RectangleCues } from './rectangleCues';
import { RewardZone } from './rewardZone';
import { Motion } from './trajectories';

const arena = Arena.parse({});
const motion = Motion.parse({});
const code = createPlaceCells(PlaceCells.parse({ count: 5 }), arena, { rng: createRng(0) });
const plan = { arena, motion, batchSize: 3, timesteps: 9 };
const cues = RectangleCues.parse({ kind: 'rectangles' });
const told = RewardZone.parse({ told: true });

describe('a batch', () => {
  it('has the movement, the start, the target and the position of each path', () => {
    const paths = simulatePaths(plan, createRng(1));
    const batch = encodePaths(paths, { arena, motion, code });
    expect(Object.keys(batch).sort()).toEqual(['position', 'start', 'target', 'velocity']);
    expect([batch.velocity, batch.start, batch.target, batch.position].map(({ shape }) => shape)).toEqual([
      [3, 9, 2],
      [3, 5],
      [3, 9, 5],
      [3, 9, 2],
    ]);
    expect(batch.velocity.values).toEqual(Float32Array.from(paths.velocity));
    expect(batch.position.values).toEqual(Float32Array.from(paths.position));
    expect(batch.target.values).toEqual(code.encode(paths.position).values);
    expect(batch.start).toEqual(code.encode(paths.start));
    expect(encodePaths(paths, { arena, motion, code: positionReadout }).target.values).toEqual(
      batch.position.values,
    );
  });

  it('has headings beside places, where the network is told and asked for them', () => {
    const headings = createHeadDirectionCells(HeadDirectionCells.parse({ count: 2 }), createRng(2));
    const paths = simulatePaths(plan, createRng(1));
    const batch = encodePaths(paths, { arena, motion, code, headings, movement: 'egomotion' });
    expect(batch.velocity.shape).toEqual([3, 9, 3]);
    expect(batch.velocity.values).toEqual(Float32Array.from(egomotion(paths, motion.dt)));
    const [place, heading] = [code.encode(paths.start).values, headings.encode(paths.startHeading).values];
    expect(batch.start.shape).toEqual([3, 7]);
    expect([...batch.start.values.subarray(7, 14)]).toEqual([
      ...place.subarray(5, 10),
      ...heading.subarray(2, 4),
    ]);
    const { headingTarget } = batch as PathIntegrationExtras;
    expect(headingTarget!.shape).toEqual([3, 9, 2]);
    expect(headingTarget!.values).toEqual(headings.encode(paths.heading).values);
  });

  it('has cues in the episodes that have them, and in all of a path that says nothing of it', () => {
    const outings = makePaths({ ...plan, cues }, seededSource(createRng(3)));
    const coded = (encodeOutings(outings, { arena, motion, code, cues }) as PathIntegrationExtras).cues!;
    expect(coded.shape).toEqual([3, 9, 5]);
    expect(coded.values).toEqual(Float32Array.from(cuesAlong(cues, arena, outings)));
    expect(outings.cued!.reduce((sum, flag) => sum + flag, 0)).toBe(2); // ceil(0.5 * 3)
    const all = (encodePaths(outings.paths, { arena, motion, code, cues }) as PathIntegrationExtras).cues!;
    expect(all.values).toEqual(Float32Array.from(cuesAlong(cues, arena, { paths: outings.paths })));
  });

  it('says whether the animal is in the zone only where that is told', () => {
    const outings = makePaths({ ...plan, reward: told }, seededSource(createRng(3)));
    const coded = (encodeOutings(outings, { arena, motion, code, reward: told }) as PathIntegrationExtras)
      .cues!;
    expect(coded.shape).toEqual([3, 9, 1]);
    expect(coded.values).toEqual(Float32Array.from(outings.inZone!));
    expect(coded.values).toContain(1);
    const silent = encodeOutings(outings, { arena, motion, code, reward: { ...told, told: false } });
    expect(silent).not.toHaveProperty('cues');
    const recorded = (
      encodePaths(outings.paths, { arena, motion, code, reward: told }) as PathIntegrationExtras
    ).cues!;
    expect(Math.max(...recorded.values)).toBe(0);
  });

  it('tells as many numbers as there are cues', () => {
    const silent = { ...told, told: false };
    expect([
      toldCount({ code, cues }),
      toldCount({ code, reward: told }),
      toldCount({ code, reward: silent }),
      toldCount({}),
    ]).toEqual([5, 1, 0, 0]);
  });
});

describe('a stream', () => {
  it('gives batch k from the k-th child of its rng alone', async () => {
    const stream = pathIntegrationStream({ ...plan, code, cues }, createRng(4));
    const { batch, next } = await stream.read({ batch: 6 });
    expect(next).toEqual({ batch: 7 });
    const outings = makePaths({ ...plan, cues }, seededSource(createRng(4).child(6)));
    expect(batch).toEqual(encodeOutings(outings, { arena, motion, code, cues }));
  });

  it('of held-out paths is the same for everybody, and another in each batch', async () => {
    const [first, again] = [heldOutStream({ ...plan, code }), heldOutStream({ ...plan, code })];
    expect(await first.read(first.start)).toEqual(await again.read(again.start));
    const [zero, one] = [(await first.read({ batch: 0 })).batch, (await first.read({ batch: 1 })).batch];
    expect(zero.position.values).not.toEqual(one.position.values);
  });
});
