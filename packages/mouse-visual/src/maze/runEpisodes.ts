import {
  tf,
  type Cell,
  type Hidden,
  type Pass,
  type Tensor2D,
  type Tensor3D,
  type Tree,
} from '@goal-driven/core';

/**
 * Runs a cell over time as core's `runSequence` does, but that nothing is remembered where an episode begins.
 *
 * @param inputs [B T, I], the steps of an animal one after another
 * @param begins [B, T], 1 where an episode begins, else 0
 * @param hidden before the first step, [B, H] each
 * @returns the cell's outputs [B, T, H], and what is remembered after the last step
 */
export function runEpisodes(
  cell: Cell,
  params: Tree,
  { inputs, begins, hidden, pass }: { inputs: Tensor2D; begins: Tensor2D; hidden: Hidden; pass: Pass },
): { readonly memory: Tensor3D; readonly hidden: Hidden } {
  const [batch, steps] = begins.shape;
  const drives = tf.reshape(cell.project(params, inputs, pass), [batch, steps, -1]);
  const kept = tf.unstack(tf.sub(1, begins), 1).map((column) => tf.reshape(column, [batch, 1]));
  const outputs: Tensor2D[] = [];
  let current = hidden;
  tf.unstack(drives, 1).forEach((drive, step) => {
    const remembered = Object.fromEntries(
      Object.entries(current).map(([name, part]) => [name, tf.mul(part, kept[step]!) as Tensor2D]),
    );
    current = cell.step(params, remembered, drive as Tensor2D, pass);
    outputs.push(cell.output(current));
  });
  return { memory: tf.stack(outputs, 1) as Tensor3D, hidden: current };
}
