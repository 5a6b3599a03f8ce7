export type { CellInput, CellSite, ConvCell, ConvHidden, Drive, Gates, MapSize } from './cells/ConvCell';
