/** Readers of files, without tensors: what comes from outside is bounded, and never run. */
export { byteSource, readRange, type ByteSource } from './ByteSource';

// Weights
export { readTorch, type TorchFile } from './weights/readTorch';
export { readTensorBundle, type TensorBundle, type TensorBundleFiles } from './weights/readTensorBundle';
export { readShardedSafetensors, type ShardedSafetensors } from './weights/readShardedSafetensors';
export { isStoredArray, tensorsOf, type WeightTree } from './weights/WeightTree';
export { type StoredArray } from './weights/StoredArray';

// Data: arrays and tables
export { listMat5, readMat5, type MatOptions, type MatVariable } from './data/mat/readMat5';
export { matRows, simplifyMat, type SimpleMat } from './data/mat/simplifyMat';
export type {
  MatCell,
  MatLogical,
  MatNumberClass,
  MatNumeric,
  MatObject,
  MatSparse,
  MatStruct,
  MatText,
  MatValue,
} from './data/mat/MatValue';
export { readMat73 } from './data/mat/readMat73';
export type { Hdf5Reference, Hdf5Value } from './data/hdf5/Hdf5Value';
export { hdf5Numbers, hdf5Text } from './data/hdf5/hdf5Numbers';
export type { SyncSource } from './SyncSource';
export type { Hdf5Entry } from './data/hdf5/_listHdf5';
export { openHdf5, type Hdf5File, type Hdf5Options } from './data/hdf5/openHdf5';
export type { Hdf5Dataset } from './data/hdf5/_openedHdf5';
export type { Hdf5Slice } from './data/hdf5/Hdf5Slice';
export type { NwbSeries } from './data/nwb/_nwbSeries';
export type { NwbTable } from './data/nwb/_nwbTable';
export { openNwb, type NwbFile, type NwbObject } from './data/nwb/openNwb';
export type { NetcdfDimension } from './data/netcdf/_netcdfAxes';
export { openNetcdf, type NetcdfFile, type NetcdfVariable } from './data/netcdf/openNetcdf';
export { tfRecords } from './data/tfrecord/tfRecords';
export { tfExample, type TfFeature } from './data/tfrecord/tfExample';

// Names of published weights
export type { CutRule, IgnoreRule, NameMap, NameRule, ParameterRule } from './names/NameMap';
export {
  completeWeights,
  matchedNumbers,
  matchWeights,
  type Shapes,
  type WeightMatch,
  type WeightRow,
} from './names/matchWeights';
export { takeSteps, torchConvolution, torchDense, torchDenseOf, type WeightStep } from './names/WeightStep';

// Data sets and weights that there are
export { DataEntry, DataFile, DataList } from './registry/DataEntry';
export { chooseData, dataEntries, type ChosenData } from './registry/dataEntries';
export { readKerasWeights, type KerasWeights } from './weights/readKerasWeights';
export { writeHdf5, type Hdf5Content, type Hdf5Data } from './data/hdf5/writeHdf5';
export { readCsv, type CsvColumn, type CsvOptions, type CsvTable, type CsvType } from './data/csv/readCsv';
export { openZarr, type ZarrEntry, type ZarrFile, type ZarrOptions } from './data/zarr/openZarr';
export type { ZarrRange, ZarrStore } from './data/zarr/ZarrStore';
export {
  listParquet,
  readParquet,
  type ParquetColumn,
  type ParquetField,
  type ParquetOptions,
  type ParquetTable,
} from './data/parquet/readParquet';
