export {};
export { mouseAreaNames, mouseAreas, storedAreas, type MouseArea } from './neural/mouseAreas';
export { MouseHeader, mouseRecordings, type MouseRecordings, type MouseUnit } from './neural/MouseRecordings';
export { mouseArrays, mouseRecordingsOf, readMouseRecordings } from './neural/mouseRecordingsFile';
export { mouseResponses, type AreaResponses, type MouseAnimal } from './neural/mouseResponses';
export type { BinWindow } from './neural/responsesIn';
export {
  publishedSelections,
  selectionCounts,
  selectUnits,
  UnitSelection,
  type SelectedAnimal,
  type SelectedUnits,
  type SelectionStage,
} from './neural/selectUnits';
export { withReliability } from './neural/withReliability';
