export { correlate } from './correlograms';
export { descendPath } from './descents';
export { packPanels } from './packing';
export { multiplyPacked } from './products';
export { projectRows } from './projections';
export { reflectRest } from './reflections';
export { ringSums } from './rings';
export { rotateRows } from './rotations';
