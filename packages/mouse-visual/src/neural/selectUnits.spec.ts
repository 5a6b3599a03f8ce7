import { DataError, ShapeError } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import golden from '../../goldens/mouseRecordings.json';
import { parkMiller, recordingsWith, unitOf } from './_mice.fixture';
import { storedAreas } from './mouseAreas';
import { mouseResponses } from './mouseResponses';
import { responsesIn } from './responsesIn';
import { publishedSelections, selectionCounts, selectUnits, UnitSelection } from './selectUnits';

const selection = (fields: object = {}) => UnitSelection.parse(fields);

describe('selectUnits', () => {
  // One area, two animals; each column is a unit's reliability in four bins.
  const units = [
    unitOf(1, 30),
    unitOf(2, 30, { runningP: 0.05 }),
    unitOf(3, 30, { runningP: 0.06 }),
    unitOf(4, 12),
    unitOf(5, 12),
    unitOf(6, 12, { imageSelectivity: 0.5 }),
  ];
  const recordings = recordingsWith(units, [
    [0.4, 0.9, 0.1, 0.2, NaN, 0.1],
    [0.5, 0.9, 0.2, 0.6, 0.45, 0.1],
    [0.2, 0.9, 0.6, 0.7, NaN, 0.5],
    [0.1, 0.9, 0.3, 0.1, 0.2, 0.1],
  ]);

  it('keeps reliable units that do not run, each animal over its own window, animals by specimen', () => {
    const { animals, stages } = selectUnits(recordings, selection({ unitPercentile: null }));
    // Animal 12: units 3 (best bin 0.7) and 5 (0.5); medians .15 .35 .6 .1. Animal 30: 0 and 2; .25 .35 .4 .2.
    expect(animals).toEqual([
      { area: 'VISp', specimen: 12, units: Int32Array.of(3, 5), window: { start: 1, end: 3 } },
      { area: 'VISp', specimen: 30, units: Int32Array.of(0, 2), window: { start: 1, end: 3 } },
    ]);
    expect(stages.VISp).toMatchObject({
      recorded: { units: 6, specimens: 2 },
      passing: { units: 4, specimens: 2 },
      kept: { units: 4, specimens: 2 },
    });
  });

  it('leaves out animals whose median unit is never reliable, or with fewer units than most', () => {
    const strict = selectUnits(recordings, selection({ windowReliability: 0.5 }));
    expect(strict.animals.map(({ specimen, window }) => [specimen, window])).toEqual([
      [12, { start: 2, end: 3 }],
    ]);
    expect(strict.stages.VISp!.reliable).toEqual({ units: 2, specimens: 1 });
    // Counts 2 and 3: the 75th percentile is 2.75, rounded up 3.
    const more = selectUnits(recordings, selection({ runningP: null }));
    expect(more.animals.map(({ specimen }) => specimen)).toEqual([30]);
    expect(more.stages.VISp!.kept).toEqual({ units: 3, specimens: 1 });
    // Equal counts pass together.
    expect(selectUnits(recordings, selection()).animals).toHaveLength(2);
  });

  it('asks for image selectivity where told to, and takes all bins without a window', () => {
    const { animals } = selectUnits(
      recordings,
      selection({ imageSelectivity: 0.5, windowReliability: null }),
    );
    expect(animals).toEqual([
      { area: 'VISp', specimen: 12, units: Int32Array.of(5), window: { start: 0, end: 4 } },
    ]);
    expect(selectUnits(recordings, selection({ unitReliability: 0.95 })).animals).toEqual([]);
  });

  it('agrees with a selection written in NumPy: the counts of Table 1 on synthetic data (goldens/mouseRecordings.py)', () => {
    const [count, bins] = [240, 8];
    const draws = parkMiller(9, [4, count]).values;
    const noise = parkMiller(10, [bins, count]).values;
    const traces = Array.from({ length: bins }, (_, bin) =>
      Array.from({ length: count }, (_, unit) =>
        bin === 3 && unit === 7
          ? NaN
          : Math.sin((Math.PI * (bin + 1)) / (bins + 1)) * draws[unit]! + 0.1 * noise[bin * count + unit]!,
      ),
    );
    const all = Array.from({ length: count }, (_, id) =>
      unitOf(id, 700 + Math.floor(5 * draws[2 * count + id]! ** 1.5), {
        area: storedAreas[Math.floor(3 * draws[count + id]!)]!,
        runningP: id % 9 === 0 ? NaN : draws[3 * count + id]!,
      }),
    );
    const { unit, window, share } = golden.selection.options;
    const made = selectUnits(
      recordingsWith(all, traces),
      selection({ unitReliability: unit, windowReliability: window, unitPercentile: share }),
    );
    const expected = Object.entries(golden.selection.kept).map(([code, animals]) => ({
      area: storedAreas[Number(code)]!,
      animals: animals as unknown as [number, number[], [number, number]][],
    }));
    for (const { area, animals } of expected) {
      const own = made.animals.filter((animal) => animal.area === area);
      expect(
        own.map(({ specimen, units: kept, window: { start, end } }) => [specimen, [...kept], [start, end]]),
      ).toEqual(animals);
      expect(selectionCounts(made).areas[area]).toEqual({
        units: animals.reduce((sum, [, kept]) => sum + kept.length, 0),
        specimens: animals.length,
      });
    }
    expect(selectionCounts(made).total.specimens).toBe(expected.flatMap(({ animals }) => animals).length);
  });

  it('reads calcium without windows, and refuses recordings without reliability', () => {
    expect(selection(publishedSelections.calcium)).toMatchObject({
      unitReliability: 0.3,
      windowReliability: null,
    });
    expect(selection(publishedSelections.neuropixels)).toMatchObject({
      unitReliability: 0.5,
      runningP: 0.05,
    });
    const without = { ...recordings, reliability: undefined };
    expect(() => selectUnits(without, selection())).toThrow(DataError);
    expect(() => selectUnits(without, selection())).toThrow(
      'fixture must have the reliability of its units, got none',
    );
  });

  it('gives responses averaged over the window of each animal, or one for all', () => {
    const { animals } = selectUnits(recordings, selection({ unitPercentile: null }));
    const [area, ...others] = mouseResponses(recordings, animals);
    expect([area!.area, others.length]).toEqual(['VISp', 0]);
    const [first] = area!.animals;
    expect(first!.units.map(({ id }) => id)).toEqual([4, 6]);
    const { values } = recordings.responses;
    // Trial 1, image 2, unit 5 of 6, bins 1 and 2 of 4.
    const at = (bin: number) => values[((1 * 3 + 2) * 4 + bin) * 6 + 5]!;
    expect(first!.responses.shape).toEqual([2, 3, 2]);
    expect(first!.responses.values[(1 * 3 + 2) * 2 + 1]).toBe((at(1) + at(2)) / 2);
    const [one] = mouseResponses(recordings, animals, { start: 3, end: 4 });
    expect(one!.animals[0]!.responses.values[11]).toBe(at(3));
    expect(() => mouseResponses(recordings, [])).toThrow('fixture must have animals left, got none');
    expect(() => responsesIn(recordings, [0], { start: 2, end: 5 })).toThrow(ShapeError);
  });
});
