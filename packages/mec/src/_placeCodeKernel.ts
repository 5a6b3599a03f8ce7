import { webAssembly, type WasmMemory } from '@goal-driven/core/arrays';
import { plainBinary } from './_placeCode.generated';
import type { PlaceLayout } from './placeActivities';
import type { PlaceCells } from './placeCells';

/** `assembly/encode.ts`; addresses in bytes. */
type Encode = (
  positions: number,
  centres: number,
  scratch: number,
  out: number,
  count: number,
  flags: number,
  narrow: number,
  wide: number,
  periodX: number,
  periodY: number,
) => void;

type Kernel = (config: PlaceCells, layout: PlaceLayout, out: Float32Array | Float64Array) => void;

const PAGE = 65536;
/** Two positions. */
const POSITIONS = 4 * 8;

let known: { readonly kernel: Kernel | undefined } | undefined;

/** The compiled place code, undefined where the engine has no SIMD. The bits are those of the plain loop. */
export function placeCodeKernel(): Kernel | undefined {
  known ??= { kernel: tryToCreate() };
  return known.kernel;
}

function tryToCreate(): Kernel | undefined {
  const { Module, Instance, Memory } = webAssembly;
  try {
    const memory = new Memory({ initial: 1 });
    const module = new Module(Uint8Array.from(atob(plainBinary), (character) => character.charCodeAt(0)));
    const { encode } = new Instance(module, { env: { memory } }).exports as { encode: Encode };
    return (config, layout, out) => encodePairs(encode, memory, { config, layout, out });
  } catch {
    return undefined;
  }
}

type Work = {
  readonly config: PlaceCells;
  readonly layout: PlaceLayout;
  readonly out: Float32Array | Float64Array;
};

/** Two positions at a time; the last of an odd number goes with itself. */
function encodePairs(encode: Encode, memory: WasmMemory, { config, layout, out }: Work): void {
  const { count, sigma, surroundScale, code } = config;
  const { centres, positions, period } = layout;
  const [scratch, codes] = [POSITIONS + 16 * count, POSITIONS + 48 * count];
  const missing = Math.ceil((POSITIONS + 64 * count - memory.buffer.byteLength) / PAGE);
  if (missing > 0) memory.grow(missing);
  const flags =
    (code === 'gaussian' ? 1 : 0) + (surroundScale === 2 ? 2 : 0) + (out instanceof Float64Array ? 4 : 0);
  const shape = [-1 / (2 * sigma * sigma), -1 / (2 * surroundScale * sigma * sigma)] as const;
  const pair = new Float64Array(memory.buffer, 0, 4);
  const result =
    out instanceof Float64Array
      ? new Float64Array(memory.buffer, codes, 2 * count)
      : new Float32Array(memory.buffer, codes, 2 * count);
  new Float64Array(memory.buffer, POSITIONS, 2 * count).set(centres);
  const rows = positions.length / 2;
  for (let row = 0; row < rows; row += 2) {
    const left = Math.min(2, rows - row);
    pair.set(positions.subarray(2 * row, 2 * row + 2));
    pair.set(positions.subarray(2 * (row + left - 1), 2 * (row + left)), 2);
    encode(
      0,
      POSITIONS,
      scratch,
      codes,
      count,
      flags,
      ...shape,
      period?.x ?? Infinity,
      period?.y ?? Infinity,
    );
    out.set(left === 2 ? result : result.subarray(0, count), row * count);
  }
}
