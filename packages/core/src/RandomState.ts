import { ConfigError } from './errors';

const WORDS = 624;
const SHIFT = 397;

/**
 * NumPy's legacy generator, `numpy.random.RandomState(seed)`: MT19937, number for number. Published
 * train/test splits, split halves and simulated paths are defined by it; anything new takes an `Rng`.
 *
 * Methods bear NumPy's names, with the count as last argument, and consume the stream in NumPy's order.
 * Integers, uniform numbers and permutations are NumPy's bit for bit. Normal and Rayleigh numbers pass
 * through a logarithm, whose last bit is the C library's there and the JavaScript engine's here.
 *
 * @source Matsumoto & Nishimura 1998, ACM TOMACS 8(1), doi:10.1145/272991.272995; stream compatibility
 *   guaranteed by NumPy's NEP 19
 */
export class RandomState {
  readonly #state = new Uint32Array(WORDS);
  #position = WORDS;
  #spareGaussian: number | undefined;

  /**
   * @param seed integer, 0 .. 2^32 - 1
   * @throws ConfigError for any other number
   */
  constructor(seed: number) {
    this.seed(seed);
  }

  /** Starts anew, as if just made with this seed; the spare Gaussian is forgotten. */
  seed(seed: number): void {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
      throw new ConfigError(`RandomState: seed must be an integer in 0 .. 4294967295, got ${seed}`);
    }
    const state = this.#state;
    state[0] = seed;
    for (let index = 1; index < WORDS; index++) {
      const previous = state[index - 1]!;
      state[index] = Math.imul(1812433253, previous ^ (previous >>> 30)) + index;
    }
    this.#position = WORDS;
    this.#spareGaussian = undefined;
  }

  /** The next 32 bits of the generator. */
  uint32(): number {
    if (this.#position === WORDS) {
      twist(this.#state);
      this.#position = 0;
    }
    let word = this.#state[this.#position++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  /** `count` numbers, uniform on [0, 1), 53 bits each. */
  rand(count: number): Float64Array {
    return fill('rand', count, () => this.#double());
  }

  /** `count` numbers, uniform on [low, high). */
  uniform(low: number, high: number, count: number): Float64Array {
    return fill('uniform', count, () => low + (high - low) * this.#double());
  }

  /** `count` standard normal numbers. */
  randn(count: number): Float64Array {
    return fill('randn', count, () => this.#gaussian());
  }

  /** `count` normal numbers. */
  normal(mean: number, sd: number, count: number): Float64Array {
    return fill('normal', count, () => mean + sd * this.#gaussian());
  }

  /** `count` Rayleigh numbers; their mean is `scale * sqrt(pi / 2)`. */
  rayleigh(scale: number, count: number): Float64Array {
    return fill('rayleigh', count, () => scale * Math.sqrt(-2 * Math.log1p(-this.#double())));
  }

  /**
   * `count` integers, uniform on low .. high - 1, as `randint(low, high, count)`.
   *
   * @throws ConfigError unless both are safe integers, low < high, and at most 2^32 apart
   */
  randint(low: number, high: number, count: number): Float64Array {
    const largest = high - 1 - low;
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || largest < 0 || largest > 0xffffffff) {
      throw new ConfigError(
        `RandomState.randint: low < high must be integers at most 2^32 apart, got ${low}, ${high}`,
      );
    }
    return fill('randint', count, () => low + this.#upTo(largest));
  }

  /** A random order of 0 .. count - 1. */
  permutation(count: number): Int32Array {
    checkCount('permutation', count);
    const order = Int32Array.from({ length: count }, (_, index) => index);
    this.shuffle(order);
    return order;
  }

  /** Shuffles a list in place. */
  shuffle<T>(list: { [index: number]: T; readonly length: number }): void {
    for (let last = list.length - 1; last > 0; last--) {
      const other = this.#upTo(last);
      const value = list[last]!;
      list[last] = list[other]!;
      list[other] = value;
    }
  }

  #double(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992; // (high * 2^26 + low) / 2^53
  }

  /** Polar Box-Muller; makes two, keeps one for the next request, also across other draws. */
  #gaussian(): number {
    const spare = this.#spareGaussian;
    if (spare !== undefined) {
      this.#spareGaussian = undefined;
      return spare;
    }
    for (;;) {
      const x = 2 * this.#double() - 1;
      const y = 2 * this.#double() - 1;
      const radius = x * x + y * y;
      if (radius > 0 && radius < 1) {
        const factor = Math.sqrt((-2 * Math.log(radius)) / radius);
        this.#spareGaussian = factor * x;
        return factor * y;
      }
    }
  }

  /** Uniform integer in 0 .. largest, by masked rejection; 0 consumes nothing. */
  #upTo(largest: number): number {
    if (largest === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(largest);
    for (;;) {
      const value = (this.uint32() & mask) >>> 0;
      if (value <= largest) return value;
    }
  }
}

function twist(state: Uint32Array): void {
  for (let index = 0; index < WORDS; index++) {
    const bits = (state[index]! & 0x80000000) | (state[(index + 1) % WORDS]! & 0x7fffffff);
    state[index] = state[(index + SHIFT) % WORDS]! ^ (bits >>> 1) ^ (bits & 1 ? 0x9908b0df : 0);
  }
}

function fill(who: string, count: number, draw: () => number): Float64Array {
  checkCount(who, count);
  const values = new Float64Array(count);
  for (let index = 0; index < count; index++) values[index] = draw();
  return values;
}

function checkCount(who: string, count: number): void {
  if (!Number.isInteger(count) || count < 0 || count > 0x7fffffff) {
    throw new ConfigError(`RandomState.${who}: count must be an integer in 0 .. 2147483647, got ${count}`);
  }
}
