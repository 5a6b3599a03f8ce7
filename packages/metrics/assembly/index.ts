export { descendPath } from './descents';
export { overlaps } from './overlaps';
export { packPanels } from './packing';
export { multiplyPacked } from './products';
export { projectRows } from './projections';
export { reflectRest } from './reflections';
export { rotateRows } from './rotations';
