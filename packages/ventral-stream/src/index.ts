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
export { DECODER, Graph, GraphEdge, GraphNode, IMAGE, Join, type GraphInput } from './graph/Graph';
export { inputsOf, type NodeInputs } from './graph/inputsOf';
export { Op, type OpInput, type OpName } from './graph/Op';
export { convRnn, type ConvRnn } from './network/convRnn';
export { ConvRnnConfig, type ConvRnnInput } from './network/ConvRnnConfig';
export { compileGraph, type CompiledGraph, type CompiledNode, type NodeShapes } from './network/compileGraph';
export { unroll, type UnrollArguments, type Unrolled } from './network/unroll';
export { planSteps, type StepPlan, type Wanted } from './network/planSteps';
export { createDecoder, type DecoderLayer } from './network/createDecoder';
export { Decoder } from './network/Decoder';
export { movieOf, Presentation, STEP_DURATION, type DefaultMovie, type Movie } from './network/Presentation';
export { framesOf, type Shown } from './network/framesOf';
export { ModelScale } from './models/ModelScale';
export { publishedModels, type PublishedModel, type PublishedName } from './models/publishedModels';
export { createPublished, publishedConfig } from './models/createPublished';
export { publishedVariables, type PublishedVariable } from './models/publishedVariables';
export { publishedParams } from './models/publishedParams';
export { intermediateGraph, reciprocalGraph, shallowGraph, type CellOf } from './models/baseGraphs';
export { importPublishedGraph, type PublishedImport } from './graph/importPublishedGraph';
export { readPublishedGraph } from './graph/readPublishedGraph';
export { networkSize, type LayerSize, type NetworkSize, type UnitCounts } from './graph/networkSize';
export { graphFigure } from './graph/graphFigure';
export { models, type NamedModel } from './models/models';
export { baselineModels, baselineNames, type BaselineName } from './models/baselineModels';
