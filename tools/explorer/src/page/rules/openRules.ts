import type { OpenPanel } from '../Panel';

/** The panel of this name. */
export const openRules: OpenPanel = () => {
  throw new Error('This panel is not built yet.');
};
