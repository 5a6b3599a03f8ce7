export { descendPath } from './descents';
export { packPanels } from './packing';
export { multiplyPacked } from './products';
export { reflectRest } from './reflections';
export { rotateRows } from './rotations';
