import { addTile, MR, tile, VECTORS } from './tile';

/**
 * Single-precision matrix product, packed and register-blocked: `C [+]= A B`.
 *
 * B is packed into panels of NR columns, A into panels of MR rows, K in blocks of KC, so that the inner
 * loop reads two contiguous streams and keeps an MR x NR tile of C in registers. Operands are described
 * by two strides each, so every transposition is the same call. The order of additions is fixed by the
 * shapes alone: the same inputs give the same bits.
 */

/** Columns of the register tile. */
export const NR: i32 = VECTORS * 4;
/** Depth of a block: a panel of B (KC x NR floats) stays in the first cache. */
export const KC: i32 = 256;
/** Rows of a block of A (MC x KC floats), which stays in the second cache. A multiple of MR. */
export const MC: i32 = 96;

@inline
export function ceilTo(value: i32, multiple: i32): i32 {
  return ((value + multiple - 1) / multiple) * multiple;
}

/** Floats of scratch for a packed B of `depth` rows and `columns` columns. */
@inline
export function packedSize(depth: i32, columns: i32): i32 {
  return depth * ceilTo(columns, NR);
}

/** Floats of scratch for a block of A and a tile of C. */
export const BLOCK_SIZE: i32 = MC * KC + MR * NR;

/** Packs rows [0, depth) of B into panels of NR columns, zeros beyond the last column. */
export function packB(depth: i32, columns: i32, b: usize, rowStride: i32, columnStride: i32, to: usize): void {
  const rs = <usize>rowStride << 2;
  const cs = <usize>columnStride << 2;
  for (let j = 0; j < columns; j += NR) {
    const width = min(NR, columns - j);
    let from = b + <usize>j * cs;
    if (width == NR && columnStride == 1) {
      for (let k = 0; k < depth; k++) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
        from += rs;
        to += NR << 2;
      }
    } else if (width == NR) {
      for (let k = 0; k < depth; k++) {
        let source = from;
        for (let column = 0; column < NR; column++) {
          store<f32>(to + (<usize>column << 2), load<f32>(source));
          source += cs;
        }
        from += rs;
        to += NR << 2;
      }
    } else {
      for (let k = 0; k < depth; k++) {
        for (let column = 0; column < NR; column++) {
          store<f32>(to + (<usize>column << 2), column < width ? load<f32>(from + <usize>column * cs) : 0);
        }
        from += rs;
        to += NR << 2;
      }
    }
  }
}

/** Packs `rows` rows of A into panels of MR rows, zeros beyond the last row. */
function packA(rows: i32, depth: i32, a: usize, rowStride: i32, columnStride: i32, to: usize): void {
  const rs = <usize>rowStride << 2;
  const cs = <usize>columnStride << 2;
  for (let i = 0; i < rows; i += MR) {
    const height = min(MR, rows - i);
    let from = a + <usize>i * rs;
    if (height == MR && rowStride == 1) {
      for (let k = 0; k < depth; k++) {
        v128.store(to, v128.load(from));
        store<u64>(to, load<u64>(from, 16), 16);
        from += cs;
        to += MR << 2;
      }
    } else if (height == MR) {
      for (let k = 0; k < depth; k++) {
        const third = from + (rs << 1);
        const fifth = third + (rs << 1);
        store<f32>(to, load<f32>(from));
        store<f32>(to, load<f32>(from + rs), 4);
        store<f32>(to, load<f32>(third), 8);
        store<f32>(to, load<f32>(third + rs), 12);
        store<f32>(to, load<f32>(fifth), 16);
        store<f32>(to, load<f32>(fifth + rs), 20);
        from += cs;
        to += MR << 2;
      }
    } else {
      for (let k = 0; k < depth; k++) {
        for (let row = 0; row < MR; row++) {
          store<f32>(to + (<usize>row << 2), row < height ? load<f32>(from + <usize>row * rs) : 0);
        }
        from += cs;
        to += MR << 2;
      }
    }
  }
}

/** A tile at the edge of C goes through a buffer, of which only `rows` x `columns` are C's. */
function edgeTile(
  depth: i32, a: usize, b: usize, c: usize, rowBytes: usize, accumulate: bool, rows: i32, columns: i32, buffer: usize,
): void {
  tile<f32>(depth, a, b, buffer, NR << 2);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const to = c + (<usize>column << 2);
      const value = load<f32>(buffer + (<usize>(row * NR + column) << 2));
      store<f32>(to, accumulate ? load<f32>(to) + value : value);
    }
    c += rowBytes;
  }
}

/**
 * `C [rows, columns] [+]= A [rows, depth] B`, B packed and `depth` at most KC.
 *
 * @param block BLOCK_SIZE floats of scratch
 */
export function multiplyBlock(
  rows: i32, columns: i32, depth: i32, a: usize, rowStride: i32, columnStride: i32, packedB: usize,
  c: usize, ldc: i32, accumulate: bool, block: usize,
): void {
  const rowBytes = <usize>ldc << 2;
  const buffer = block + (<usize>(MC * KC) << 2);
  for (let i = 0; i < rows; i += MC) {
    const height = min(MC, rows - i);
    packA(height, depth, a + (<usize>i * <usize>rowStride << 2), rowStride, columnStride, block);
    for (let j = 0; j < columns; j += NR) {
      const panelB = packedB + (<usize>(j * depth) << 2);
      const width = min(NR, columns - j);
      for (let ii = 0; ii < height; ii += MR) {
        const panelA = block + (<usize>(ii * depth) << 2);
        const to = c + (<usize>(i + ii) * rowBytes) + (<usize>j << 2);
        const tall = min(MR, height - ii);
        if (tall == MR && width == NR && !accumulate) {
          tile<f32>(depth, panelA, panelB, to, rowBytes);
        } else if (tall == MR && width == NR) {
          tile<f32>(depth, panelA, panelB, buffer, NR << 2);
          addTile<f32>(buffer, to, rowBytes);
        } else edgeTile(depth, panelA, panelB, to, rowBytes, accumulate, tall, width, buffer);
      }
    }
  }
}

/** Floats of scratch that `gemm` needs. */
export function gemmScratch(columns: i32, depth: i32): i32 {
  return BLOCK_SIZE + packedSize(min(depth, KC), columns);
}

/** `C [rows, columns] [+]= A [rows, depth] B [depth, columns]`; strides in floats, C's columns adjacent. */
export function gemm(
  rows: i32, columns: i32, depth: i32, a: usize, aRow: i32, aColumn: i32, b: usize, bRow: i32, bColumn: i32,
  c: usize, ldc: i32, accumulate: bool, scratch: usize,
): void {
  if (depth == 0 && !accumulate) {
    for (let row = 0; row < rows; row++) memory.fill(c + (<usize>row * <usize>ldc << 2), 0, <usize>columns << 2);
    return;
  }
  const packed = scratch + (<usize>BLOCK_SIZE << 2);
  for (let k = 0; k < depth; k += KC) {
    const deep = min(KC, depth - k);
    packB(deep, columns, b + (<usize>k * <usize>bRow << 2), bRow, bColumn, packed);
    const from = a + (<usize>k * <usize>aColumn << 2);
    multiplyBlock(rows, columns, deep, from, aRow, aColumn, packed, c, ldc, accumulate || k > 0, scratch);
  }
}
