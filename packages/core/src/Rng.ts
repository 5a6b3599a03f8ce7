import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { ConfigError } from './errors';

/**
 * A source of randomness as a value: drawing twice from the same one gives the same numbers, so each
 * use takes its own named child, and a new consumer shifts nobody else's stream.
 *
 * Children are derived by a 128-bit hash of the path of names from the seed, so thousands do not collide.
 */
export type Rng = {
  /** The path of names from the seed, such as `7/train/batch/12`. It identifies the stream. */
  readonly path: string;
  /** The source under a name; `child(3)` and `child('3')` are the same one. Names must be well-formed text. */
  child(name: string | number): Rng;
  /** A generator that moves on with every draw; two of them from one rng give the same numbers. */
  stream(): RandomStream;
  /** `count` numbers, uniform on [0, 1). */
  uniform(count: number): Float64Array;
  /** `count` standard normal numbers. */
  normal(count: number): Float64Array;
  /** A random order of 0 .. count - 1. */
  permutation(count: number): Int32Array;
};

/** Draws one number after another. */
export type RandomStream = {
  /** Uniform on [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal (polar method). */
  normal(): number;
  /** Uniform integer in 0 .. below - 1. */
  integer(below: number): number;
};

/**
 * The root of all randomness of a run.
 *
 * @param seed a non-negative safe integer
 * @throws ConfigError for any other number
 */
export function createRng(seed: number): Rng {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new ConfigError(`createRng: seed must be a non-negative integer, got ${seed}`);
  }
  return rngAt(String(seed));
}

function rngAt(path: string): Rng {
  const stream = () => createStream(hash128(path));
  return {
    path,
    child: (name) => rngAt(`${path}/${escaped(String(name))}`),
    stream,
    uniform: (count) => filled(count, stream().uniform),
    normal: (count) => normals(count, hash128(path)),
    permutation: (count) => shuffled(count, stream()),
  };
}

function filled(count: number, draw: () => number): Float64Array {
  checkCount(count);
  const values = new Float64Array(count);
  for (let index = 0; index < count; index++) values[index] = draw();
  return values;
}

function checkCount(count: number): void {
  if (!Number.isInteger(count) || count < 0 || count > 0x7fffffff) {
    throw new ConfigError(`Rng: count must be an integer in 0 .. 2147483647, got ${count}`);
  }
}

/** Names with a slash, a percent sign or a lone surrogate must not meet another path. */
function escaped(name: string): string {
  if (/\p{Surrogate}/u.test(name))
    throw new ConfigError(`Rng.child: name must be well-formed text, got ${JSON.stringify(name)}`);
  return name.replaceAll('%', '%25').replaceAll('/', '%2F');
}

type Generator = ReturnType<typeof xoroshiro128plusFromState>;

function createStream(state: readonly number[]): RandomStream {
  const generator = xoroshiro128plusFromState(state);
  const pair = new Float64Array(2);
  let spare: number | undefined;
  const uniform = () => uniformFloat64(generator);
  return {
    uniform,
    integer: (below) => {
      if (!Number.isSafeInteger(below) || below < 1) {
        throw new ConfigError(`RandomStream.integer: below must be a positive integer, got ${below}`);
      }
      return uniformInt(generator, 0, below - 1);
    },
    normal: () => {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      drawPair(generator, pair, 0);
      spare = pair[1]!;
      return pair[0]!;
    },
  };
}

/** The numbers that `stream().normal` gives one by one, in half of the time. */
function normals(count: number, state: readonly number[]): Float64Array {
  checkCount(count);
  const generator = xoroshiro128plusFromState(state);
  const values = new Float64Array(count + (count % 2));
  for (let index = 0; index < count; index += 2) drawPair(generator, values, index);
  return values.length === count ? values : values.slice(0, count);
}

/** Two standard normal numbers by the polar method. */
function drawPair(generator: Generator, into: Float64Array, at: number): void {
  for (;;) {
    const x = 2 * uniformFloat64(generator) - 1;
    const y = 2 * uniformFloat64(generator) - 1;
    const radius = x * x + y * y;
    if (radius > 0 && radius < 1) {
      const scale = Math.sqrt((-2 * Math.log(radius)) / radius);
      into[at] = y * scale;
      into[at + 1] = x * scale;
      return;
    }
  }
}

function shuffled(count: number, stream: RandomStream): Int32Array {
  checkCount(count);
  const order = Int32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = stream.integer(last + 1);
    const value = order[last]!;
    order[last] = order[other]!;
    order[other] = value;
  }
  return order;
}

const MASK_64 = (1n << 64n) - 1n;
const MASK_128 = (1n << 128n) - 1n;
const FNV_OFFSET = 0x6c62272e07bb014262b821756295c58dn;
const FNV_PRIME = (1n << 88n) + 0x13bn;

/** FNV-1a over 128 bits, each half then mixed by MurmurHash3's finaliser; four signed 32-bit words. */
function hash128(text: string): readonly number[] {
  let hash = FNV_OFFSET;
  for (const byte of new TextEncoder().encode(text)) hash = ((hash ^ BigInt(byte)) * FNV_PRIME) & MASK_128;
  const high = mix64(hash >> 64n);
  const low = mix64((hash & MASK_64) ^ high);
  return [high >> 32n, high, low >> 32n, low].map((word) => Number(BigInt.asIntN(32, word)) || 1);
}

function mix64(value: bigint): bigint {
  let mixed = value;
  mixed = ((mixed ^ (mixed >> 33n)) * 0xff51afd7ed558ccdn) & MASK_64;
  mixed = ((mixed ^ (mixed >> 33n)) * 0xc4ceb9fe1a85ec53n) & MASK_64;
  return mixed ^ (mixed >> 33n);
}
