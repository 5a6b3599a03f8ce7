/** Cells of the first octave's lattice to a side of the image; a lattice shows up to half as many cycles. */
const LOWEST = 2;

/**
 * Noise whose contrast is about the same in every octave, as it is in photographs of nature (power falls with the
 * square of frequency, here up to about a quarter of the highest that pixels can show): octaves of smoothly
 * interpolated lattices, down to the single pixel.
 *
 * @param seed an integer; more pixels add detail and leave what fewer show
 * @returns [size, size], mean about 0, standard deviation about 1
 */
export function pinkNoise(size: number, seed: number): Float32Array {
  const values = new Float32Array(size * size);
  let frequency = LOWEST;
  let power = 0;
  for (let octave = 0; frequency <= Math.max(LOWEST, size); octave++, frequency *= 2) {
    addOctave(values, size, { frequency, seed: mix(seed + 0x9e3779b9 * octave) });
    power += OCTAVE_POWER;
  }
  const scale = 1 / Math.sqrt(power);
  for (let at = 0; at < values.length; at++) values[at]! *= scale;
  return values;
}

/** Variance of one octave: of uniform numbers on [-1, 1], 1 / 3, times the mean sum of squared weights along each axis. */
const OCTAVE_POWER = (1 / 3) * (26 / 35) ** 2;

function addOctave(
  values: Float32Array,
  size: number,
  { frequency, seed }: { frequency: number; seed: number },
): void {
  const across = frequency + 2;
  const lattice = new Float32Array(across * across);
  for (let at = 0; at < lattice.length; at++) lattice[at] = mix(seed + at) / 2 ** 31 - 1;
  for (let row = 0; row < size; row++) {
    const y = ((row + 0.5) / size) * frequency;
    const top = Math.floor(y);
    const down = smooth(y - top);
    for (let column = 0; column < size; column++) {
      const x = ((column + 0.5) / size) * frequency;
      const left = Math.floor(x);
      const right = smooth(x - left);
      const corner = top * across + left;
      const upper = lattice[corner]! + right * (lattice[corner + 1]! - lattice[corner]!);
      const lower =
        lattice[corner + across]! + right * (lattice[corner + across + 1]! - lattice[corner + across]!);
      values[row * size + column]! += upper + down * (lower - upper);
    }
  }
}

const smooth = (t: number): number => t * t * (3 - 2 * t);

/** A well-mixed number in 0 .. 2^32 - 1 (MurmurHash3's finaliser). */
function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
