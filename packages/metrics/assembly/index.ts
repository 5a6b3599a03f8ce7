export { packPanels } from './packing';
export { multiplyPacked } from './products';
