import { ConfigError, createRng, ShapeError } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { parkMiller } from './_mice.fixture';
import { RandomHierarchy, randomHierarchy } from './randomHierarchy';
import { selectionCounts, selectUnits, UnitSelection } from './selectUnits';
import { SyntheticMice, syntheticMice } from './syntheticMice';
import { temporalHierarchy } from './temporalHierarchy';
import { withReliability } from './withReliability';

const features = { low: parkMiller(1, [40, 6]), high: parkMiller(2, [40, 6]) };
const sources = [
  { area: 'VISp', layer: 'low', latency: 40 },
  { area: 'VISam', layer: 'high', latency: 100 },
];
const config = (fields: object = {}) =>
  SyntheticMice.parse({ sources, specimens: 2, fewestUnits: 3, mostUnits: 6, trials: 20, ...fields });
const mice = (fields: object = {}, seed = 1) => syntheticMice(config(fields), features, createRng(seed));

describe('syntheticMice', () => {
  it('has animals in all areas, with numbers of units in their range, and says that it is synthetic', () => {
    const { header, responses, units, images, times } = mice();
    expect([header.synthetic, header.kind]).toEqual([true, 'neuropixels']);
    expect(responses.shape).toEqual([20, 40, 25, units.length]);
    expect([images.length, times.at(-1)]).toEqual([40, 240]);
    const counts = ['VISp', 'VISam'].flatMap((area) =>
      [0, 1].map(
        (specimen) => units.filter((unit) => unit.area === area && unit.specimen === specimen).length,
      ),
    );
    for (const count of counts) expect([3, 4, 5, 6]).toContain(count);
    expect(units.map(({ id }) => id)).toEqual([...units.keys()]);
  });

  it('without noise, is at rest before the latency, then has the deviation of the gain', () => {
    const quiet = { reliability: 1, explained: 1, silent: 0, bins: 12 };
    const { responses, units } = mice(quiet);
    const count = units.length;
    const over = (bin: number, unit: number) =>
      Array.from(
        { length: 40 },
        (_, image) => responses.values[((7 * 40 + image) * 12 + bin) * count + unit]!,
      );
    const deviation = (values: number[]) =>
      Math.sqrt(values.reduce((sum, value) => sum + (value - 5) ** 2, 0) / 40);
    expect(over(3, 0)).toEqual(Array(40).fill(5)); // 30 to 40 ms
    // Rise of 50 ms from 40: the bin around 65 ms has half of the amplitude, that around 95 has exp(-5 / 200).
    expect(deviation(over(6, 0))).toBeCloseTo(1, 5);
    expect(deviation(over(9, 0))).toBeCloseTo(2 * Math.exp(-5 / 200), 5);
    expect(deviation(over(9, count - 1))).toBe(0); // the other area comes later
    const first = responses.values.slice(0, responses.values.length / 20);
    expect(responses.values.slice(-first.length)).toEqual(first); // trials do not differ
  });

  it('has the reliability that was asked for, in units that are not silent, and the shares', () => {
    const many = { fewestUnits: 60, mostUnits: 60, sources: sources.slice(0, 1), bins: 1, binWidth: 180 };
    const recordings = mice({ ...many, reliability: 0.8, silent: 0.25, running: 0.3 }, 3);
    const { mean } = withReliability(recordings, { halves: 20 }).reliability!;
    const heard = mean.values.filter((value) => value > 0.5);
    expect(Math.abs(heard.length / 120 - 0.75)).toBeLessThan(0.1); // 0.75 +- 2.5 standard errors of 120 units
    // The bin is centred on the end of the rise, 50 ms after the latency.
    expect(Math.abs(heard.reduce((sum, value) => sum + value, 0) / heard.length - 0.8)).toBeLessThan(0.02);
    const moved = recordings.units.filter(({ runningP }) => runningP < 0.05).length / 120;
    expect(Math.abs(moved - 0.3)).toBeLessThan(0.105);
  });

  it('can be selected from: silent units and those that run are gone', () => {
    const recordings = withReliability(mice({ fewestUnits: 10, mostUnits: 14, silent: 0.3, bins: 20 }), {
      halves: 5,
    });
    const { stages, animals } = selectUnits(recordings, UnitSelection.parse({ unitPercentile: null }));
    expect(stages.VISp!.passing.units).toBeLessThan(0.9 * stages.VISp!.recorded.units);
    expect(selectionCounts({ animals }).total.specimens).toBe(4);
    for (const { units } of animals)
      for (const unit of units) expect(recordings.units[unit]!.runningP).toBeGreaterThan(0.05);
    const [v1, am] = [animals[0]!, animals.at(-1)!];
    expect([v1.window.start, am.window.start].map((bin) => recordings.times[bin]! >= 40)).toEqual([
      true,
      true,
    ]);
    expect(am.window.start).toBeGreaterThan(v1.window.start);
  });

  it('comes on in the order of its latencies, to the bin', () => {
    const recordings = withReliability(mice({ reliability: 0.95 }), { halves: 10 });
    const [v1, am] = temporalHierarchy(recordings);
    expect(am!.onset - v1!.onset).toBe(60);
    expect(v1!.onset).toBeGreaterThanOrEqual(40);
    expect(v1!.relative.at(-1)!).toBeLessThan(1);
  });

  it('is the same from the same seed, and an area the same whatever the others are', () => {
    expect(mice({ bins: 2 }, 5)).toEqual(mice({ bins: 2 }, 5));
    const both = mice({ bins: 1, binWidth: 250 }, 5);
    const one = mice({ sources: sources.slice(1), bins: 1, binWidth: 250 }, 5);
    const last = both.units.length - one.units.length;
    const own = both.responses.values.filter((_, at) => at % both.units.length >= last);
    expect(own).toEqual(one.responses.values);
    expect(mice({ bins: 2 }, 6).responses.values[0]).not.toBe(mice({ bins: 2 }, 5).responses.values[0]);
  });

  it('refuses what it cannot read', () => {
    expect(() => mice({ sources: [{ area: 'VISp', layer: 'top' }] })).toThrow(ConfigError);
    expect(() => mice({ sources: [{ area: 'VISp', layer: 'top' }] })).toThrow(
      'VISp must be among low, high, got top',
    );
    expect(() => mice({ sources: [sources[0], sources[0]] })).toThrow('each area once, got VISp twice');
    expect(() => mice({ fewestUnits: 9 })).toThrow('mostUnits must be at least fewestUnits, 9, got 6');
    const odd = { ...features, high: parkMiller(1, [41, 6]) };
    expect(() => syntheticMice(config(), odd, createRng(1))).toThrow(ShapeError);
  });
});

describe('randomHierarchy', () => {
  const made = randomHierarchy(RandomHierarchy.parse({ images: 30, layers: 3, units: 20 }), createRng(1));

  it('has the defaults of syntheticMice among its layers', () => {
    expect(Object.keys(made)).toEqual(['layer1', 'layer2', 'layer3']);
    const names = Object.keys(randomHierarchy(RandomHierarchy.parse({ units: 2 }), createRng(1)));
    for (const { layer } of SyntheticMice.parse({}).sources) expect(names).toContain(layer);
  });

  it('is the hyperbolic tangent of drives with mean 0 and the deviation of the gain', () => {
    for (const { values, shape } of Object.values(made)) {
      expect(shape).toEqual([30, 20]);
      const drives = Array.from({ length: 30 }, (_, image) => Math.atanh(values[image * 20 + 7]!));
      expect(drives.reduce((sum, value) => sum + value, 0) / 30).toBeCloseTo(0, 9);
      expect(drives.reduce((sum, value) => sum + value ** 2, 0) / 30).toBeCloseTo(4, 9);
    }
  });
});
