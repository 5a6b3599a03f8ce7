import { addTile, MR, tile, VECTORS } from '../../core/assembly/tile';

/**
 * Double-precision products of packed blocks: `C [+]= A B`.
 *
 * A comes in panels of MR rows, B in panels of NR columns, so that the inner loop reads two contiguous streams and
 * keeps an MR x NR tile of C in registers. The order of additions is fixed by the shapes alone, whoever computes
 * which rows: the same inputs give the same bits on any number of threads.
 */

/** Columns of the register tile. */
const NR: i32 = VECTORS * 2;
/** Panels of A of one chunk, the share of a thread: 48 rows, which stay in the second cache. */
const PANELS: i32 = 8;

/**
 * Chunk `chunk` of `C [panelsA MR, panelsB NR] [+]= A B`.
 *
 * @param diagonal the column of row 0's first wanted entry; one further per row. What lies left of it in a chunk's
 *   first row is left out, so that half of a symmetric product costs half
 * @param buffers a tile for each chunk
 */
export function multiplyPacked(
  chunk: i32, panelsA: i32, panelsB: i32, depth: i32, a: usize, b: usize, c: usize, accumulate: i32, diagonal: i32,
  buffers: usize,
): void {
  const rowBytes = <usize>(panelsB * NR) << 3;
  const buffer = buffers + (<usize>(chunk * MR * NR) << 3);
  const first = chunk * PANELS;
  const last = min(first + PANELS, panelsA);
  for (let j = max(0, diagonal + first * MR) / NR; j < panelsB; j++) {
    const panelB = b + (<usize>(j * depth * NR) << 3);
    for (let i = first; i < last; i++) {
      const panelA = a + (<usize>(i * depth * MR) << 3);
      const to = c + <usize>(i * MR) * rowBytes + (<usize>(j * NR) << 3);
      if (accumulate) {
        tile<f64>(depth, panelA, panelB, buffer, NR << 3);
        addTile<f64>(buffer, to, rowBytes);
      } else tile<f64>(depth, panelA, panelB, to, rowBytes);
    }
  }
}
