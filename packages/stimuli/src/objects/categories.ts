import { animal } from './animal';
import { boat } from './boat';
import { car } from './car';
import type { Category } from './Category';
import { chair } from './chair';
import { face } from './face';
import { fruit } from './fruit';
import { plane } from './plane';
import { table } from './table';

/**
 * The categories of rendered objects, under the names and in the order of the neural benchmark's.
 *
 * @source Majaj, Hong, Solomon, DiCarlo 2015, J. Neurosci. 35: eight categories of eight objects each
 */
export const categories = {
  Animals: animal,
  Boats: boat,
  Cars: car,
  Chairs: chair,
  Faces: face,
  Fruits: fruit,
  Planes: plane,
  Tables: table,
} satisfies Record<string, Category>;

export type CategoryName = keyof typeof categories;
/** Of the eight categories, in the order of their labels. */
export const categoryNames = Object.keys(categories) as CategoryName[];
