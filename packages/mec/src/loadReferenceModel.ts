import { loadModel } from './loadModel';
import type { TrainedModel } from './modelFile';

/** The file that the package ships. */
const SHIPPED = new URL('../models/reference.safetensors', import.meta.url);

/**
 * The trained reference model that the package ships: a path integrator (UGRNN, relu) of the published kind, small
 * enough to come along. Its card is `models/README.md`. The caller owns its tensors.
 *
 * @param source another place of the file, such as a copy that a web server has; read from disk for `file:`, else fetched
 * @throws EnvironmentError when the file cannot be had, DataError when it is not a model
 */
export const loadReferenceModel = (source: URL | string = SHIPPED): Promise<TrainedModel> =>
  loadModel(source);
