import { ndArray, type Rng } from '@goal-driven/core';
import { z } from 'zod';
import type { Labelled } from '../credit/shiftedTemplates';
import { Cochleagram, cochleagram } from './cochleagram';

const count = (value: number, description: string, unit = '1') =>
  z.int().positive().default(value).meta({ description, unit });

/** Words, speakers and noises that nobody has to record, as cochleagrams. */
export const SpokenWords = z
  .strictObject({
    of: z
      .enum(['all', 'word', 'speaker', 'noise'])
      .default('all')
      .meta({ description: 'What is to be named; all three by a head of each' }),
    words: count(10, 'Words, each a course of three vowels'),
    speakers: count(6, 'Speakers: a pitch, a length of the vocal tract and a tilt each'),
    noises: count(4, 'Backgrounds: a colour and a rate of modulation each'),
    duration: z.number().positive().default(0.4).meta({ description: 'Of a sound', unit: 's' }),
    signalToNoise: z.tuple([z.number(), z.number()]).default([0, 12]).meta({
      description: 'Least and greatest power of the speech over the background',
      unit: 'dB',
    }),
    ear: Cochleagram.prefault({}),
    train: count(2000, 'Sounds to learn from'),
    test: count(500, 'Sounds that are never learned from'),
  })
  .meta({ title: 'Spoken words in noise, made by formula' });
export type SpokenWords = z.output<typeof SpokenWords>;

type Speaker = { readonly pitch: number; readonly tract: number; readonly tilt: number };
type Background = { readonly colour: number; readonly rate: number };
type Word = readonly (readonly [number, number])[] /* [vowels][formant], Hz */;

/**
 * Sounds of one word by one speaker in one background each, all drawn anew and independently, and the classes of what is
 * to be named. Voices are harmonics of a pitch under three formants that glide from vowel to vowel; backgrounds
 * are coloured noise of one pole, modulated at a rate. Examples are cochleagrams, frames of a filter one after another.
 *
 * The published task names words, speakers and noises; how many of each is not known, and these counts are ours.
 *
 * @returns sets with images [sounds, filters * frames] and labels [sounds], or [sounds, 3] of all; `shape` is
 *   [filters, frames, 1]
 */
export function spokenWords(config: SpokenWords, rng: Rng) {
  const draw = <Kind>(name: string, amount: number, one: (unit: () => number) => Kind): Kind[] =>
    Array.from({ length: amount }, (_, index) => one(rng.child(name).child(index).stream().uniform));
  const between = (unit: () => number, low: number, high: number) => low + (high - low) * unit();
  const cast = {
    words: draw('word', config.words, (unit): Word =>
      Array.from({ length: 3 }, () => [between(unit, 250, 850), between(unit, 900, 2500)] as const),
    ),
    speakers: draw('speaker', config.speakers, (unit): Speaker => ({
      pitch: between(unit, 90, 260),
      tract: between(unit, 0.85, 1.2),
      tilt: between(unit, 0.3, 1.2),
    })),
    noises: draw('noise', config.noises, (unit): Background => ({
      colour: between(unit, -0.9, 0.95),
      rate: between(unit, 2, 20),
    })),
  };
  const ear = cochleagram(config.ear);
  const made = (name: string, amount: number) =>
    soundsOf(config, { cast, ear, amount, rng: rng.child(name) });
  const [train, test] = [made('train', config.train), made('test', config.test)];
  return { train: train.set, test: test.set, shape: train.shape, heads: headsOf(config) };
}

/** How many there are of each thing that is to be named, in the order of the labels. */
export function headsOf({ of, words, speakers, noises }: SpokenWords): { readonly [name: string]: number } {
  const every = { word: words, speaker: speakers, noise: noises };
  return of === 'all' ? every : { [of]: every[of] };
}

type Cast = { words: Word[]; speakers: Speaker[]; noises: Background[] };
type Recording = {
  readonly cast: Cast;
  readonly ear: ReturnType<typeof cochleagram>;
  readonly amount: number;
  readonly rng: Rng;
};

function soundsOf(
  config: SpokenWords,
  { cast, ear, amount, rng }: Recording,
): { set: Labelled; shape: [number, number, number] } {
  const { sampleRate } = config.ear;
  const samples = Math.round(config.duration * sampleRate);
  const named = Object.keys(headsOf(config)) as ('word' | 'speaker' | 'noise')[];
  const labels = new Int32Array(amount * named.length);
  const heard = Array.from({ length: amount }, (_, index) => {
    const stream = rng.child(index).stream();
    const chosen = {
      word: stream.integer(config.words),
      speaker: stream.integer(config.speakers),
      noise: stream.integer(config.noises),
    };
    named.forEach((name, head) => (labels[index * named.length + head] = chosen[name]));
    const voice = spoken(cast.words[chosen.word]!, cast.speakers[chosen.speaker]!, { samples, sampleRate });
    const background = noise(cast.noises[chosen.noise]!, { samples, sampleRate, normal: stream.normal });
    const [low, high] = config.signalToNoise;
    const level = 10 ** (-(low + (high - low) * stream.uniform()) / 20);
    return ear(voice.map((value, at) => value + level * background[at]!));
  });
  const [filters, frames] = heard[0]!.shape as [number, number];
  const values = new Float32Array(amount * filters * frames);
  heard.forEach((one, index) => values.set(one.values, index * filters * frames));
  const set = {
    images: ndArray(values, [amount, filters * frames]),
    labels: ndArray(labels, named.length === 1 ? [amount] : [amount, named.length]),
  };
  return { set, shape: [filters, frames, 1] };
}

type Grid = { readonly samples: number; readonly sampleRate: number };
const THIRD_FORMANT = 2900; // Hz
const HIGHEST_HARMONIC = 4000; // Hz
const FORMANT_WIDTH = 120; // Hz

/** A word by a speaker, [samples], of power 1. */
function spoken(word: Word, { pitch, tract, tilt }: Speaker, { samples, sampleRate }: Grid): Float64Array {
  const sound = new Float64Array(samples);
  const glide = word.length - 1;
  for (let harmonic = 1; harmonic * pitch < HIGHEST_HARMONIC; harmonic++) {
    const frequency = harmonic * pitch;
    for (let at = 0; at < samples; at++) {
      const place = (at / samples) * glide;
      const [from, to] = [word[Math.floor(place)]!, word[Math.floor(place) + 1]!];
      const share = place - Math.floor(place);
      const gain =
        resonance(frequency, tract * (from[0] + share * (to[0] - from[0]))) +
        resonance(frequency, tract * (from[1] + share * (to[1] - from[1]))) +
        resonance(frequency, tract * THIRD_FORMANT);
      sound[at]! += harmonic ** -tilt * gain * Math.sin((2 * Math.PI * frequency * at) / sampleRate);
    }
  }
  return ofPowerOne(sound);
}

const resonance = (frequency: number, formant: number): number =>
  1 / (1 + ((frequency - formant) / FORMANT_WIDTH) ** 2);

/** Coloured noise that swells and ebbs, [samples], of power 1. */
function noise(
  { colour, rate }: Background,
  { samples, sampleRate, normal }: Grid & { readonly normal: () => number },
): Float64Array {
  let last = 0;
  return ofPowerOne(
    Float64Array.from({ length: samples }, (_, at) => {
      last = colour * last + normal();
      return last * (1 + 0.8 * Math.sin((2 * Math.PI * rate * at) / sampleRate));
    }),
  );
}

function ofPowerOne(sound: Float64Array): Float64Array {
  const power = sound.reduce((sum, value) => sum + value * value, 0) / sound.length;
  return sound.map((value) => value / Math.sqrt(power));
}
