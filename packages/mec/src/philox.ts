/** Four unsigned 32-bit words. */
type Words4 = readonly [number, number, number, number];

const ROUNDS = 10;
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const KEY_STEP_0 = 0x9e3779b9; // golden ratio
const KEY_STEP_1 = 0xbb67ae85; // sqrt(3) - 1

/**
 * Philox4x32-10: a bijection of 128-bit counters under a 64-bit key, used as a random number generator
 * that needs no state.
 *
 * @source Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"
 */
export function philox4x32(counter: Words4, key: readonly [number, number]): Words4 {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const [high0, low0] = multiply(MULTIPLIER_0, c0);
    const [high1, low1] = multiply(MULTIPLIER_1, c2);
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
    k0 = (k0 + KEY_STEP_0) >>> 0;
    k1 = (k1 + KEY_STEP_1) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** High and low word of a product of two unsigned words. */
function multiply(a: number, b: number): readonly [number, number] {
  const product = BigInt(a) * BigInt(b);
  return [Number(product >> 32n), Number(product & 0xffffffffn)];
}

/**
 * `count` doubles in [0, 1) as TensorFlow's `random.uniform` makes them for an operation seed under
 * global seed 0: 52-bit mantissas placed in [1, 2), two per block.
 *
 * @returns [count]
 */
export function philoxUniform(operationSeed: number, count: number): Float64Array {
  const values = new Float64Array(count);
  for (let index = 0; index < count; index += 2) {
    const words = philox4x32([index / 2, 0, operationSeed, 0], [0, 0]);
    values[index] = mantissa(words[0], words[1]);
    if (index + 1 < count) values[index + 1] = mantissa(words[2], words[3]);
  }
  return values;
}

/** 20 high bits of a mantissa from one word, 32 low bits from the next. */
const mantissa = (high: number, low: number): number => ((high & 0xfffff) * 2 ** 32 + low) * 2 ** -52;
