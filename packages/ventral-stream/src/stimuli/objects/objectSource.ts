import type { ImageSource } from '../ImageSource';
import { objectLatents } from './objectSet';
import type { RenderedObjects } from './RenderedObjects';

/** Rendered objects as a source; the label is the category. Images are rendered when they are asked for. */
export const objectSource = (config: RenderedObjects): ImageSource => ({
  name: 'rendered-objects',
  classes: config.categories,
  labels: Int32Array.from({ length: config.images }, (_, index) => objectLatents(config, index).label),
  pixels: { kind: 'objects', config },
});
