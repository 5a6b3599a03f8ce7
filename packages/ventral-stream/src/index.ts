export type { CellInput, CellSite, ConvCell, ConvHidden, Drive, Gates, MapSize } from './cells/ConvCell';
export { TimeDecay, timeDecay, type TimeDecayHidden, type TimeDecayParams } from './cells/timeDecay';
export {
  ConvSimpleRnn,
  convSimpleRnn,
  type ConvSimpleRnnHidden,
  type ConvSimpleRnnParams,
} from './cells/simpleRnn';
export { ConvGru, convGru, type ConvGruHidden, type ConvGruParams } from './cells/gru';
export { ConvLstm, convLstm, type ConvLstmHidden, type ConvLstmParams } from './cells/lstm';
export { ConvUgrnn, convUgrnn, type ConvUgrnnHidden, type ConvUgrnnParams } from './cells/ugrnn';
export {
  IntersectionRnn,
  intersectionRnn,
  type IntersectionRnnHidden,
  type IntersectionRnnParams,
} from './cells/intersectionRnn';
export { ReciprocalGated } from './cells/ReciprocalGated';
export {
  reciprocalGatedCell,
  type ReciprocalGatedHidden,
  type ReciprocalGatedParams,
} from './cells/reciprocalGatedCell';
export { rgcMedian, rgcShallow } from './cells/reciprocalGatedConfigs';
export { ConvCellConfig, convCells, createConvCell } from './cells/convCells';
