import { categories } from './categories';
import { objectMesh } from './objectMesh';
import { FIELD, type ObjectView } from './ObjectView';
import { rasterise } from './rasterise';
import { compose, rotationOf } from './rotation';

/** The object of a view, and what is seen of it on a raster of `across` samples along each side. */
export function placedObject(view: ObjectView, across: number) {
  const mesh = objectMesh(view.category, view.object, view.seed);
  const perDegree = across / FIELD;
  const raster = rasterise(mesh, {
    rotation: compose(
      rotationOf(view.rotation),
      rotationOf({ ...categories[view.category].canonical, roll: 0 }),
    ),
    centre: [across / 2 + view.position[0] * perDegree, across / 2 - view.position[1] * perDegree],
    radius: (view.size / 2) * perDegree,
    size: across,
  });
  return { mesh, raster };
}
