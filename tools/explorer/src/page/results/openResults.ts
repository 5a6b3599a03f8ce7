import type { OpenPanel } from '../Panel';

/** The panel of this name. */
export const openResults: OpenPanel = () => {
  throw new Error('This panel is not built yet.');
};
