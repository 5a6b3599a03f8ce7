/** Draws integers in 0 .. below - 1. */
export type IntegerStream = { integer(below: number): number };

/**
 * xoshiro128** from four words, not all 0: a generator that the compiled kernels have too, so that both draw the same.
 *
 * @source Blackman & Vigna 2021, ACM Transactions on Mathematical Software 47(4)
 */
export function wordStream(words: Uint32Array): IntegerStream {
  const state = words.slice();
  const word = (): number => {
    const [s0, s1, s2, s3] = state as unknown as [number, number, number, number];
    const result = Math.imul(turnedLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    state[2] = s2 ^ s0;
    state[3] = s3 ^ s1;
    state[1] = s1 ^ state[2]!;
    state[0] = s0 ^ state[3]!;
    state[2]! ^= s1 << 9;
    state[3] = turnedLeft(state[3]!, 11);
    return result;
  };
  return {
    integer: (below) => {
      const least = 2 ** 32 % below; // words below it would favour small remainders
      let drawn = word();
      while (drawn < least) drawn = word();
      return drawn % below;
    },
  };
}

const turnedLeft = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));
