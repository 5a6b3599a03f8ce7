import type { DoubleProducts } from './doubleProducts';

/** By the definition; `spoil` changes an entry before it is written. */
export const loopProducts = (spoil = (value: number, _i: number, _j: number) => value): DoubleProducts => ({
  name: 'loops',
  multiply(to, a, b, { rows, columns, depth, diagonal = -Infinity, accumulate = false }) {
    const [aRow, aColumn] = a.transposed ? [1, a.stride] : [a.stride, 1];
    const [bRow, bColumn] = b.transposed ? [1, b.stride] : [b.stride, 1];
    for (let i = 0; i < rows; i++) {
      for (let j = Math.max(0, diagonal + i); j < columns; j++) {
        let sum = 0;
        for (let k = 0; k < depth; k++)
          sum += a.values[i * aRow + k * aColumn]! * b.values[k * bRow + j * bColumn]!;
        const place = i * to.stride + j;
        to.values[place] = spoil(sum, i, j) + (accumulate ? to.values[place]! : 0);
      }
    }
  },
});
