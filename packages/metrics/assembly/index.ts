export { packPanels } from './packing';
export { multiplyPacked } from './products';
export { rotateRows } from './rotations';
export { reflectRest } from './reflections';
