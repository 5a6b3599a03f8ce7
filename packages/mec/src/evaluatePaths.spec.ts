import { ndArray, tf, useBackend, type Architecture } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { evaluatePaths, type Network } from './evaluatePaths';
import type { PathIntegrationBatch } from './pathIntegrationStream';
import { positionReadout } from './pathIntegrationStream';
import type { PathIntegrationInput } from './pathIntegrationTask';

await useBackend('cpu');

const array = (values: number[], shape: number[]) => ndArray(Float32Array.from(values), shape);

/** Says the start plus all movement so far, along x twice; a network with a fault that is easy to follow. */
const network: Network = {
  architecture: {
    name: 'sums',
    config: {},
    units: { g: 2, dc: 2 },
    init: () => ({ params: {}, state: {} }),
    apply: (_params, state, { velocity, start }: PathIntegrationInput) =>
      tf.tidy(() => {
        const moves = tf.mul(tf.slice(velocity, 0, [-1, -1, 2]), tf.tensor1d([2, 1]));
        const output = tf.add(tf.expandDims(tf.slice(start, 0, [-1, 2]), 1), tf.cumsum(moves, 1));
        return { output, layers: { g: tf.mul(output, 10) }, state };
      }),
  } as Architecture<PathIntegrationInput>,
  params: {},
  state: {},
};

const batch: PathIntegrationBatch = {
  velocity: array([1, 0, 1, 0, 0, 3, 0, 4], [2, 2, 2]),
  start: array([0, 0, 5, 5], [2, 2]),
  target: array([1, 0, 2, 0, 5, 8, 5, 12], [2, 2, 2]),
  position: array([1, 0, 2, 0, 5, 8, 5, 12], [2, 2, 2]),
};

async function* twice() {
  yield batch;
  yield batch;
}

describe('an evaluation', () => {
  it('averages errors over all positions, with motion and without', async () => {
    const report = await evaluatePaths(network, twice(), {
      readout: positionReadout,
      loss: 'position',
      layer: 'g',
    });
    expect(report.samples).toBe(8);
    expect(report.decodingError).toBeCloseTo((1 + 2 + 0 + 0) / 4, 6);
    expect(report.noMotionError).toBeCloseTo((1 + 2 + 3 + 7) / 4, 6);
    expect(report.stayError).toBeCloseTo((1 + 2 + 3 + 7) / 4, 6);
    expect(report.decoderFloor).toBe(0);
    expect(report.loss).toBeCloseTo((1 + 4) / 8, 6);
    expect([report.lossFloor, report.lossUniform]).toEqual([0, NaN]);
    expect(report.errorOverTime).toEqual([expect.closeTo(0.5, 6), expect.closeTo(1, 6)]);
    expect(report.noMotionOverTime).toEqual([expect.closeTo(2, 6), expect.closeTo(4.5, 6)]);
  });

  it('shows each batch with its decoded positions and activity, and leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    const seen: number[][] = [];
    const visit = ({
      decoded,
      activity,
    }: {
      decoded: Float64Array;
      activity: { shape: readonly number[]; values: Float32Array };
    }) => seen.push([...decoded, ...activity.shape, activity.values[0]!]);
    await evaluatePaths(network, twice(), { readout: positionReadout, loss: 'position', layer: 'g', visit });
    expect(seen).toHaveLength(2);
    expect(seen[0]).toEqual([2, 0, 4, 0, 5, 8, 5, 12, 4, 2, 20]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('goes the shortest way where the readout closes, and leaves out the heading code of the start', async () => {
    const around = { ...positionReadout, period: { x: 2, y: Infinity } };
    const withHeading = { ...batch, start: array([0, 0, 9, 5, 5, 9], [2, 3]) };
    const batches = (async function* () {
      yield withHeading;
    })();
    const report = await evaluatePaths(network, batches, { readout: around, loss: 'position', layer: 'g' });
    expect(report.decodingError).toBeCloseTo((1 + 0) / 4, 6); // two laps ahead by 2 m is none
    expect(report.stayError).toBeCloseTo((1 + 0 + 3 + 7) / 4, 6);
  });

  it('keeps turns and takes speed away where movement is speed and turn', async () => {
    const turning = { ...batch, velocity: array([1, 7, 0, 1, 7, 0, 0, 3, 0, 0, 4, 0], [2, 2, 3]) };
    const batches = (async function* () {
      yield turning;
    })();
    const report = await evaluatePaths(network, batches, {
      readout: positionReadout,
      loss: 'position',
      layer: 'g',
    });
    // y gets 7 and 14 of the turns also without speed
    expect(report.noMotionOverTime[0]).toBeCloseTo((Math.hypot(1, 7) + 0) / 2, 5);
    expect(report.noMotionOverTime[1]).toBeCloseTo((Math.hypot(2, 14) + 0) / 2, 5);
  });
});
