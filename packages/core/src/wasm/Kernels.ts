import { setFlagsFromString } from 'node:v8';
import { fusedBinary, plainBinary } from './binary.generated';
import type { WasmBackend } from './WasmBackend';
import { webAssembly } from './webAssembly';

type Address = number;

/** The functions of `assembly/`, which work in place on the memory of tfjs's `wasm` backend. */
type Exports = {
  gemm(
    ...args: [
      ...size: [rows: number, columns: number, depth: number],
      ...a: [Address, rowStride: number, columnStride: number],
      ...b: [Address, rowStride: number, columnStride: number],
      ...c: [Address, rowStride: number, accumulate: boolean],
      scratch: Address,
    ]
  ): void;
  gemmScratch(columns: number, depth: number): number;
  setConvolution(...shape: number[]): void;
  convolutionScratch(): number;
  convolve(x: Address, filter: Address, y: Address, scratch: Address): void;
  filterGradient(x: Address, dy: Address, dFilter: Address, scratch: Address): void;
  imageGradient(dy: Address, filter: Address, dx: Address, scratch: Address): void;
  depthwiseConvolve(x: Address, filter: Address, y: Address, ...shape: number[]): void;
  depthwiseFilterGradient(x: Address, dy: Address, dFilter: Address, ...shape: number[]): void;
  depthwiseImageGradient(dy: Address, filter: Address, dx: Address, ...shape: number[]): void;
  maxPoolGradient(x: Address, dy: Address, dx: Address, ...shape: number[]): void;
  reluGradient(x: Address, dy: Address, dx: Address, count: number): void;
  segmentSum(x: Address, segments: Address, sums: Address, rows: number, width: number, count: number): void;
  gatherRuns(from: Address, to: Address, count: number, stride: number, bytes: number): void;
  sumRows(x: Address, sums: Address, rows: number, width: number): void;
};

export type Kernels = Exports & {
  /** Whether products are fused multiply-adds (relaxed SIMD): faster, and other last bits. */
  readonly fused: boolean;
  /** The address of at least so many floats that last until the next call. */
  scratch(floats: number): Address;
};

/**
 * Instantiates our kernels over the memory of tfjs's module.
 *
 * Products are fused multiply-adds where the engine has relaxed SIMD. Node 20 has it behind a flag, which
 * is raised here: later versions have it without. `GOAL_DRIVEN_WASM_FMA=0` keeps to plain SIMD, whose bits
 * are the same on every machine.
 */
export function createKernels(backend: WasmBackend): Kernels {
  const fused = fusedMultiplyAdd();
  const module = new webAssembly.Module(bytesOf(fused ? fusedBinary : plainBinary));
  const memory = backend.wasm.asm.memory;
  const { exports } = new webAssembly.Instance(module, { env: { memory } });
  let held = { address: 0, floats: 0 };
  const scratch = (floats: number): Address => {
    if (floats > held.floats) {
      if (held.address !== 0) backend.wasm._free(held.address);
      held = { address: backend.wasm._malloc(floats * 4) >>> 0, floats };
    }
    return held.address;
  };
  return { ...(exports as unknown as Exports), fused, scratch };
}

/** Whether products are, or would be, fused multiply-adds: see `createKernels`. */
export function fusedMultiplyAdd(): boolean {
  if (process.env['GOAL_DRIVEN_WASM_FMA'] === '0') return false;
  const binary = bytesOf(fusedBinary);
  if (webAssembly.validate(binary)) return true;
  if (process.versions.node.split('.')[0] !== '20') return false;
  setFlagsFromString('--experimental-wasm-relaxed-simd');
  return webAssembly.validate(binary);
}

// No Buffer: these kernels run in browsers too.
const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
