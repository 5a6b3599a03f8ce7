import { oneColumn, sideBySide } from './_columns';
import { columnsOf } from './_matrix';
import type { MapFitter } from './LinearMap';

/** Fits each target by itself, for maps whose fit to one target depends on the others, such as partial least squares. */
export const perTarget =
  (fit: MapFitter): MapFitter =>
  (source, target) => {
    const maps = Array.from({ length: columnsOf(target) }, (_, q) => fit(source, oneColumn(target, q)));
    return { predict: (samples) => sideBySide(maps.map((map) => map.predict(samples))) };
  };
