import { doubleProducts, type DoubleProducts, type DoubleTable } from '@goal-driven/core/arrays';
import { kernels } from './_kernels';
import {
  isAcross,
  isTransposed,
  stageBlock,
  type Destination,
  type Operand,
  type ProductSize,
  type TriangleSize,
} from './_operands';

/** Multiply-adds from which a native engine's wider vectors outweigh the way there. */
const PAYS = 2_000_000;
/** Doubles of a block that is changed on its way to the engine, and steps of the depth that it has at least. */
const [STAGED, SHALLOWEST] = [2 ** 20, 64];

/** The engine that a product of this size goes to; of any size where there are no kernels. */
export const engineFor = ({ rows, columns, depth }: ProductSize): DoubleProducts | undefined =>
  rows * columns * depth >= PAYS || kernels() === undefined ? doubleProducts() : undefined;

/** `to = a b`. Operands with a change are changed block by block of the depth, others go as they are. */
export function multiplyByEngine(
  engine: DoubleProducts,
  to: Destination,
  a: Operand,
  b: Operand,
  { rows, columns, depth, diagonal }: TriangleSize,
): void {
  const product = { values: to.values.subarray(to.start), stride: to.row };
  const shared = rows === columns && isTransposed(a, b);
  const widest = Math.max(a.change ? rows : 0, b.change ? columns : 0);
  const deepest = widest > 0 ? Math.max(SHALLOWEST, Math.floor(STAGED / widest)) : depth;
  const room = (side: Operand, count: number) =>
    new Float64Array(side.change ? count * Math.min(depth, deepest) : 0);
  const memory = [room(a, rows), shared ? undefined : room(b, columns)] as const;
  for (let k = 0; k < depth; k += deepest) {
    const deep = Math.min(deepest, depth - k);
    const left = tableOf({ ...a, start: a.start + k * a.column }, rows, deep, memory[0]);
    const right =
      memory[1] === undefined
        ? left
        : tableOf({ ...turned(b), start: b.start + k * b.row }, columns, deep, memory[1]);
    engine.multiply(
      product,
      left,
      { ...right, transposed: !right.transposed },
      {
        ...{ rows, columns, depth: deep, accumulate: k > 0 },
        ...(diagonal !== undefined && { diagonal }),
      },
    );
  }
}

const turned = (operand: Operand): Operand => ({ ...operand, row: operand.column, column: operand.row });

/** An operand [count, deep] as the engine takes it, in `memory` where it is changed. */
function tableOf(operand: Operand, count: number, deep: number, memory: Float64Array): DoubleTable {
  const transposed = isAcross(operand);
  if (operand.change === undefined) {
    const stride = transposed ? operand.column : operand.row;
    return { values: operand.values.subarray(operand.start), stride, transposed };
  }
  stageBlock({ memory, stage: 0 }, operand, count, deep);
  return { values: memory, stride: transposed ? count : deep, transposed };
}
