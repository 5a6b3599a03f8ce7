import type { ImageSource } from '../ImageSource';
import { objectClasses, objectLatents } from './objectSet';
import type { RenderedObjects } from './RenderedObjects';

/** Rendered objects as a source; Images are rendered when they are asked for. */
export const objectSource = (config: RenderedObjects): ImageSource => ({
  name: 'rendered-objects',
  classes: objectClasses(config),
  labels: Int32Array.from({ length: config.images }, (_, index) => objectLatents(config, index).label),
  pixels: { kind: 'objects', config },
});
