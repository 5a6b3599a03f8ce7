import { ConfigError, leaves, matchesAny, type Leaf, type Tree } from '@goal-driven/core';

/**
 * The forward kernels that a rule has feedback for: matrices and convolution kernels at the paths. What else is sent
 * back through goes by its own transpose. A matrix that no layer projects by gets feedback that nothing uses.
 *
 * @throws ConfigError where there is none
 */
export function kernelLeaves(who: string, params: Tree, paths: readonly string[]): Leaf[] {
  const matches = matchesAny(paths);
  const all = leaves(params).filter(({ tensor }) => tensor.rank === 2 || tensor.rank === 4);
  const found = all.filter(({ path }) => matches(path));
  if (found.length === 0) {
    throw new ConfigError(
      `${who}: paths must match a kernel (${all.map(({ path }) => path).join(', ')}), got ${paths.join(', ')}`,
    );
  }
  return found;
}
