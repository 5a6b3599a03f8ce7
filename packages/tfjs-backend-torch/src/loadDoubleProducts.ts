import type { NativeOperation } from './Addon';
import { defaultThreads } from './defaultThreads';
import { EngineError } from './EngineError';
import { loadAddon } from './loadAddon';

/**
 * Where a table of doubles lies: rows `stride` apart in `values`, from its beginning on; where it is `transposed`, its
 * columns lie so.
 */
export type DoubleTable = {
  readonly values: Float64Array;
  readonly stride: number;
  readonly transposed?: boolean;
};

/** Of a product: [rows, depth] times [depth, columns]; counts of whole numbers, at least 0. */
export type DoubleProductSize = {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /**
   * The column in which row 0 of the product begins; row i begins i further. What lies left of it stays as it was, and
   * is mostly not computed: half of a symmetric product costs little more than half.
   */
  readonly diagonal?: number;
  /** Adds the product to what is there. */
  readonly accumulate?: boolean;
};

/** LibTorch's products of doubles, over JavaScript's own memory; nothing is copied. */
export type DoubleProducts = {
  /** Such as `LibTorch 1.13.0`. */
  readonly name: string;
  /** Threads of the processor. */
  readonly threads: number;
  /**
   * `to` [rows, columns] `= a` [rows, depth] `b` [depth, columns].
   *
   * @throws EngineError for sizes that the tables do not have, or a product that lies where a factor does
   */
  multiply(
    to: Omit<DoubleTable, 'transposed'>,
    a: DoubleTable,
    b: DoubleTable,
    size: DoubleProductSize,
  ): void;
};

/**
 * Loads the engine for products of doubles alone: no backend of tfjs is registered or needed, and whatever device one
 * computes on, these are the processor's. The same sizes and threads give the same bits.
 *
 * @param options.threads of the processor, for all that the engine does in this process; OMP_NUM_THREADS where left out,
 *   else all
 * @throws EngineError naming the command that brings what is missing, or for threads out of 1 .. 1024
 */
export async function loadDoubleProducts(
  options: { readonly threads?: number } = {},
): Promise<DoubleProducts> {
  const { addon, libTorch } = await loadAddon();
  const ask: (operation: string) => NativeOperation =
    (operation) =>
    (...args) => {
      try {
        return addon[operation]!(...args);
      } catch (error) {
        throw new EngineError((error as Error).message, { cause: error });
      }
    };
  ask('setThreads')(options.threads ?? defaultThreads());
  const doubleProduct = ask('doubleProduct');
  return {
    name: `LibTorch ${libTorch.version}`,
    threads: ask('threads')() as number,
    multiply(to, a, b, { rows, columns, depth, diagonal, accumulate = false }) {
      doubleProduct(
        ...[to.values, a.values, b.values],
        [rows, columns, depth],
        [to.stride, a.stride, b.stride],
        ...[a.transposed ?? false, b.transposed ?? false, accumulate, diagonal],
      );
    },
  };
}
