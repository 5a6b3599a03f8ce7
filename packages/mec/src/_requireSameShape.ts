import { ShapeError, type Tensor } from '@goal-driven/core';

export function requireSameShape(who: string, output: Tensor, target: Tensor): void {
  if (String(output.shape) !== String(target.shape)) {
    throw new ShapeError(`${who}: target must be [${output.shape}] like the output, got [${target.shape}]`);
  }
}
