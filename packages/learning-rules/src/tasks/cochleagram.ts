import { ConfigError, ndArray, ShapeError, type NdArray } from '@goal-driven/core';
import FFT from 'fft.js';
import { z } from 'zod';

export const Cochleagram = z
  .strictObject({
    sampleRate: z.number().positive().default(20_000).meta({ description: 'Of the sound', unit: 'Hz' }),
    envelopeRate: z.number().positive().default(200).meta({
      description: 'Of the envelopes; divides the rate of the sound',
      unit: 'Hz',
    }),
    lowest: z.number().min(0).default(20).meta({ description: 'Low end of the filters', unit: 'Hz' }),
    highest: z.number().positive().default(8000).meta({ description: 'High end', unit: 'Hz' }),
    filters: z.int().positive().max(1000).default(50).meta({
      description: 'Filters that tile the range once, n',
      unit: '1',
    }),
    sampleFactor: z.int().positive().max(16).default(4).meta({
      description: 'How many times they tile it, s: there are s (n + 1) - 1 filters',
      unit: '1',
    }),
    compression: z.number().positive().default(0.3).meta({ description: 'Exponent of envelopes', unit: '1' }),
  })
  .meta({ title: 'Cochleagram', source: 'McDermott and Simoncelli 2011; settings of Nayebi et al. 2020' });
export type Cochleagram = z.output<typeof Cochleagram>;

/** Frequency in units of equivalent rectangular bandwidths. @source Glasberg and Moore 1990 */
export const bandwidthsAt = (hertz: number): number => 9.265 * Math.log1p(hertz / (24.7 * 9.265));

/** The inverse of `bandwidthsAt`, Hz. */
export const hertzAt = (bandwidths: number): number => 24.7 * 9.265 * Math.expm1(bandwidths / 9.265);

/** How many filters there are. */
export const filterCount = ({ filters, sampleFactor }: Cochleagram): number =>
  sampleFactor * (filters + 1) - 1;

/**
 * Gains of the filters at a frequency: half cosines on the scale of bandwidths whose squares sum to 1 between the
 * second centre and the last but one, whatever the sample factor.
 *
 * @returns [filters], the lowest first
 */
export function filterGains(config: Cochleagram, hertz: number): Float64Array {
  const [low, high] = [bandwidthsAt(config.lowest), bandwidthsAt(config.highest)];
  const count = filterCount(config);
  const step = (high - low) / (count + 1);
  const halfWidth = config.sampleFactor * step;
  const at = bandwidthsAt(hertz);
  return Float64Array.from({ length: count }, (_, index) => {
    const away = Math.abs(at - (low + (index + 1) * step)) / halfWidth;
    return away < 1 ? Math.cos((away * Math.PI) / 2) / Math.sqrt(config.sampleFactor) : 0;
  });
}

/**
 * Sound as the ear hands it on: for each filter the envelope (the length of the analytic signal), averaged over the
 * samples of a frame, to the power of `compression`.
 *
 * @returns a function from a sound [samples] to [filters, frames]; frames of which samples are missing are left out
 * @throws ConfigError for rates or ends of the range that do not fit; ShapeError, later, for a sound without a frame
 * @source McDermott and Simoncelli 2011, Neuron 71; settings after Nayebi et al. 2020
 * @differs envelopes are averaged over the frame where the toolbox resamples them by a longer window, which may ring
 *   below 0 and is clipped; no filters below and above the range
 */
export function cochleagram(config: Cochleagram): (sound: ArrayLike<number>) => NdArray {
  const { sampleRate, envelopeRate, lowest, highest, compression } = config;
  const hop = sampleRate / envelopeRate;
  if (!Number.isInteger(hop) || lowest >= highest || highest > sampleRate / 2)
    throw new ConfigError(
      `cochleagram: envelopeRate must divide sampleRate, and lowest < highest <= sampleRate / 2, ` +
        `got ${envelopeRate}, ${sampleRate} and ${lowest} .. ${highest}`,
    );
  const count = filterCount(config);
  const known = new Map<number, Float64Array>();
  const gainsOf = (size: number): Float64Array => {
    const gains = known.get(size) ?? gainTable(config, size);
    known.set(size, gains);
    return gains;
  };
  return (sound) => {
    const frames = Math.floor(sound.length / hop);
    if (frames < 1) throw new ShapeError(`cochleagram: sound must have ${hop} samples, got ${sound.length}`);
    const size = Math.max(2, 2 ** Math.ceil(Math.log2(sound.length)));
    const fft = new FFT(size);
    const spectrum = fft.createComplexArray() as number[];
    fft.transform(spectrum, padded(sound, size));
    const gains = gainsOf(size);
    const values = new Float64Array(count * frames);
    const [band, analytic] = [fft.createComplexArray() as number[], fft.createComplexArray() as number[]];
    for (let filter = 0; filter < count; filter++) {
      band.fill(0);
      for (let bin = 1; bin <= size / 2; bin++) {
        // Positive frequencies count twice and negative ones not at all, which makes the signal analytic.
        const gain = gains[filter * (size / 2 + 1) + bin]! * (bin < size / 2 ? 2 : 1);
        band[2 * bin] = gain * spectrum[2 * bin]!;
        band[2 * bin + 1] = gain * spectrum[2 * bin + 1]!;
      }
      fft.inverseTransform(analytic, band);
      for (let frame = 0; frame < frames; frame++) {
        let sum = 0;
        for (let at = frame * hop; at < (frame + 1) * hop; at++)
          sum += Math.hypot(analytic[2 * at]!, analytic[2 * at + 1]!);
        values[filter * frames + frame] = (sum / hop) ** compression;
      }
    }
    return ndArray(values, [count, frames]);
  };
}

/** A real sound as complex numbers, with zeros after its end. */
function padded(sound: ArrayLike<number>, size: number): number[] {
  const complex = new Array<number>(2 * size).fill(0);
  for (let at = 0; at < sound.length; at++) complex[2 * at] = sound[at]!;
  return complex;
}

/** Gains [filters, size / 2 + 1] at the frequencies of a transform. */
function gainTable(config: Cochleagram, size: number): Float64Array {
  const [count, bins] = [filterCount(config), size / 2 + 1];
  const table = new Float64Array(count * bins);
  for (let bin = 0; bin < bins; bin++)
    filterGains(config, (bin * config.sampleRate) / size).forEach((gain, filter) => {
      table[filter * bins + bin] = gain;
    });
  return table;
}
