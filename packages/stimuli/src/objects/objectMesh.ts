import { createRng } from '@goal-driven/core/arrays';
import { categories, type CategoryName } from './categories';
import type { Mesh } from './Mesh';

const MOST = 1024;
const built = new Map<string, Mesh>();

/** The shape of object `index` of a category, the same for the same seed; those built are remembered. */
export function objectMesh(category: CategoryName, index: number, seed: number): Mesh {
  const key = `${seed}/${category}/${index}`;
  const known = built.get(key);
  if (known !== undefined) return known;
  const draw = createRng(seed).child('shape').child(category).child(index).stream();
  const mesh = categories[category].build(index, (low, high) => low + (high - low) * draw.uniform());
  if (built.size === MOST) built.clear();
  built.set(key, mesh);
  return mesh;
}
