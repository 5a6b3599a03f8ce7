import { loadReferenceModel } from '@goal-driven/mec';
import type { OpenPanel } from '../Panel';
import { element } from '../shell/element';
import { startEngine } from '../shell/startEngine';

/** The path-integration panel. */
export const openMec: OpenPanel = async (host) => {
  const engine = await startEngine();
  const model = await loadReferenceModel();
  host.append(element('p', { class: 'soft' }, `Computed by ${engine}. Trained by: ${model.command}`));
};
